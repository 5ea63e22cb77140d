// @ts-check
// What every row has to do. A job rejects when something does not hold.

import assert from "node:assert/strict";

/** @typedef {import("./types.mjs").Entry} Entry */
/** @typedef {import("./scene.mjs").Scene} Scene */

/** How many requests are sent at once. */
const MANY = 20;

/** @typedef {{ name: string, title: string, zh: string, run: (scene: Scene) => Promise<void> }} Job */

/** @type {Job[]} */
export const JOBS = [
  { name: "login", title: "Log in", zh: "登录", run: logIn },
  {
    name: "expiry",
    title: "20 requests at expiry",
    zh: "到期时 20 个请求",
    run: atExpiry,
  },
  {
    name: "refused",
    title: "20 requests refused first",
    zh: "先被拒绝的 20 个请求",
    run: refusedFirst,
  },
  {
    name: "tabs",
    title: "Two tabs at expiry",
    zh: "到期时两个标签页",
    run: twoTabs,
  },
  {
    name: "password",
    title: "Wrong password",
    zh: "密码错误",
    run: wrongPassword,
  },
  { name: "revoked", title: "Revoked session", zh: "会话被撤销", run: revoked },
  { name: "logout", title: "Log-out", zh: "退出", run: logOut },
  {
    name: "late-logout",
    title: "Log-out at expiry",
    zh: "到期时退出",
    run: lateLogOut,
  },
  { name: "upload", title: "Upload at expiry", zh: "到期时上传", run: upload },
  {
    name: "download",
    title: "Download refused first",
    zh: "先被拒绝的下载",
    run: download,
  },
  { name: "reload", title: "Reload", zh: "刷新页面", run: reload },
  { name: "new-tab", title: "New tab", zh: "新标签页", run: newTab },
  { name: "visitor", title: "Visitor", zh: "访客", run: visitor },
];

/** @param {Scene} scene */
async function logIn(scene) {
  const tab = await scene.signedIn();
  assert.deepEqual(await tab.get(1), [200]);
  assert.equal(await tab.state(), "signed-in");
  assert.equal(await scene.refreshes(), 0);
}

/** @param {Scene} scene */
async function atExpiry(scene) {
  const tab = await scene.signedIn();
  await scene.expiry();
  assert.deepEqual(await tab.get(MANY), Array(MANY).fill(200));
  assert.equal(await scene.refreshes(), scene.renews);
}

/** @param {Scene} scene */
async function refusedFirst(scene) {
  const tab = await scene.signedIn({ expiryMargin: 0 });
  await scene.expiry();
  assert.deepEqual(await tab.get(MANY), Array(MANY).fill(200));
  assert.equal(await scene.refreshes(), scene.renews);
}

/** @param {Scene} scene */
async function twoTabs(scene) {
  const one = await scene.signedIn();
  const other = await scene.open();
  assert.deepEqual(await other.get(1), [200]);
  const before = await scene.refreshes();
  await scene.expiry();
  const half = MANY / 2;
  const answers = await Promise.all([one.get(half), other.get(half)]);
  assert.deepEqual(answers.flat(), Array(MANY).fill(200));
  const tabs = scene.row.ownTokens ? 2 : 1;
  assert.equal((await scene.refreshes()) - before, scene.renews * tabs);
}

/** @param {Scene} scene */
async function wrongPassword(scene) {
  const tab = await scene.open();
  const { code = "", status = 0, message } = await scene.refuse(tab);
  assert.doesNotMatch(code, /SESSION|REFRESH|WAITER/);
  if (scene.row.wrongPassword) assert.equal(message, scene.row.wrongPassword);
  else assert.ok(status >= 400 && status < 500, `${status}`);
  assert.equal(await tab.state(), "signed-out");
  assert.equal(await scene.refreshes(), 0);
  assert.equal(tab.navigations(), 0);
}

/** @param {Scene} scene */
async function revoked(scene) {
  const tab = await scene.signedIn();
  const other = await scene.open();
  assert.deepEqual(await other.get(1), [200]);
  await scene.revoke();
  await scene.expiry();
  const release = await tab.holdLogin();
  const answers = await tab.get(5);
  assert.deepEqual(answers, Array(5).fill("ERR_SESSION_ENDED"));
  release();
  await tab.atLogin();
  assert.equal(tab.navigations(), 1);
  await other.atLogin();
  assert.equal(other.navigations(), 1);
  assert.equal(await scene.sessions(), 0);
}

/** @param {Scene} scene */
async function logOut(scene) {
  const tab = await scene.signedIn();
  assert.equal(await scene.sessions(), 1);
  await tab.logOut();
  await gone(scene, tab);
}

/** @param {Scene} scene */
async function lateLogOut(scene) {
  const tab = await scene.signedIn();
  await scene.expiry();
  await tab.logOut();
  await gone(scene, tab);
}

/** @param {Scene} scene @param {import("./scene.mjs").Tab} tab */
async function gone(scene, tab) {
  assert.equal(await tab.state(), "signed-out");
  assert.deepEqual(await tab.tokens(), []);
  assert.equal(await scene.sessions(), 0, "sessions at the server");
}

/** @param {Scene} scene */
async function upload(scene) {
  const tab = await scene.signedIn();
  await scene.expiry();
  const size = 300_000;
  assert.equal(await tab.upload(size), size);
  assert.equal(await scene.refreshes(), scene.renews);
}

/** @param {Scene} scene */
async function download(scene) {
  const tab = await scene.signedIn({ expiryMargin: 0 });
  const before = await tab.download();
  await scene.expiry();
  assert.deepEqual(await tab.download(), before);
  assert.equal(await scene.refreshes(), scene.renews);
}

/** @param {Scene} scene */
async function reload(scene) {
  const tab = await scene.signedIn();
  await scene.expiry();
  await tab.reload();
  assert.deepEqual(await tab.get(5), Array(5).fill(200));
  assert.equal(await scene.refreshes(), scene.renews);
}

/** @param {Scene} scene */
async function newTab(scene) {
  await scene.signedIn();
  await scene.expiry();
  const tab = await scene.open();
  assert.deepEqual(await tab.get(5), Array(5).fill(200));
  assert.equal(await scene.refreshes(), scene.renews);
}

/** @param {Scene} scene */
async function visitor(scene) {
  const tab = await scene.open();
  const [answer] = await tab.get(1);
  assert.ok(answer !== 200 && answer !== "ERR_SESSION_ENDED", `got ${answer}`);
  assert.equal(await tab.state(), "signed-out");
  assert.equal(await scene.refreshes(), 0);
  assert.equal(tab.navigations(), 0);
}
