// @ts-check
// better-auth with e-mail and password, in one process with an API. API is "jwt", which verifies the JWT of the plugin,
// or "session", which reads the session's cookie.

import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { betterAuth } from "better-auth";
import { memoryAdapter } from "better-auth/adapters/memory";
import { fromNodeHeaders, toNodeHandler } from "better-auth/node";
import { jwt } from "better-auth/plugins";
import { createLocalJWKSet, jwtVerify } from "jose";
import { Control, LIFETIME } from "../support/control.mjs";
import { sizeOfUpload } from "../support/upload.mjs";

const { API, PAGE = "", PORT } = process.env;

/** @typedef {{ id: string, email: string }} User */
/** @type {{ user: User[], session: { userId: string }[] } & Record<string, object[]>} */
const database = {
  user: [],
  session: [],
  account: [],
  verification: [],
  jwks: [],
};

const auth = betterAuth({
  baseURL: PAGE,
  secret: randomUUID() + randomUUID(),
  database: memoryAdapter(database),
  emailAndPassword: { enabled: true, autoSignIn: false },
  plugins: [jwt({ jwt: { expirationTime: `${LIFETIME}s` } })],
  telemetry: { enabled: false },
});

const control = new Control();

/** @param {string} email */
const idOf = (email) => database.user.find((user) => user.email === email)?.id;

control.hooks.register = async (email, password) => {
  const body = { email, password, name: email };
  await auth.api.signUpEmail({ body });
};
control.hooks.sessions = (email) =>
  database.session.filter(({ userId }) => userId === idOf(email)).length;
control.hooks.revoke = async (email) => {
  const { internalAdapter } = await auth.$context;
  await internalAdapter.deleteUserSessions(idOf(email) ?? "");
};

/** Whose request it is. @param {import("node:http").IncomingMessage} request */
const userOf = async (request) => {
  if (API === "session") {
    const headers = fromNodeHeaders(request.headers);
    return (await auth.api.getSession({ headers }))?.user.id;
  }
  const [, token = ""] = (request.headers.authorization ?? "").split(" ");
  const keys = createLocalJWKSet(await auth.api.getJwks());
  return jwtVerify(token, keys).then(
    ({ payload }) => payload.sub,
    () => undefined,
  );
};

/** The API. @type {import("node:http").RequestListener} */
const api = async (request, response) => {
  const user = await userOf(request);
  response.setHeader("Content-Type", "application/json");
  if (!user) {
    response.statusCode = 401;
    return response.end(JSON.stringify({ message: "Unauthorized" }));
  }
  const isUpload = request.url === "/api/upload";
  const data = isUpload ? { size: await sizeOfUpload(request) } : { id: user };
  return response.end(JSON.stringify(data));
};

const identity = toNodeHandler(auth);

createServer((request, response) =>
  control.middleware(request, response, () =>
    request.url?.startsWith("/api/auth/")
      ? identity(request, response)
      : api(request, response),
  ),
).listen(Number(PORT), "127.0.0.1");
