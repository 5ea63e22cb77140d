// Reads the stamps that the core gives to requests.

import { failure } from "../client/error.js";
import { Call, type Engine, errorOf, fails } from "../protocol.js";

/** Returns the stamp in an answer of the core, unless the answer is an error. */
export const stamped = (answer: number) => {
  if (fails(answer)) throw failure(errorOf(answer));
  return answer;
};

/** Describes the token of a stamp by its number. */
export const tokenOf = (wasm: Engine, stamp: number) =>
  wasm[Call.carriesToken](stamp)
    ? "token #" + wasm[Call.tokenNumber](stamp)
    : "no token";
