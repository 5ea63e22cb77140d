const assert = require("node:assert/strict");
const { createClient } = require("everfetch");

import("./visit.mjs")
  .then(({ visit }) => visit(createClient, process.env.SERVER))
  .then((result) => assert.equal(result, "200 200, 1 refresh"));
