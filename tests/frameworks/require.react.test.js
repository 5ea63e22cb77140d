// @ts-check
// `everfetch/react`: for which users `<RequireSession>` shows its children, and how long they stay mounted.

import {
  act,
  cleanup,
  configure,
  fireEvent,
  render,
  screen,
} from "@testing-library/react";
import { RequireSession } from "everfetch/react";
import { StrictMode, createElement as h, useEffect } from "react";
import { hydrateRoot } from "react-dom/client";
import { renderToString } from "react-dom/server";
import { afterEach, describe, expect, test, vi } from "vitest";
import {
  OUTAGE,
  REFUSE,
  bareClient,
  cookieClient,
  newUser,
  oauthClient,
  refreshOfF,
  tokenOf,
} from "./support.js";

configure({ asyncUtilTimeout: 30_000, reactStrictMode: true });
afterEach(cleanup);
afterEach(() => localStorage.clear());

const PENDING = "one moment";
const LOGIN = "please log in";

/** An edit, for signed-in users. */
const form = (/** @type {any} */ client, /** @type {any} */ more) =>
  h(
    RequireSession,
    { client, pending: PENDING, fallback: h("p", null, LOGIN), ...more },
    h("input", { "aria-label": "edit" }),
  );

const edit = () =>
  /** @type {HTMLInputElement | null} */ (screen.queryByLabelText("edit"));
const login = () => screen.queryByText(LOGIN);

/** Types into the form. */
const type = (/** @type {string} */ value) => {
  const input = /** @type {HTMLInputElement} */ (edit());
  fireEvent.change(input, { target: { value } });
  return input;
};

/** A signed-in user who has typed something. */
const typed = async (/** @type {any} */ options, /** @type {any} */ more) => {
  const { api, logIn } = oauthClient(options);
  const alice = await newUser();
  api.session.signIn(await logIn(alice));
  render(form(api, more));
  return { api, logIn, alice, input: type("an hour's work") };
};

/** The session ends, with one request under way. */
const ends = async (/** @type {any} */ { api, alice }) => {
  await alice.does("expire");
  await alice.does("refresh", REFUSE);
  const saved = api.put("/echo", "an hour's work");
  saved.catch(() => {});
  await screen.findByText(LOGIN);
  return { saved };
};

describe("who sees the children", () => {
  test("a signed-in user, from the start", () => {
    const api = bareClient();
    api.session.signIn({ accessToken: tokenOf("alice") });
    render(form(api));
    expect(edit()).toBeTruthy();
    expect(login()).toBe(null);
  });

  test("not who is signed out; then who signs in, till the sign-out", async () => {
    const { api, logIn } = oauthClient();
    render(form(api));
    await screen.findByText(LOGIN);
    const tokens = await logIn(await newUser());
    await act(async () => api.session.signIn(tokens));
    expect(edit()).toBeTruthy();
    expect(login()).toBe(null);
    await act(async () => api.session.signOut());
    expect(edit()).toBe(null);
    expect(login()).toBeTruthy();
  });

  test("a user whose cookie is known of, after a reload, at once", async () => {
    const jar = new Map();
    const before = cookieClient(jar);
    const alice = await newUser();
    before.api.session.signIn(await before.logIn(alice));
    const { api } = cookieClient(jar);
    render(form(api));
    expect(edit()).toBeTruthy();
    await act(() => api.session.accessToken());
    expect(edit()).toBeTruthy();
    expect((await alice.counts()).refreshes).toBe(1);
  });

  test("a user whom a function signs in after a reload; until then, neither children nor redirect", async () => {
    const jar = new Map();
    const before = cookieClient(jar, { refresh: refreshOfF });
    const alice = await newUser();
    before.api.session.signIn(await before.logIn(alice));
    await alice.does("hold");
    const { api } = cookieClient(jar, { refresh: refreshOfF });
    render([form(api, { key: 1 }), form(api, { key: 2 })]);
    await alice.counts("held=1");
    expect(screen.getAllByText(PENDING, { exact: false })).toBeTruthy();
    expect(login()).toBe(null);
    await alice.does("release");
    expect((await screen.findAllByLabelText("edit")).length).toBe(2);
    expect(screen.queryByText(PENDING, { exact: false })).toBe(null);
    expect((await alice.counts()).refreshes).toBe(1);
  });

  test("not a user whom no cookie signs in", async () => {
    const { api } = cookieClient(new Map());
    render(form(api));
    await screen.findByText(LOGIN);
    expect(edit()).toBe(null);
  });

  test("in an outage, a user who may be signed in", async () => {
    const jar = new Map();
    const before = cookieClient(jar);
    const alice = await newUser();
    before.api.session.signIn(await before.logIn(alice));
    await alice.does("refresh", OUTAGE);
    const { api } = cookieClient(jar);
    render(form(api));
    await screen.findByLabelText("edit");
    expect(login()).toBe(null);
    // Nor does the next outage change that.
    await act(async () => {
      await api.session.refresh().catch(() => {});
    });
    expect(edit()).toBeTruthy();
  });

  test("a page of the server's shows what is pending, and never the fallback to who is signed in", async () => {
    const complaint = vi.spyOn(console, "error").mockReturnValue();
    const shown = vi.fn();
    const Login = () => {
      useEffect(shown);
      return LOGIN;
    };
    const api = bareClient();
    api.session.signIn({ accessToken: tokenOf("alice") });
    const tree = h(StrictMode, null, form(api, { fallback: h(Login) }));
    const page = document.createElement("div");
    document.body.append(page);
    page.innerHTML = renderToString(tree);
    expect(page.textContent).toBe(PENDING);
    const recoverable = vi.fn();
    const root = await act(async () =>
      hydrateRoot(page, tree, { onRecoverableError: recoverable }),
    );
    expect(edit()).toBeTruthy();
    expect(shown).not.toHaveBeenCalled();
    expect(recoverable).not.toHaveBeenCalled();
    expect(complaint).not.toHaveBeenCalled();
    act(() => root.unmount());
    page.remove();
  });
});

describe("how long they live", () => {
  test("through a refresh", async () => {
    const { api, alice, input } = await typed();
    await alice.does("expire");
    await alice.does("hold");
    const saved = api.put("/echo", "an hour's work");
    await alice.counts("held=1");
    expect(api.session.state).toBe("refreshing");
    expect(edit()).toBe(input);
    await alice.does("release");
    await act(() => saved);
    expect(edit()).toBe(input);
    expect(input.value).toBe("an hour's work");
  });

  test("through an outage", async () => {
    const { api, alice, input } = await typed();
    await alice.does("refresh", OUTAGE);
    await act(async () => {
      await api.session.refresh().catch(() => {});
    });
    expect(edit()).toBe(input);
    expect(login()).toBe(null);
  });

  test("through the end, while something waits for the same user to sign in again", async () => {
    const scene = await typed({ onEnd: () => "wait" });
    const { api, logIn, alice, input } = scene;
    const { saved } = await ends(scene);
    expect(edit()).toBe(input);
    expect(api.session.waiting).toBe(1);
    const tokens = await logIn(alice);
    await act(async () => api.session.signIn(tokens));
    expect((await saved).status).toBe(200);
    expect(edit()).toBe(input);
    expect(input.value).toBe("an hour's work");
    expect(login()).toBe(null);
  });

  test("not when another user signs in instead", async () => {
    const scene = await typed({ onEnd: () => "wait" });
    const { api, logIn, input } = scene;
    const { saved } = await ends(scene);
    const tokens = await logIn(await newUser());
    await act(async () => api.session.signIn(tokens));
    await expect(saved).rejects.toMatchObject({ code: "ERR_SESSION_CHANGED" });
    expect(edit()).not.toBe(input);
    expect(edit()?.value).toBe("");
  });

  test("not when another user takes over without an end", async () => {
    const { api, logIn, input } = await typed();
    const tokens = await logIn(await newUser());
    await act(async () => api.session.signIn(tokens));
    expect(edit()).not.toBe(input);
    expect(edit()?.value).toBe("");
  });

  test("not beyond the end, where nothing is to wait", async () => {
    const scene = await typed({ onEnd: () => "stay" });
    const { saved } = await ends(scene);
    await expect(saved).rejects.toMatchObject({ code: "ERR_SESSION_ENDED" });
    expect(edit()).toBe(null);
  });

  test("with `keep`, through every end", async () => {
    const scene = await typed({ onEnd: () => "stay" }, { keep: true });
    const { api, logIn, alice, input } = scene;
    const { saved } = await ends(scene);
    await expect(saved).rejects.toMatchObject({ code: "ERR_SESSION_ENDED" });
    expect(edit()).toBe(input);
    expect(login()).toBeTruthy();
    const tokens = await logIn(alice);
    await act(async () => api.session.signIn(tokens));
    expect(edit()).toBe(input);
    expect(input.value).toBe("an hour's work");
    expect(login()).toBe(null);
  });

  test("not with `keep` either, beyond a sign-out", async () => {
    const { api } = await typed({}, { keep: true });
    await act(async () => api.session.signOut());
    expect(edit()).toBe(null);
    expect(login()).toBeTruthy();
  });

  test("with `keep`, those that came after the end do not come", async () => {
    const { api, logIn } = oauthClient();
    const alice = await newUser();
    api.session.signIn(await logIn(alice));
    await alice.does("refresh", REFUSE);
    await api.session.refresh().catch(() => {});
    expect(api.session.state).toBe("ended");
    render(form(api, { keep: true }));
    expect(login()).toBeTruthy();
    expect(edit()).toBe(null);
  });
});
