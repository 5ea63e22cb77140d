// The page of options has every option that the code takes, no other, and its default.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import "../support/development.mjs";
import { readOptions } from "../../pkg-template/src/client/options/read.ts";
import { DOCS, languages, read } from "./markdown.mjs";
import { ROOT } from "./root.mjs";

const types = read("pkg-template/index.d.ts");
const axiosTypes = read("pkg-template/axios.d.ts");

/** The options that there are where one is given that is not. @param {any} session */
const known = (session) => {
  try {
    readOptions(session);
  } catch (error) {
    return /options are ([\w, ]+)/.exec(error.message)[1].split(", ");
  }
};
const inSession = known({ refresh: "/refresh", "?": 1 });
const inRefresh = known({ refresh: { url: "/refresh", "?": 1 } });

/** A copy with a prototype, without the members that are undefined. @param {any} value */
const withoutAbsent = (value) =>
  value === undefined ? undefined : JSON.parse(JSON.stringify(value));

/** The members of an interface, in index.d.ts or else in axios.d.ts. @param {string} name */
const membersOf = (name) => {
  const interfaces = new RegExp(`interface ${name}\\b[^]*?\\{\\n([^]*?)\\n\\}`);
  const [, body] = interfaces.exec(types) ?? interfaces.exec(axiosTypes);
  return [...body.matchAll(/^ {2}(?:readonly )?(\w+)\??[:(]/gm)].map(
    ([, member]) => member,
  );
};

for (const language of languages()) {
  const file = `${DOCS}/${language}/options.md`;
  if (!existsSync(join(ROOT, file))) continue;
  const page = pageOf(read(file));

  test(`${file}: every option of a session, and no other`, () => {
    assert.deepEqual(
      page.session.map(({ name }) => name).sort(),
      [...inSession].sort(),
    );
  });

  test(`${file}: the session's defaults are those of the code`, () => {
    const taken = readOptions({ refresh: "/refresh" });
    const complete = {
      ...taken,
      keys: { accessToken: taken.accessKey, refreshToken: taken.refreshKey },
      header: "Authorization",
      // What is left to the user, asked where it is needed.
      onEnd: taken.onEnd ?? "redirect",
    };
    assert.equal(taken.header, complete.header.toLowerCase());
    for (const { name, value } of page.session)
      if (name !== "refresh")
        assert.deepEqual(
          withoutAbsent(complete[name]),
          value,
          `session.${name}`,
        );
  });

  test(`${file}: every option of a refresh, with its default`, () => {
    assert.deepEqual(
      page.refresh.map(({ name }) => name).sort(),
      [...inRefresh].sort(),
    );
    const { refresh } = readOptions({ refresh: "/refresh" });
    const reply = refresh.reply.accessToken;
    for (const { name, value } of page.refresh)
      if (name !== "url")
        assert.deepEqual(
          structuredClone(name === "reply" ? reply : refresh[name]),
          value,
          `session.refresh.${name}`,
        );
    const query = { url: "/refresh", send: "query" };
    const form = { url: "/refresh", send: "form" };
    assert.equal(readOptions({ refresh: query }).refresh.method, "GET");
    assert.equal(readOptions({ refresh: form }).refresh.name, "refresh_token");
  });

  test(`${file}: every option of a request and a client, and no other`, () => {
    const declared = [
      "ClientOptions",
      "RequestConfig",
      "AxiosRequestConfig",
      "WithoutEffect",
    ].flatMap(membersOf);
    assert.deepEqual(
      [...new Set(page.others)].sort(),
      [...new Set(declared)].sort(),
    );
  });

  test(`${file}: every member of api.session, and no other`, () => {
    assert.deepEqual(page.members.sort(), membersOf("Session").sort());
  });
}

/** The options that a page lists. @param {string} text */
function pageOf(text) {
  // By their order: the words of the headings are those of a language.
  const [, session, refresh, , client, request, own] = text.split(/\n## /);
  return {
    session: session
      .split(/\n### /)
      .slice(1)
      .map((part) => {
        const name = /^`(\w+)`/.exec(part)[1];
        const [, line] = part.split("\n\n");
        return { name, value: defaultIn(line.replace(/`[^`]*`/, "")) };
      }),
    refresh: rows(refresh).map(([name, , value]) => ({
      name: code(name),
      value: defaultIn(value),
    })),
    others: [
      ...rows(client).map(([name]) => code(name)),
      ...rows(request).map(([name]) => code(name)),
      // Lists of those that need no explanation.
      ...[
        ...request.matchAll(/：?:?\s((?:`\w+`[,、]\s?)+`\w+`)[.。]/g),
      ].flatMap(([, list]) =>
        [...list.matchAll(/`(\w+)`/g)].map(([, name]) => name),
      ),
    ],
    members: rows(own).map(([name]) => /`(\w+)/.exec(name)[1]),
  };
}

/** The cells of a table's rows. @param {string} text */
function rows(text) {
  return [...text.matchAll(/^\| (`.*) \|$/gm)].map(([, row]) =>
    row.split(/ \| /),
  );
}

/** @param {string} cell */
function code(cell) {
  return /`([^`]*)`/.exec(cell)[1];
}

/** The first code in the text about a default, as a value; undefined where there is none. @param {string} text */
function defaultIn(text) {
  const source = /`([^`]*)`/.exec(text)?.[1];
  // Names stand for what is found where it is needed.
  if (source === undefined || !/^("|\[|\{|-?\d|true|false)/.test(source))
    return;
  return Function(`"use strict"; return (${source})`)();
}
