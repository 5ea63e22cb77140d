// @ts-check
// An OpenID provider: its description, and a token endpoint whose access tokens the demo server takes.

const ISSUER = "https://id.example.com";

/**
 * @param {typeof import("../../stage.mjs").stage} stage
 * @param {{ url: URL, headers: Headers, body: string }[]} arrived
 */
export const provider = (stage, arrived) => {
  /** @param {string} token */
  const answer = async (token) => {
    const now = Math.floor(Date.now() / 1000);
    const claims = { iss: ISSUER, aud: "my-app", sub: "1", iat: now };
    const { token: access_token } = await stage.login();
    return Response.json({
      access_token,
      token_type: "Bearer",
      expires_in: 3600,
      refresh_token: token,
      id_token: jwt({ ...claims, exp: now + 3600 }),
    });
  };
  return {
    [`GET ${ISSUER}/.well-known/openid-configuration`]: () =>
      Response.json({
        issuer: ISSUER,
        authorization_endpoint: `${ISSUER}/authorize`,
        token_endpoint: `${ISSUER}/token`,
        userinfo_endpoint: `${ISSUER}/userinfo`,
        jwks_uri: `${ISSUER}/keys`,
      }),
    [`POST ${ISSUER}/token`]: async (/** @type {Request} */ request) => {
      const body = await request.text();
      const url = new URL(request.url);
      arrived.push({ url, headers: request.headers, body });
      return answer(arrived.length > 1 ? "second" : "first");
    },
  };
};

/** @param {object} claims */
const jwt = (claims) =>
  [{ alg: "none", typ: "JWT" }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
    .join(".") + ".x";
