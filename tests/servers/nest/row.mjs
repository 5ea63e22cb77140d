// @ts-check
import { LIFETIME, node } from "../support/node.mjs";

/** @type {import("../driver/types.mjs").Row} */
export default {
  name: "nest",
  title: "NestJS with @nestjs/jwt, on another origin",
  zh: "NestJS 与 @nestjs/jwt，另一个源",
  page: "nest",
  packages: ["@nestjs/core", "@nestjs/jwt"],
  from: "npm",
  program: node("nest", "server.ts"),
  origin: "http://api.example.com",
  lifetime: LIFETIME,
  me: "/me",
  upload: "/upload",
  refreshes: ({ method, path }) => method === "GET" && path === "/user/refresh",
};
