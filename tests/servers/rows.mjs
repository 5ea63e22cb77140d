// @ts-check
// The rows of the table, in its order.

import admin from "./admin/row.mjs";
import authx from "./authx/row.mjs";
import betterAuthCookie from "./better-auth-cookie/row.mjs";
import betterAuth from "./better-auth/row.mjs";
import djRestAuth from "./dj-rest-auth/row.mjs";
import directus, { cookie as directusCookie } from "./directus/row.mjs";
import flaskCookie from "./flask-cookie/row.mjs";
import flaskHeader from "./flask-header/row.mjs";
import nest from "./nest/row.mjs";
import oidc, { bound as oidcDpop, nonce as oidcNonce } from "./oidc/row.mjs";
import simplejwt, { still as simplejwtStill } from "./simplejwt/row.mjs";

/** @type {import("./driver/types.mjs").Row[]} */
export const ROWS = [
  simplejwt,
  simplejwtStill,
  djRestAuth,
  flaskHeader,
  flaskCookie,
  authx,
  nest,
  oidc,
  oidcDpop,
  oidcNonce,
  betterAuth,
  betterAuthCookie,
  directus,
  directusCookie,
  admin,
];
