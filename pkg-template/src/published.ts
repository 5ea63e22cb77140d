// A check at compile time: what the entries export is what the published declarations promise, by name, by the
// members of each class, and by what each function takes. No entry imports this file, so none of it ships.
// Options are checked in client/options/declared.ts; the members of clients and sessions in
// tests/behaviour/exports.test.mjs.

import type * as axios from "../axios.js";
import type * as lean from "../index.js";
import type * as wasm from "../wasm.js";
import type * as devtools from "../devtools.js";
import type * as dpop from "../dpop.js";
import type * as react from "../react.js";
import type * as storage from "../storage.js";
import type * as vue from "../vue.js";
import type * as axiosSource from "./axios.js";
import type * as devtoolsSource from "./devtools/index.js";
import type * as dpopSource from "./dpop/index.js";
import type * as leanSource from "./index.js";
import type * as reactSource from "./react/index.js";
import type * as storageSource from "./storage/index.js";
import type * as vueSource from "./vue/index.js";
import type * as wasmSource from "./wasm.js";

/** True if both have the same names; otherwise the names in which they differ. */
type Same<A, B> = [A] extends [B]
  ? [B] extends [A]
    ? true
    : { notPublished: Exclude<B, A> }
  : { notExported: Exclude<A, B> };

/** The names of a class's members, without those of an index signature. */
type Members<C> = C extends abstract new (...args: never) => infer I
  ? keyof {
      [
        K in keyof I as string extends K ? never : number extends K ? never : K
      ]: I[K];
    }
  : never;

/** True if the source takes what the published function takes. */
type Takes<Published, Source> = Published extends (...args: infer P) => unknown
  ? Source extends (...args: infer S) => unknown
    ? P extends S
      ? true
      : { published: P; source: S }
    : false
  : false;

/** Compiles only if each check holds. */
type Holds<Checks extends Record<string, true>> = Checks;

export type Names = Holds<{
  lean: Same<keyof typeof lean, keyof typeof leanSource>;
  axios: Same<keyof typeof axios, keyof typeof axiosSource>;
  wasm: Same<keyof typeof wasm, keyof typeof wasmSource>;
  vue: Same<keyof typeof vue, keyof typeof vueSource>;
  react: Same<keyof typeof react, keyof typeof reactSource>;
  devtools: Same<keyof typeof devtools, keyof typeof devtoolsSource>;
  dpop: Same<keyof typeof dpop, keyof typeof dpopSource>;
  storage: Same<keyof typeof storage, keyof typeof storageSource>;
}>;

export type Classes = Holds<{
  EverfetchError: Same<
    Members<typeof lean.EverfetchError>,
    Members<typeof leanSource.EverfetchError>
  >;
  CanceledError: Same<
    Members<typeof lean.CanceledError>,
    Members<typeof leanSource.CanceledError>
  >;
  EverfetchHeaders: Same<
    Members<typeof lean.EverfetchHeaders>,
    Members<typeof leanSource.EverfetchHeaders>
  >;
  CancelToken: Same<
    Members<typeof axios.CancelToken>,
    Members<typeof axiosSource.CancelToken>
  >;
}>;

export type Functions = Holds<{
  createClient: Takes<typeof lean.createClient, typeof leanSource.createClient>;
  isCancel: Takes<typeof lean.isCancel, typeof leanSource.isCancel>;
  isEverfetchError: Takes<
    typeof lean.isEverfetchError,
    typeof leanSource.isEverfetchError
  >;
  all: Takes<typeof axios.all, typeof axiosSource.all>;
  getAdapter: Takes<typeof axios.getAdapter, typeof axiosSource.getAdapter>;
  isAxiosError: Takes<
    typeof axios.isAxiosError,
    typeof axiosSource.isAxiosError
  >;
  mergeConfig: Takes<typeof axios.mergeConfig, typeof axiosSource.mergeConfig>;
  spread: Takes<typeof axios.spread, typeof axiosSource.spread>;
}>;

/** These entries are typed completely: each value is assignable to what is published. */
export const exact = (
  vueModule: typeof vueSource,
  reactModule: typeof reactSource,
  dpopModule: typeof dpopSource,
  storageModule: typeof storageSource,
): [typeof vue, typeof react, typeof dpop, typeof storage] => [
  vueModule,
  reactModule,
  dpopModule,
  storageModule,
];
