// What a token reveals without a server.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  Numbers,
  Tokens,
  claimsOf,
  fingerprint,
  isFingerprint,
  usable,
  userName,
} from "../../pkg-template/src/runtime/tokens.ts";
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

test("a fingerprint is 64 bits in hexadecimal, and always the same", () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, unit: "binary" }), (text) => {
      const print = fingerprint(text);
      assert.ok(isFingerprint(print), print);
      assert.equal(fingerprint([...text].join("")), print);
    }),
  );
});

test("nothing has no fingerprint", () => {
  assert.equal(fingerprint(""), "");
  assert.equal(fingerprint(undefined), "");
  for (const other of ["", "0", "z".repeat(16), 7, 7n, null, [], {}])
    assert.ok(!isFingerprint(other));
});

test("what 32 bits confuse has fingerprints that differ", () => {
  for (const [one, other] of [
    ["40189", "797186"],
    ["liquid", "costarring"],
  ])
    assert.notEqual(fingerprint(one), fingerprint(other));
});

test("a string or a number names a user, and nothing else does", () => {
  for (const [name, user] of /** @type {[any, string][]} */ ([
    ["ada", "ada"],
    [7, "7"],
    ["7", "7"],
    [0, "0"],
  ]))
    assert.equal(userName(name), user);
  for (const name of [undefined, null, "", NaN, Infinity, true, false, 7n])
    assert.equal(userName(name), undefined);
  for (const name of [{}, [], ["ada"], Promise.resolve("ada"), Symbol("ada")])
    assert.equal(userName(name), undefined);
});

test("equal names have equal numbers, other names have others, and no name has 0", () => {
  const numbers = new Numbers();
  const [ada, bob] = [numbers.of("ada"), numbers.of("bob")];
  assert.notEqual(ada, bob);
  assert.equal(numbers.of("ada"), ada);
  assert.equal(numbers.nameOf(bob), "bob");
  assert.equal(numbers.of(""), 0);
  assert.equal(numbers.of(undefined), 0);
});

test("memory does not grow with the names, and a number is never given twice", () => {
  const numbers = new Numbers();
  const ada = numbers.of("ada");
  const given = new Set([ada]);
  for (let each = 0; each < 1000; each++) {
    given.add(numbers.of("user " + each));
    assert.equal(numbers.of("ada"), ada, "it is in use");
  }
  assert.equal(given.size, 1001);
  assert.ok(numbers.numbers.size <= 64);
  assert.ok(!given.has(numbers.of("user 0")), "it was forgotten");
});

test("two tokens with one fingerprint have two numbers", () => {
  const tokens = new Tokens(() => "0123456789abcdef");
  const [one, other] = [tokens.of("one"), tokens.of("other")];
  assert.notEqual(one, other);
  assert.equal(tokens.of("one"), one);
  assert.equal(tokens.of("other"), other);
});

test("a token has its number in every order, and as another tab names it", () => {
  const tokens = new Tokens();
  const one = tokens.of("one");
  for (let each = 0; each < 10; each++) tokens.of("token " + each);
  assert.equal(tokens.of(""), 0);
  assert.equal(tokens.of("one"), one);
  assert.equal(tokens.named(fingerprint("one")), one);
  assert.equal(tokens.fingerprintOf(one), fingerprint("one"));
  assert.ok(tokens.kept.size <= 4);
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
  assert.equal(claimsOf(jwt({ user_id: 7 })).sub, "7");
  assert.equal(claimsOf(jwt({ sub: {}, user_id: "7" })).sub, "7");
  assert.equal(claimsOf(jwt({ sub: "ada", user_id: 7 })).sub, "ada");
  assert.equal(claimsOf(jwt({ sub: 71 })).sub, "71");
});

test("users whose numbers are too long for a float are told apart", () => {
  for (const digits of [
    "9007199254740993",
    "-9007199254740993",
    "123456789012345678901234567890",
  ]) {
    const json = `{"act":{"sub":1},"sub" : ${digits},"name":"\\"sub\\":1"}`;
    const payload = Buffer.from(json).toString("base64url");
    assert.equal(claimsOf(`a.${payload}.c`).sub, digits);
  }
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

test("a subject in another script is distinguished, in the same way every time", () => {
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
    exp: fc
      .double({ noNaN: true, noDefaultInfinity: true, max: 1e11 })
      .map((n) => n + 0),
    iat: fc.integer(),
    name: fc.string({ unit: "grapheme" }),
  });
  fc.assert(
    fc.property(claims, ({ name, ...rest }) => {
      assert.deepEqual(claimsOf(jwt({ name, ...rest })), rest);
    }),
  );
});
