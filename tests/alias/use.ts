// Third-party code beside `everfetch/axios`, as TypeScript sees it where tsconfig's `paths` alias `axios`.

import axios, { type AxiosInstance } from "axios";
import { setupCache } from "axios-cache-interceptor";
import MockAdapter from "axios-mock-adapter";
import axiosRetry, { isNetworkOrIdempotentRequestError } from "axios-retry";
import { createClient } from "everfetch/axios";
import { createApp } from "vue";
import VueAxios from "vue-axios";
import { Api, type Note } from "./swagger";

const api: AxiosInstance = createClient({ baseURL: "/api" });

axiosRetry(api, {
  retries: 3,
  retryCondition: isNetworkOrIdempotentRequestError,
  retryDelay: axiosRetry.exponentialDelay,
});
new MockAdapter(api).onGet("/a").reply(200);
const cached = setupCache(axios.create());
const hit: boolean = (await cached.get("/a")).cached;
createApp({}).use(VueAxios, axios);

const { notes } = new Api({ baseURL: "/api" });
const all: Note[] = (await notes.listNotes({ tag: ["a"] })).data;

export { all, hit };
