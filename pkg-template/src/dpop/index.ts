// `everfetch/dpop`: `session.proof` by RFC 9449 (DPoP).

import { calculateThumbprint, generateProof } from "dpop";
import type { DPoP, DPoPOptions } from "../../dpop.js";
import type { ProofRequest } from "../../index.js";
import { own } from "../runtime/own.js";
import { Keys } from "./keys.js";

export const dpop = (options?: DPoPOptions): DPoP => {
  const { name = "dpop" } = own<DPoPOptions>(options ?? {});
  const keys = new Keys(name);
  /** The nonces of the servers that `fetch` has reached, by origin. */
  const nonces: Map<string, string> = new Map();

  const sign = async (request: ProofRequest) => {
    const { method, url, accessToken, nonce, leaving } = request;
    const { origin, pathname } = new URL(url);
    const proof = await generateProof(
      await (leaving ? keys.former() : keys.pair()),
      // Without the query and the fragment (RFC 9449 §4.2).
      origin + pathname,
      method,
      nonce ?? nonces.get(origin),
      accessToken ?? undefined,
    );
    return own({ DPoP: proof });
  };

  const send = async (request: Request) => {
    const { method, url } = request;
    const signed = await sign(
      own({
        method,
        url,
        accessToken: null,
        nonce: undefined,
        leaving: false,
      }),
    );
    const sent = request.clone();
    sent.headers.set("DPoP", signed.DPoP);
    const answer = await fetch(sent);
    const nonce = answer.headers.get("dpop-nonce");
    if (nonce) nonces.set(new URL(url).origin, nonce);
    return answer;
  };

  return own<DPoP>({
    scheme: "DPoP",
    sign,
    fetch: async (input, init) => {
      const request = new Request(input, init);
      const answer = await send(request);
      return (await asksForNonce(answer)) ? send(request) : answer;
    },
    thumbprint: async () => calculateThumbprint((await keys.pair()).publicKey),
    forget: () => {
      nonces.clear();
      return keys.forget();
    },
  });
};

/** An authorization server asks for a nonce in the body (RFC 9449 §8), a resource server in a header (§9). */
const asksForNonce = async (answer: Response) => {
  const { headers, status } = answer;
  if (!headers.has("dpop-nonce") || !/^40[01]$/.test(String(status)))
    return false;
  if (headers.get("www-authenticate")?.includes(NONCE_REQUIRED)) return true;
  const body: unknown = await answer
    .clone()
    .json()
    .catch(() => undefined);
  return own(body)["error"] === NONCE_REQUIRED;
};

const NONCE_REQUIRED = "use_dpop_nonce";
