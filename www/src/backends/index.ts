// The seven back ends. The options of each are in a file of their own, which the page runs and displays.
import type { Client } from "everfetch";

import * as a from "./a";
import codeA from "./a?raw";
import * as b from "./b";
import codeB from "./b?raw";
import * as c from "./c";
import codeC from "./c?raw";
import * as d from "./d";
import codeD from "./d?raw";
import * as e from "./e";
import codeE from "./e?raw";
import * as f from "./f";
import codeF from "./f?raw";
import * as g from "./g";
import codeG from "./g?raw";

export interface BackEnd {
  id: string;
  /** What distinguishes it. */
  about: string;
  create: (corsOrigin: string) => Client;
  /** The source of `create`. */
  code: string;
  /** Path of the log-in below the prefix. */
  login: string;
  /** Whether the log-in is form-encoded, as in OAuth. */
  form?: boolean;
  /** Path of the log-out, if the back end has one. */
  logout?: string;
}

export const backEnds: BackEnd[] = [
  {
    id: "a",
    about: "403 with a code; a rotating refresh token",
    ...a,
    code: codeA,
    login: "/auth/login",
  },
  {
    id: "b",
    about: "401; a refresh token that does not change",
    ...b,
    code: codeB,
    login: "/login",
  },
  {
    id: "c",
    about: "vue-element-admin: X-Token, 401 and 50014",
    ...c,
    code: codeC,
    login: "/user/login",
  },
  {
    id: "d",
    about: "another origin; a refresh by GET",
    ...d,
    code: codeD,
    login: "/user/login",
  },
  {
    id: "e",
    about: "OAuth 2.0 token endpoint",
    ...e,
    code: codeE,
    login: "/token",
    form: true,
  },
  {
    id: "f",
    about: "the refresh token in an HttpOnly cookie",
    ...f,
    code: codeF,
    login: "/auth/login",
    logout: "/auth/logout",
  },
  {
    id: "g",
    about: "always HTTP 200, with a code in the body",
    ...g,
    code: codeG,
    login: "/user/login",
  },
];

/** The options as an application would write them. */
export function shownCode(backEnd: BackEnd, corsOrigin: string): string {
  const call = backEnd.code
    .slice(backEnd.code.indexOf("createClient({"))
    .replace('corsOrigin + "/d"', `"${corsOrigin}/d"`)
    .replace(/^ {2}/gm, "");
  return `import { createClient } from "everfetch";\n\nconst api = ${call.trim()}`;
}
