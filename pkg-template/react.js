// @ts-check
// `everfetch/react`: the session as a hook, and a component that requires a session.
"use client";

import {
  Fragment,
  createContext,
  createElement,
  useContext,
  useEffect,
  useState,
  useSyncExternalStore,
} from "react";
import { own } from "../src/face/own.js";
import { NOBODY, admits, follow, viewOf } from "./follow.js";

/** @typedef {import("./index.js").Client} Client */

const Context = createContext(/** @type {Client | undefined} */ (undefined));

/** @param {{ client: Client, children?: import("react").ReactNode }} props */
export const SessionProvider = ({ client, children }) =>
  createElement(Context.Provider, { value: client }, children);

export const useClient = () => useGiven();

/** @param {Client} [api] */
export const useSession = (api) => useShown(useGiven(api)).session;

/** @param {any} props */
export const RequireSession = (props) => {
  const {
    client,
    children,
    fallback = null,
    pending = null,
    keep = false,
  } = own(props);
  const api = useGiven(client);
  const { session, standing, tenure } = useShown(api);
  const unknown = standing === UNKNOWN;
  useEffect(() => {
    if (unknown) storeOf(api.session).ask();
  }, [api, unknown]);
  // While requests wait for the next sign-in, the children stay mounted after the session has ended, so that
  // the user's input survives. React keeps them mounted only if they keep their position.
  const [there, setThere] = useState(false);
  const stays =
    standing === IN ||
    (there && session.state === "ended" && (keep || session.waiting > 0));
  if (there !== stays) setThere(stays);
  return createElement(
    Fragment,
    null,
    stays && createElement(Fragment, { key: tenure }, children),
    standing === IN ? null : unknown ? pending : fallback,
  );
};

/** It is not known yet whether a refresh would succeed. */
const UNKNOWN = 0;
const IN = 1;
const OUT = 2;

/** What each state implies. @type {Record<string, number>} */
const STANDS = { "signed-in": IN, ended: OUT };

/** What each event implies. @type {Record<string, number>} */
const SAYS = { "signed-in": IN, refreshed: IN, "signed-out": OUT, ended: OUT };

/** @param {Client} [api] */
const useGiven = (api) => {
  const given = useContext(Context);
  const client = api ?? given;
  if (!client)
    throw new Error(
      "everfetch has no client here: <SessionProvider client={api}>, or hand it over: useSession(api)",
    );
  return client;
};

/** @param {Client} api */
const useShown = (api) => {
  const { subscribe, now, served } = storeOf(api.session);
  return useSyncExternalStore(subscribe, now, served);
};

/** One store per session, shared by all components. @type {WeakMap<object, any>} */
const all = new WeakMap();

/** @param {import("./index.js").Session} session */
const storeOf = (session) => {
  if (!all.has(session)) all.set(session, openStore(session));
  return all.get(session);
};

/** @param {import("./index.js").Session} session */
const openStore = (session) => {
  const listeners = new Set();
  let standing = STANDS[session.state] ?? UNKNOWN;
  /** Counts the sign-ins by a user who is not known to be the previous one. */
  let tenure = 0;
  let owner = session.user;
  let arrived = false;

  const acts = follow(session, show, ({ type }) => {
    standing = SAYS[type] ?? standing;
    arrived ||= type === "signed-in";
  });
  let shown = { session: { ...viewOf(session), ...acts }, standing, tenure };
  const served = { ...shown, session: { ...NOBODY, ...acts }, standing: 0 };

  return {
    subscribe: (/** @type {() => void} */ listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    now: () => shown,
    served: () => served,
    /** Finds out whether a refresh succeeds. */
    ask: async () => {
      const admitted = await admits(session);
      if (standing === UNKNOWN) standing = admitted ? IN : OUT;
      show(viewOf(session));
    },
  };

  /** @param {import("./follow.js").View} view */
  function show(view) {
    const { user } = view;
    if (arrived && (user === null || user !== owner)) tenure++;
    arrived = false;
    owner = user ?? owner;
    const { session: before } = shown;
    const same =
      before.state === view.state &&
      before.waiting === view.waiting &&
      before.user === user;
    if (same && shown.standing === standing && shown.tenure === tenure) return;
    const session = same ? before : { ...view, ...acts };
    shown = { session, standing, tenure };
    for (const listener of [...listeners]) listener();
  }
};
