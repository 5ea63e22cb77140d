// @ts-check
// `everfetch/react`: what components see of the session.

import {
  act,
  cleanup,
  configure,
  render,
  screen,
} from "@testing-library/react";
import { SessionProvider, useClient, useSession } from "everfetch/react";
import { StrictMode, createElement as h } from "react";
import { hydrateRoot } from "react-dom/client";
import { renderToString } from "react-dom/server";
import { afterEach, expect, test, vi } from "vitest";
import { bareClient, newUser, oauthClient, tokenOf } from "./support.js";

configure({ asyncUtilTimeout: 30_000, reactStrictMode: true });
afterEach(cleanup);

/** Shows all of it. */
const Shown = () => {
  const { state, waiting, user } = useSession();
  return h("p", null, `${state} ${waiting} ${user}`);
};

const within = (/** @type {any} */ client, /** @type {any[]} */ ...children) =>
  h(SessionProvider, { client }, ...children);

test("a component shows the session, from the sign-in to the sign-out", async () => {
  const { api, logIn } = oauthClient();
  const alice = await newUser();
  render(within(api, h(Shown)));
  screen.getByText("signed-out 0 null");
  const tokens = await logIn(alice);
  await act(async () => api.session.signIn(tokens));
  screen.getByText(`signed-in 0 ${alice.username}`);
  await act(async () => api.session.signOut());
  screen.getByText("signed-out 0 null");
});

test("it shows a refresh, and how many wait for it", async () => {
  const { api, logIn } = oauthClient();
  const alice = await newUser();
  api.session.signIn(await logIn(alice));
  await alice.does("expire");
  await alice.does("hold");
  render(within(api, h(Shown)));
  const answers = Promise.all([api.get("/me"), api.get("/me")]);
  await alice.counts("held=1&refused=2");
  await screen.findByText(`refreshing 2 ${alice.username}`);
  await alice.does("release");
  await act(() => answers);
  await screen.findByText(`signed-in 0 ${alice.username}`);
});

test("a sign-in and a sign-out are rendered at once", () => {
  /** @type {any} */
  let session;
  const Recorder = () => {
    session = useSession(api);
    return null;
  };
  const api = bareClient();
  render(h(Recorder));
  act(() => session.signIn({ accessToken: tokenOf("alice") }));
  expect([session.state, session.user]).toEqual(["signed-in", "alice"]);
  act(() => void session.signOut());
  expect([session.state, session.user]).toEqual(["signed-out", null]);
});

test("it is the same object until something changes, and nothing renders", async () => {
  const seen = new Set();
  let renders = 0;
  const Recorder = () => {
    seen.add(useSession());
    renders++;
    return null;
  };
  const api = bareClient();
  api.session.signIn({ accessToken: tokenOf("alice") });
  const { rerender } = render(within(api, h(Recorder)));
  rerender(within(api, h(Recorder), h(Recorder)));
  const before = renders;
  // An event after which all is as it was.
  await act(async () =>
    api.session.signIn({ accessToken: tokenOf("alice"), refreshToken: "s" }),
  );
  expect(seen.size).toBe(1);
  expect(renders).toBe(before);
});

test("however many components show a session, it has one listener", () => {
  const api = bareClient();
  const subscribe = vi.spyOn(api.session, "subscribe");
  const { unmount } = render(within(api, h(Shown), h(Shown), h(Shown)));
  unmount();
  render(within(api, h(Shown)));
  expect(subscribe).toHaveBeenCalledTimes(1);
});

test("a component may change to another client", async () => {
  const [one, other] = [bareClient(), bareClient()];
  other.session.signIn({ accessToken: tokenOf("bob") });
  const { rerender } = render(within(one, h(Shown)));
  rerender(within(other, h(Shown)));
  screen.getByText("signed-in 0 bob");
  await act(async () => other.session.signOut());
  screen.getByText("signed-out 0 null");
});

test("a component gets the provider's client", () => {
  const api = bareClient();
  let given;
  const Recorder = () => {
    given = useClient();
    return null;
  };
  render(within(api, h(Recorder)));
  expect(given).toBe(api);
});

test("without a client, the error says how to give one", () => {
  vi.spyOn(console, "error").mockReturnValue();
  expect(() => render(h(Shown))).toThrow("<SessionProvider client={api}>");
});

test("a page of the server's is hydrated as it is, and then shows the truth", async () => {
  const complaint = vi.spyOn(console, "error").mockReturnValue();
  const api = bareClient();
  api.session.signIn({ accessToken: tokenOf("alice") });
  const tree = h(StrictMode, null, within(api, h(Shown)));
  const page = document.createElement("div");
  page.innerHTML = renderToString(tree);
  expect(page.textContent).toBe("signed-out 0 null");
  const paragraph = page.firstChild;
  const recoverable = vi.fn();
  const root = await act(async () =>
    hydrateRoot(page, tree, { onRecoverableError: recoverable }),
  );
  expect(page.textContent).toBe("signed-in 0 alice");
  expect(page.firstChild).toBe(paragraph);
  expect(recoverable).not.toHaveBeenCalled();
  expect(complaint).not.toHaveBeenCalled();
  act(() => root.unmount());
});
