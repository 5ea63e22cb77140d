// The entry for DPoP, and a proof of the application's own.

import { createClient, type Proof, type ProofRequest } from "everfetch";
import { dpop, type DPoP, type DPoPOptions } from "everfetch/dpop";

const options: DPoPOptions = { name: "admin" };
const proof: DPoP = dpop(options);
const scheme: "DPoP" = proof.scheme;
createClient({ session: { refresh: "/token", proof } });
createClient({ session: { refresh: "/token", proof: dpop() } });

const request: ProofRequest = {
  method: "POST",
  url: "https://auth.example.com/token",
  accessToken: null,
};
const { DPoP: header }: { DPoP: string } = await proof.sign(request);
const answer: Response = await proof.fetch(request.url, {
  method: "POST",
  headers: { [scheme]: header },
});
const thumbprint: string = await proof.thumbprint();
await proof.forget();
void [answer, thumbprint];

const own: Proof = {
  sign: async ({ method, url, accessToken, nonce }) => ({
    "X-Signature": [method, url, accessToken ?? "", nonce ?? ""].join(),
  }),
};
createClient({ session: { refresh: "/token", proof: own } });
// @ts-expect-error it signs nothing
createClient({ session: { refresh: "/token", proof: { scheme: "DPoP" } } });
// @ts-expect-error there is no such option
dpop({ database: "keys" });
