// What can be told of a token without a server.

import assert from "node:assert/strict";
import { test } from "node:test";
import { claimsOf, fingerprint, usable } from "../../src/face/tokens.js";
import { fc } from "./support.mjs";

const NOTHING = { sub: undefined, exp: undefined, iat: undefined };

/** @param {any} payload */
const jwt = (payload) => {
  const part = (/** @type {any} */ value) =>
    Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part({ alg: "HS256" })}.${part(payload)}.c2ln`;
};

test("what is no token is refused with its reason", () => {
  const unprintable =
    "has a line break or another character that no header can carry";
  for (const [token, reason] of [
    ["", "is empty"],
    ["undefined", 'is the word "undefined" or "null"'],
    ["null", 'is the word "undefined" or "null"'],
    ["abc\r\nX-Evil: 1", unprintable],
    ["abc\n", unprintable],
    ["caf\u{e9}", unprintable],
    ["a\u{7f}", unprintable],
  ])
    assert.equal(usable(token), reason);
  for (const token of ["eyJhbGciOi.J9._-~+/=", "nullable", "a b"])
    assert.equal(usable(token), undefined);
});

test("a token travels if it is printable ASCII, and is not repeated if not", () => {
  fc.assert(
    fc.property(fc.string({ minLength: 5, unit: "binary" }), (token) => {
      fc.pre(!/^(undefined|null)$/.test(token));
      const printable = [...token].every((c) => c >= " " && c <= "~");
      const reason = usable(token);
      assert.equal(reason === undefined, printable);
      assert.ok(!reason?.includes(token));
    }),
  );
});

test("a fingerprint is a positive number of 32 bits, and always the same", () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, unit: "binary" }), (text) => {
      const print = fingerprint(text);
      assert.equal(print, print >>> 0);
      assert.ok(print > 0);
      assert.equal(fingerprint([...text].join("")), print);
    }),
  );
  // FNV-1a's own test vectors.
  assert.equal(fingerprint("a"), 0xe40c292c);
  assert.equal(fingerprint("foobar"), 0xbf9cf968);
});

test("nothing has the fingerprint 0, and no text has", () => {
  assert.equal(fingerprint(""), 0);
  assert.equal(fingerprint(undefined), 0);
  // FNV-1a of this is 0.
  assert.equal(fingerprint("+!=yG"), 1);
});

test("tokens that differ have fingerprints that differ", () => {
  const prints = new Set();
  for (let user = 0; user < 20_000; user++)
    prints.add(fingerprint(jwt({ sub: String(user) })));
  assert.equal(prints.size, 20_000);
  fc.assert(
    fc.property(fc.string(), fc.string(), (one, other) => {
      fc.pre(one !== other);
      assert.notEqual(fingerprint(one), fingerprint(other));
    }),
  );
});

test("the claims of a JWT are read", () => {
  assert.deepEqual(
    claimsOf(jwt({ sub: "1", exp: 1767225600, iat: 1767225000.5 })),
    {
      sub: "1",
      exp: 1767225600,
      iat: 1767225000.5,
    },
  );
  // RFC 7519 §3.1.
  const example =
    "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
  assert.deepEqual(claimsOf(example), { ...NOTHING, exp: 1300819380 });
});

test("a subject may be a number, as many back ends have it", () => {
  assert.equal(claimsOf(jwt({ sub: 71 })).sub, "71");
});

test("claims of the wrong type are none", () => {
  for (const payload of [
    { sub: true, exp: "1767225600", iat: null },
    { sub: null, exp: [1], iat: {} },
    {},
    [],
    null,
    "text",
    7,
  ])
    assert.deepEqual(claimsOf(jwt(payload)), NOTHING);
  const infinite = Buffer.from('{"exp":1e999}').toString("base64url");
  assert.deepEqual(claimsOf(`a.${infinite}.c`), NOTHING);
});

test("an opaque token has no claims", () => {
  for (const token of [
    undefined,
    "",
    "opaque",
    "a.b.c",
    "..",
    ".e30.",
    "a.%%.c",
    "a.YQ.c",
  ])
    assert.deepEqual(claimsOf(token), NOTHING);
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.string(), (one, two) => {
      for (const token of [one, `${one}.${two}`, `${one}.${two}.${one}`])
        assert.deepEqual(claimsOf(token), NOTHING);
    }),
  );
});

test("a subject in another script is told apart, and alike every time", () => {
  const subject = fc.string({ unit: "grapheme" });
  fc.assert(
    fc.property(subject, subject, (one, two) => {
      const [first, second, again] = [one, two, one].map(
        (sub) => claimsOf(jwt({ sub })).sub,
      );
      assert.equal(first, again);
      assert.equal(first === second, one === two);
    }),
  );
});

test("claims survive the way into a JWT and back", () => {
  const claims = fc.record({
    sub: fc.string(),
    exp: fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => n + 0),
    iat: fc.integer(),
    name: fc.string({ unit: "grapheme" }),
  });
  fc.assert(
    fc.property(claims, ({ name, ...rest }) => {
      assert.deepEqual(claimsOf(jwt({ name, ...rest })), rest);
    }),
  );
});
