// @ts-check
// The page in which the peers are measured: the driver calls `bench.<case>(options)`, and gets numbers.

import "./stub.js";
import { abort, burst } from "./burst.js";
import { clients, requests } from "./memory.js";
import { perRequest, signInForReal } from "./request.js";

Object.assign(globalThis, {
  bench: { abort, burst, clients, perRequest, requests, signInForReal },
});
