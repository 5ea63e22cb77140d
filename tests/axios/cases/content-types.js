// @ts-check
// Bodies under a content type that the caller names: what is made of them.

import { bodies } from "./bodies.js";
import { request } from "./make.js";

const TYPES = [
  "application/json",
  "application/json;charset=utf-8",
  "application/x-www-form-urlencoded",
  "multipart/form-data",
  "multipart/form-data; boundary=mine",
  "text/plain",
  "application/vnd.api+json",
];

const KINDS = [
  "nothing",
  "null",
  "text",
  "JSON text",
  "a number",
  "false",
  "an object",
  "an empty object",
  "an object with undefined and null",
  "an object with a date",
  "an array",
  "URL parameters",
  "a form",
  "an HTML form",
  "a typed blob",
  "a list of files",
  "an array of bytes",
];

export default [
  ...TYPES.flatMap((type) =>
    KINDS.map((kind) =>
      request(`${kind} as ${type}`, () => ({
        method: "post",
        data: bodies[kind](),
        headers: { "Content-Type": type },
      })),
    ),
  ),
  request("a content type of another case", () => ({
    method: "post",
    data: { a: 1 },
    headers: { "CONTENT-TYPE": "application/x-www-form-urlencoded" },
  })),
  request("a content type of false", () => ({
    method: "post",
    data: { a: 1 },
    headers: { "Content-Type": false },
  })),
  request("a content type of null", () => ({
    method: "post",
    data: { a: 1 },
    headers: { "Content-Type": null },
  })),
  request("a content type without a body", () => ({
    method: "post",
    headers: { "Content-Type": "application/json" },
  })),
  request("a content type on a get", () => ({
    headers: { "Content-Type": "application/json" },
  })),
  request("a content type on a delete with a body", () => ({
    method: "delete",
    data: "text",
    headers: { "Content-Type": "text/plain" },
  })),
  request(
    "a content type in the defaults' common headers",
    () => ({ method: "post", data: { a: 1 } }),
    () => ({ headers: { common: { "Content-Type": "text/x-mine" } } }),
  ),
  request(
    "a content type in the defaults' headers of the method",
    () => ({ method: "post", data: { a: 1 } }),
    () => ({
      headers: {
        post: { "Content-Type": "application/x-www-form-urlencoded" },
      },
    }),
  ),
];
