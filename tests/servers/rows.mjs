// @ts-check
// The rows of the table, in its order.

import authx from "./authx/row.mjs";
import flaskHeader from "./flask-header/row.mjs";
import nest from "./nest/row.mjs";
import oidc from "./oidc/row.mjs";

/** @type {import("./driver/types.mjs").Row[]} */
export const ROWS = [flaskHeader, authx, nest, oidc];
