/**
 * everfetch with DPoP (RFC 9449): access and refresh tokens that only this browser can use.
 *
 * ```ts
 * const proof = dpop();
 * const api = createClient({ baseURL: "/api", session: { refresh: "/token", proof } });
 * ```
 *
 * Needs a secure context (HTTPS or localhost).
 */

import type { Proof, ProofRequest } from "./index.js";

/** The options of `dpop()`. */
export interface DPoPOptions {
  /**
   * The name of the key in IndexedDB. Two sessions of one origin need two names, because the sign-out of one deletes its
   * key.
   *
   * @default "dpop"
   */
  name?: string;
}

/** DPoP proofs, signed with one key for all tabs of the origin. */
export interface DPoP extends Proof {
  readonly scheme: "DPoP";
  /** Returns the header `DPoP` for a request that you send by other means. */
  sign(request: ProofRequest): Promise<{ DPoP: string }>;
  /**
   * The platform's `fetch` with a proof and without a token, for the log-in: the server binds the tokens of its answer
   * to the key. Sends the request a second time if the server asks for its nonce.
   */
  fetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response>;
  /**
   * Returns the thumbprint of the public key, for the parameter `dpop_jkt` of an authorization request.
   *
   * @see https://www.rfc-editor.org/rfc/rfc9449#section-10
   */
  thumbprint(): Promise<string>;
  /** Deletes the key, in every tab. everfetch calls it when the session ends. */
  forget(): Promise<void>;
}

/**
 * Returns the proof for `session.proof`: a non-extractable ECDSA P-256 key in IndexedDB, created when it is first needed
 * and deleted when the user signs out or the session ends. Without IndexedDB, the key lives as long as the page.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9449
 */
export function dpop(options?: DPoPOptions): DPoP;
