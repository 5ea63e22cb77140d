// The stamps that the core gives to requests.

import { failure } from "../client/error.js";
import { Call, type Engine, errorOf, fails } from "../protocol.js";

/** The stamp in an answer, if it is not an error. */
export const stamped = (answer: number) => {
  if (fails(answer)) throw failure(errorOf(answer));
  return answer;
};

/** A stamp's token by its number, in words. */
export const tokenOf = (wasm: Engine, stamp: number) =>
  wasm[Call.carriesToken](stamp)
    ? "token #" + wasm[Call.tokenNumber](stamp)
    : "no token";
