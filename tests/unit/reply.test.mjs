// What servers say, in all the ways in which they say it.

import "../support/development.mjs";
import assert from "node:assert/strict";
import { test } from "node:test";
import "../support/development.mjs";
import { About } from "../../pkg-template/src/protocol.ts";
import {
  at,
  challengeOf,
  covers,
  findsCode,
  needsBody,
} from "../../pkg-template/src/runtime/refusal.ts";
import { readReply, retryAfter } from "../../pkg-template/src/runtime/reply.ts";
import { fc } from "./support.mjs";

const NO_TOKEN =
  "has no access token where everfetch looks for it; set its path in `session.refresh.reply.accessToken`";

const granted = (members) => ({
  access: "a",
  refresh: undefined,
  expiresIn: undefined,
  expiresAt: undefined,
  ...members,
});

// Paths --------------------------------------------------------------------------------------------------

test("a path leads through objects and arrays", () => {
  const value = { a: [null, { b: true }] };
  assert.equal(at(value, "a.1.b"), true);
  assert.equal(at(value, "a.0"), null);
  for (const nowhere of [
    "a.2",
    "a.x",
    "a.1.b.c",
    "b",
    "",
    ".",
    "a.",
    "a.length",
  ])
    assert.equal(at(value, nowhere), undefined, nowhere);
});

test("a path leads to a value's own members only", () => {
  for (const path of [
    "constructor",
    "toString",
    "__proto__",
    "a.length",
    "a.0",
    "f.name",
  ])
    assert.equal(at({ a: "text", f() {} }, path), undefined, path);
});

test("a path finds what was put there, and never throws", () => {
  const keys = fc.array(
    fc.string().filter((key) => !key.includes(".")),
    { minLength: 1 },
  );
  fc.assert(
    fc.property(keys, fc.anything(), (path, value) => {
      const nested = path.reduceRight((inner, key) => {
        const outer = Object.create(null);
        outer[key] = inner;
        return outer;
      }, value);
      assert.ok(Object.is(at(nested, path.join(".")), value));
    }),
  );
  fc.assert(
    fc.property(
      fc.anything(),
      fc.string({ unit: fc.constantFrom(..."ab01.") }),
      (value, path) => {
        at(value, path);
      },
    ),
  );
});

// Tokens -------------------------------------------------------------------------------------------------

test("the common spellings are found at the top and under data", () => {
  for (const access of [
    "accessToken",
    "access_token",
    "token",
    "newAccessToken",
    "new_access_token",
    "access",
    "jwt",
  ])
    for (const refresh of [
      "refreshToken",
      "refresh_token",
      "newRefreshToken",
      "new_refresh_token",
      "refresh",
    ])
      for (const expiry of ["expires_in", "expiresIn"]) {
        const reply = { [access]: "a", [refresh]: "r", [expiry]: 60 };
        const expected = granted({ refresh: "r", expiresIn: 60 });
        assert.deepEqual(readReply(reply), expected);
        assert.deepEqual(readReply({ code: 20000, data: reply }), expected);
      }
});

test("the top comes before data", () => {
  const reply = {
    access_token: "a",
    data: { accessToken: "b", refreshToken: "r" },
  };
  assert.deepEqual(readReply(reply), granted({ refresh: "r" }));
});

test("a named path is the only place looked at", () => {
  const reply = {
    token: "decoy",
    expires_in: 5,
    result: { jwt: "a", ttl: "60" },
  };
  assert.deepEqual(
    readReply(reply, { accessToken: "result.jwt", expiresIn: "result.ttl" }),
    granted({ expiresIn: 60 }),
  );
  assert.equal(readReply(reply, { accessToken: "result.nope" }), NO_TOKEN);
  assert.deepEqual(
    readReply({ token: "a", refreshToken: "decoy" }, { refreshToken: "r" }),
    granted({}),
  );
});

test("at a sign-in the common spellings count besides: the application may have read the reply itself", () => {
  const paths = { accessToken: "result.jwt", refreshToken: "result.rt" };
  const tokens = { accessToken: "a", refreshToken: "r" };
  assert.deepEqual(readReply(tokens, paths, true), granted({ refresh: "r" }));
  const result = { jwt: "a", rt: "r" };
  assert.deepEqual(
    readReply({ result, token: "decoy", refreshToken: "decoy" }, paths, true),
    granted({ refresh: "r" }),
  );
});

test("a reply that is no reply has no token", () => {
  for (const reply of [
    undefined,
    null,
    "<html>",
    7,
    true,
    {},
    [],
    ["a"],
    { data: null },
    { accessToken: 5 },
  ])
    assert.equal(readReply(reply), NO_TOKEN);
});

test("a token that would break its header is malformed", () => {
  const why =
    "token: it has a line break or another character that no header can carry";
  assert.equal(
    readReply({ accessToken: "a\r\nX-Evil: 1" }),
    "has an unusable access " + why,
  );
  assert.equal(
    readReply({ accessToken: "a", refreshToken: "r\n" }),
    "has an unusable refresh " + why,
  );
});

test("a placeholder is no access token", () => {
  assert.equal(
    readReply({ token: "" }),
    "has an unusable access token: it is empty",
  );
  for (const token of ["undefined", "null"])
    assert.equal(
      readReply({ token }),
      'has an unusable access token: it is the word "undefined" or "null"',
    );
});

test("an empty refresh token is none", () => {
  for (const nothing of ["", "undefined", "null", null, undefined, 5])
    assert.deepEqual(
      readReply({ token: "a", refreshToken: nothing }),
      granted({}),
    );
});

test("expires_in is a number of seconds, or a string of one", () => {
  for (const [said, expiresIn] of [
    [3600, 3600],
    ["3600", 3600],
    [0.5, 0.5],
    [0, undefined],
    [-1, undefined],
    ["", undefined],
    ["soon", undefined],
    ["Infinity", undefined],
    [NaN, undefined],
    [Infinity, undefined],
    [true, undefined],
    [[60], undefined],
    [null, undefined],
    [60n, undefined],
  ])
    assert.deepEqual(
      readReply({ token: "a", expires_in: said }),
      granted({ expiresIn }),
    );
});

test("expires_at is a moment in seconds, in ms, or a date", () => {
  const expiresAt = Date.UTC(2026, 0, 1);
  for (const said of [
    expiresAt,
    expiresAt / 1000,
    String(expiresAt),
    String(expiresAt / 1000),
    "2026-01-01",
    "2026-01-01T00:00:00Z",
    "2026-01-01T01:00:00.000+01:00",
  ])
    for (const name of ["expires_at", "expiresAt"])
      assert.deepEqual(
        readReply({ token: "a", [name]: said }),
        granted({ expiresAt }),
      );
  for (const said of [
    0,
    -5,
    "",
    "tomorrow 5",
    "2026-13-45",
    "1969-01-01",
    null,
    {},
    NaN,
  ])
    assert.deepEqual(readReply({ token: "a", expires_at: said }), granted({}));
});

test("an expiry that makes no sense hides none that does", () => {
  assert.deepEqual(
    readReply({ token: "a", expires_in: null, data: { expiresIn: 60 } }),
    granted({ expiresIn: 60 }),
  );
});

test("whatever a server says is a grant that can be used, or a reason without a token in it", () => {
  const members = [
    "token",
    "refresh_token",
    "expires_in",
    "expires_at",
    "data",
  ];
  const reply = fc.dictionary(
    fc.constantFrom(...members),
    fc.oneof(
      fc.anything(),
      fc.string({ unit: "binary", minLength: 8 }),
      fc.double(),
      fc.string(),
    ),
  );
  fc.assert(
    fc.property(fc.oneof(reply, fc.anything()), (reply) => {
      const read = readReply(reply);
      if (typeof read === "string") {
        assert.match(read, /^has (no|an unusable) /);
        return;
      }
      assert.deepEqual(Object.keys(read), [
        "access",
        "refresh",
        "expiresIn",
        "expiresAt",
      ]);
      for (const token of [read.access, read.refresh ?? "a"])
        assert.match(token, /^(?!(undefined|null)$)[ -~]+$/);
      for (const time of [read.expiresIn ?? 1, read.expiresAt ?? 1])
        assert.ok(Number.isFinite(time) && time > 0);
    }),
    { numRuns: 1000 },
  );
});

// Refusals -----------------------------------------------------------------------------------------------

test("without a status the default decides, and without that any answer is covered", () => {
  for (const rule of [{}, { status: [] }, { code: 7 }]) {
    assert.ok(covers(rule, 401, 401));
    assert.ok(!covers(rule, 403, 401));
    assert.ok(covers(rule, 200));
  }
});

test("a rule names one status or several", () => {
  assert.ok(covers({ status: 403 }, 403, 401));
  assert.ok(!covers({ status: 403 }, 401, 401));
  const several = { status: [401, 419] };
  assert.ok(covers(several, 401) && covers(several, 419));
  assert.ok(!covers(several, 403));
  assert.ok(!covers({ status: [403] }, 401, 401));
});

test("a code distinguishes expiry from lack of permission", () => {
  const rule = { code: [50014, "TOKEN_EXPIRED"] };
  assert.ok(
    needsBody(rule) && needsBody({ code: 0 }) && needsBody({ code: "" }),
  );
  assert.ok(!needsBody({ status: 401 }) && !needsBody({ code: [] }));
  assert.ok(findsCode(rule, { code: 50014 }));
  assert.ok(findsCode(rule, { code: "TOKEN_EXPIRED" }));
  assert.ok(!findsCode(rule, { code: 50015 }));
  assert.ok(!findsCode(rule, { code: "50014" }));
  for (const body of ["<html>", undefined, null, {}, []])
    assert.ok(!findsCode(rule, body));
});

test("the code may be anywhere in the body", () => {
  const rule = { code: "expired", codePath: "errors.0.code" };
  assert.ok(findsCode(rule, { errors: [{ code: "expired" }] }));
  assert.ok(!findsCode(rule, { code: "expired" }));
});

// Retry-After --------------------------------------------------------------------------------------------

const NOW = Date.UTC(1994, 10, 6, 8, 49, 30);

test("Retry-After is seconds or a date, in any of HTTP's three forms", () => {
  for (const [header, ms] of [
    ["120", 120_000],
    ["0", 0],
    [" 5 ", 5_000],
    ["Sun, 06 Nov 1994 08:49:37 GMT", 7_000],
    ["Sunday, 06-Nov-94 08:49:37 GMT", 7_000],
    ["Sun Nov  6 08:49:37 1994", 7_000],
    ["Sun, 06 Nov 1994 08:49:00 GMT", 0],
  ])
    assert.equal(retryAfter(header, NOW), ms, header);
});

test("a Retry-After that makes no sense is none", () => {
  for (const header of [
    null,
    undefined,
    "",
    "soon",
    "-5",
    "1.5",
    "1e3",
    "0x10",
    "5, 10",
    "1".repeat(400),
    "foo 12",
    "Sunday",
    "Sun, 99 Nov 1994 08:49:37 GMT",
    "1994-11-06",
  ])
    assert.equal(retryAfter(header, NOW), undefined, String(header));
});

test("Retry-After is never negative, never endless, and never throws", () => {
  const header = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.string({ unit: fc.constantFrom(..."0123456789 :,-+.eGMTSun Nov") }),
    fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
  );
  fc.assert(
    fc.property(header, fc.integer({ min: 0, max: 4e12 }), (header, now) => {
      const ms = retryAfter(header, now);
      assert.ok(ms === undefined || (Number.isFinite(ms) && ms >= 0));
    }),
    { numRuns: 1000 },
  );
});

test("Retry-After means the same as a date and in seconds, wherever the device is", () => {
  const zone = process.env.TZ;
  try {
    for (const place of ["UTC", "Asia/Tokyo", "America/Los_Angeles"]) {
      process.env.TZ = place;
      fc.assert(
        fc.property(fc.nat(1e8), fc.nat(4e9), (seconds, now) => {
          const date = new Date((now + seconds) * 1000);
          const [day, number, month, year, time] = date
            .toUTCString()
            .split(/,? /);
          const asctime = `${day} ${month} ${number.replace(/^0/, " ")} ${time} ${year}`;
          for (const header of [String(seconds), date.toUTCString(), asctime])
            assert.equal(
              retryAfter(header, now * 1000),
              seconds * 1000,
              header,
            );
        }),
      );
    }
  } finally {
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
  }
});

// Challenges ---------------------------------------------------------------------------------------------

test("a Bearer challenge that says insufficient_scope is recognised, however it is written", () => {
  for (const challenge of [
    'Bearer error="insufficient_scope"',
    "Bearer error=insufficient_scope",
    "bearer ERROR = insufficient_scope",
    'Bearer realm="a, b", error="insufficient_scope", scope="read"',
    'Bearer realm="a \\" b", error="insufficient_scope"',
    'Basic realm="x", Bearer realm="y", error="insufficient_scope"',
    'Negotiate abc==, Bearer error="insufficient_scope"',
    'Bearer realm="y",error=insufficient_scope, Basic realm="x"',
    'Bearer realm="y", error  = insufficient_scope',
    'Bearer,  error="insufficient_scope"',
    ', ,Bearer error="insufficient_scope"',
    'Bearer realm="a", DPoP error="insufficient_scope"',
    'DPoP algs="ES256 PS256", error="insufficient_scope"',
  ])
    assert.equal(challengeOf(challenge), About.Permission, challenge);
});

test("a challenge that asks for a nonce is recognised", () => {
  for (const challenge of [
    'DPoP error="use_dpop_nonce"',
    'Bearer realm="a", DPoP algs="ES256", error=use_dpop_nonce',
    'dpop error="use_dpop_nonce", error_description="insufficient_scope"',
  ])
    assert.equal(challengeOf(challenge), About.Nonce, challenge);
});

test("what only looks like it is none", () => {
  for (const challenge of [
    null,
    undefined,
    "",
    "Bearer",
    'Bearer error="invalid_token"',
    'Bearer error="insufficient_scopes"',
    "Bearer error=insufficient_scopes",
    'Bearer realm="error=insufficient_scope"',
    'Bearer error="invalid_token", error_description="error=insufficient_scope"',
    'Bearer error="invalid_token", error_description="x, error=insufficient_scope"',
    'Basic realm="Bearer error=insufficient_scope"',
    'Basic realm="x, Bearer error=insufficient_scope"',
    'Basic realm="\\", Bearer error=insufficient_scope"',
    'Basic error="use_dpop_nonce"',
    'DPoP error="use_dpop_nonces"',
    'DPoP realm="error=use_dpop_nonce"',
    'Basic error="insufficient_scope", Bearer realm="a"',
    'Basic realm="x, Bearer error=insufficient_scope',
    "error=insufficient_scope",
    "Bearer error insufficient_scope",
  ])
    assert.equal(challengeOf(challenge), undefined, String(challenge));
});

const token = fc.string({
  minLength: 1,
  maxLength: 8,
  unit: fc.constantFrom(..."abcXYZ019-._"),
});
const quoted = fc
  .string({ maxLength: 40 })
  .map((text) => `"${text.replace(/["\\]/g, "\\$&")}"`);
const trap = fc.constantFrom(
  '"error=insufficient_scope"',
  '"x, Bearer error=insufficient_scope"',
  '"\\", Bearer error=\\"insufficient_scope\\""',
);
const parameter = fc
  .tuple(
    token.filter((name) => name.toLowerCase() !== "error"),
    fc.oneof(token, quoted, trap),
  )
  .map(([name, value]) => `${name}=${value}`);
const challenge = fc
  .tuple(
    fc.oneof(fc.constantFrom("Basic", "Digest", "DPoP", "Bearer"), token),
    fc.array(parameter, { maxLength: 4 }),
  )
  .map(([scheme, parameters]) => `${scheme} ${parameters.join(", ")}`.trim());
const challenges = fc.array(challenge, { maxLength: 4 });

test("no quoted string and no other parameter is taken for it", () => {
  fc.assert(
    fc.property(challenges, (all) => {
      assert.equal(challengeOf(all.join(", ")), undefined);
    }),
    { numRuns: 500 },
  );
});

test("it is found among any other challenges", () => {
  const own = fc
    .tuple(fc.array(parameter), fc.boolean(), fc.array(parameter))
    .map(([before, quotes, after]) => {
      const error = quotes
        ? 'error="insufficient_scope"'
        : "error=insufficient_scope";
      return "Bearer " + [...before, error, ...after].join(", ");
    });
  fc.assert(
    fc.property(challenges, own, challenges, (before, own, after) => {
      const all = [...before, own, ...after].join(", ");
      assert.equal(challengeOf(all), About.Permission);
    }),
    { numRuns: 500 },
  );
});

test("a challenge of any length is read in no time", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'"\\, =aB') }), (text) => {
      challengeOf(text);
    }),
  );
  for (const part of ['"', "\\", '"\\', " ", "a ", 'a="\\', ",", "Bearer "]) {
    const begun = performance.now();
    challengeOf(part.repeat(200_000));
    // Milliseconds if each character is looked at once; minutes if each is looked at for each.
    assert.ok(performance.now() - begun < 20_000, part);
  }
});
