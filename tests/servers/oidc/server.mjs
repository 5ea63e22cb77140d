// @ts-check
// oidc-provider for a single-page application: authorization code with PKCE, a refresh token that rotates, and an API
// that takes its access tokens. DPOP is "", "on" or "nonce".

import { createHash, randomUUID } from "node:crypto";
import { createServer } from "node:http";
import {
  EmbeddedJWK,
  base64url,
  calculateJwkThumbprint,
  decodeJwt,
  jwtVerify,
} from "jose";
import Provider from "oidc-provider";
import { Control, LIFETIME } from "../support/control.mjs";
import { sizeOfUpload } from "../support/upload.mjs";

const ISSUER = "http://auth.example.com";
const { DPOP = "", PAGE = "", PORT } = process.env;

const provider = new Provider(ISSUER, {
  clients: [
    {
      client_id: "my-app",
      token_endpoint_auth_method: "none",
      grant_types: ["authorization_code", "refresh_token"],
      redirect_uris: [`${PAGE}/callback`],
      ...(DPOP && { dpop_bound_access_tokens: true }),
    },
  ],
  clientBasedCORS: () => true,
  cookies: { keys: [randomUUID()] },
  features: {
    devInteractions: { enabled: true },
    revocation: { enabled: true },
    dPoP: {
      enabled: Boolean(DPOP),
      nonceSecret: DPOP === "nonce" ? randomBytes() : undefined,
      requireNonce: () => DPOP === "nonce",
    },
  },
  findAccount: (_, id) => ({
    accountId: id,
    claims: () => ({ sub: id }),
  }),
  rotateRefreshToken: true,
  ttl: {
    AccessToken: LIFETIME,
    Grant: 3600,
    IdToken: 3600,
    Interaction: 600,
    RefreshToken: 3600,
    Session: 3600,
  },
});

const control = new Control();

/** Every refresh token that was issued. @type {Set<string>} */
const issued = new Set();
provider.on("refresh_token.saved", ({ jti }) => issued.add(jti));

/** The refresh tokens of a user that the provider still accepts. @param {string} username */
const alive = async (username) => {
  const found = await Promise.all(
    [...issued].map((jti) => provider.RefreshToken.find(jti)),
  );
  return found.flatMap((token) =>
    token && !token.consumed && token.accountId === username ? [token] : [],
  );
};
control.hooks.sessions = async (username) => (await alive(username)).length;
control.hooks.revoke = async (username) => {
  for (const token of await alive(username)) {
    const grant = await provider.Grant.find(token.grantId ?? "");
    await grant?.destroy();
    await token.destroy();
  }
};

// What the log has beside the path: the grant of a request to the token endpoint.
provider.use(async (ctx, next) => {
  await next();
  const { params, route } = ctx.oidc ?? {};
  if (route === "token") control.detail(ctx.res, params?.grant_type);
});

const identity = provider.callback();

/** The nonce of the API, where one is required. */
const nonce = DPOP === "nonce" ? randomUUID() : undefined;

/** The API. @type {import("node:http").RequestListener} */
const api = async (request, response) => {
  const { status, challenge, token } = await authorized(request);
  response.setHeader("Content-Type", "application/json");
  if (nonce) response.setHeader("DPoP-Nonce", nonce);
  if (!token) {
    response.writeHead(status, { "WWW-Authenticate": challenge });
    return response.end(JSON.stringify({ error: challenge }));
  }
  const isUpload = request.url === "/api/upload";
  const data = isUpload
    ? { size: await sizeOfUpload(request) }
    : { name: token.accountId };
  return response.end(JSON.stringify(data));
};

/** @param {import("node:http").IncomingMessage} request */
const authorized = async (request) => {
  const [scheme, value = ""] = (request.headers.authorization ?? "").split(" ");
  const wanted = DPOP ? "DPoP" : "Bearer";
  const refused = (/** @type {string} */ error) => ({
    status: 401,
    challenge: `${wanted} error="${error}"`,
    token: undefined,
  });
  const token = await provider.AccessToken.find(value);
  if (!token || token.isExpired || scheme !== wanted)
    return refused("invalid_token");
  if (DPOP) {
    const error = await proofError(request, value, token.jkt ?? "");
    if (error) return refused(error);
  }
  return { status: 200, challenge: "", token };
};

/** @type {Set<string>} */
const proofs = new Set();

/**
 * What is wrong with the request's proof (RFC 9449, section 4.3).
 * @param {import("node:http").IncomingMessage} request
 * @param {string} accessToken
 * @param {string} thumbprint
 */
const proofError = async (request, accessToken, thumbprint) => {
  const proof = String(request.headers.dpop);
  try {
    const { payload, protectedHeader } = await jwtVerify(proof, EmbeddedJWK, {
      typ: "dpop+jwt",
      algorithms: ["ES256"],
      maxTokenAge: 60,
    });
    const hash = createHash("sha256").update(accessToken).digest();
    const { jti = "" } = payload;
    const key = /** @type {import("jose").JWK} */ (protectedHeader.jwk);
    const path = new URL(request.url ?? "", PAGE).pathname;
    const rules = {
      jti: !proofs.has(jti),
      htm: payload.htm === request.method,
      htu: payload.htu === PAGE + path,
      ath: payload.ath === base64url.encode(hash),
      jkt: (await calculateJwkThumbprint(key)) === thumbprint,
    };
    proofs.add(jti);
    const broken = Object.entries(rules).find(([, holds]) => !holds);
    if (broken) throw new Error(broken[0]);
    return nonce && payload.nonce !== nonce ? "use_dpop_nonce" : undefined;
  } catch (error) {
    console.error("proof", error.message, proof && decodeJwt(proof));
    return "invalid_dpop_proof";
  }
};

function randomBytes() {
  return createHash("sha256").update(randomUUID()).digest();
}

createServer((request, response) =>
  control.middleware(request, response, () =>
    request.url?.startsWith("/api/")
      ? api(request, response)
      : identity(request, response),
  ),
).listen(Number(PORT), "127.0.0.1");
