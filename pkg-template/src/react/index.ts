// @ts-nocheck
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
import { own } from "../runtime/own.js";
import { NOBODY, admits, follow, viewOf } from "../follow.js";

/** @typedef {import("../index.js").Client} Client */

const Context = createContext(undefined as Client | undefined);

export const SessionProvider = ({
  client,
  children,
}: {
  client: Client;
  children?: import("react").ReactNode;
}) => createElement(Context.Provider, { value: client }, children);

export const useClient = () => useGiven();

export const useSession = (api?: Client) => useShown(useGiven(api)).session;

export const RequireSession = (props: any) => {
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

/** What each state implies. */
const STANDS: Record<string, number> = { "signed-in": IN, ended: OUT };

/** What each event implies. */
const SAYS: Record<string, number> = {
  "signed-in": IN,
  refreshed: IN,
  "signed-out": OUT,
  ended: OUT,
};

const useGiven = (api?: Client) => {
  const given = useContext(Context);
  const client = api ?? given;
  if (!client)
    throw new Error(
      "everfetch has no client here: <SessionProvider client={api}>, or hand it over: useSession(api)",
    );
  return client;
};

const useShown = (api: Client) => {
  const { subscribe, now, served } = storeOf(api.session);
  return useSyncExternalStore(subscribe, now, served);
};

/** One store per session, shared by all components. */
const all: WeakMap<object, any> = new WeakMap();

const storeOf = (session: import("../index.js").Session) => {
  if (!all.has(session)) all.set(session, openStore(session));
  return all.get(session);
};

const openStore = (session: import("../index.js").Session) => {
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
    subscribe: (listener: () => void) => {
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

  function show(view: import("../follow.js").View) {
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
