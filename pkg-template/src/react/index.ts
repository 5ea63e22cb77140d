// `everfetch/react`: the session as a hook, and a component that requires a session.
"use client";

import {
  Fragment,
  type ReactNode,
  createContext,
  createElement,
  useContext,
  useEffect,
  useState,
  useSyncExternalStore,
} from "react";
import type {
  Client,
  Session,
  SessionEvent,
  WithSession,
} from "../../index.js";
import type { RequireSessionProps, SessionSnapshot } from "../../react.js";
import { own } from "../runtime/own.js";
import { SIGNED_OUT, type View, admits, follow, viewOf } from "../follow.js";

const Context = createContext<WithSession | undefined>(undefined);

export const SessionProvider = ({
  client,
  children,
}: {
  client: WithSession;
  children?: ReactNode;
}) => createElement(Context.Provider, { value: client }, children);

/** The application says which kind of client it has provided. */
export const useClient = <C extends WithSession = Client>(): C =>
  useGiven() as C;

export const useSession = (api?: WithSession) =>
  useShown(useGiven(api)).session;

export const RequireSession = (props: RequireSessionProps) => {
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

/** Whether the user is signed in, as far as it is known: a refresh may still succeed. */
const UNKNOWN = 0;
const IN = 1;
const OUT = 2;
type Standing = typeof UNKNOWN | typeof IN | typeof OUT;

/** What each state implies about the user. */
const STANDS: { [State in Session["state"]]?: Standing } = {
  "signed-in": IN,
  ended: OUT,
};

/** What each event implies about the user. */
const IMPLIED: { [Type in SessionEvent["type"]]?: Standing } = {
  "signed-in": IN,
  refreshed: IN,
  "signed-out": OUT,
  ended: OUT,
};

const useGiven = (api?: WithSession) => {
  const given = useContext(Context);
  const client = api ?? given;
  if (!client)
    throw new Error(
      "everfetch has no client here. Render `<SessionProvider client={api}>`, or pass the client: `useSession(api)`.",
    );
  return client;
};

const useShown = (api: WithSession) => {
  const { subscribe, now, served } = storeOf(api.session);
  return useSyncExternalStore(subscribe, now, served);
};

/** One store per session, shared by all components. */
const all: WeakMap<Session, Store> = new WeakMap();

const storeOf = (session: Session): Store => {
  const known = all.get(session);
  if (known) return known;
  const made = openStore(session);
  all.set(session, made);
  return made;
};

/** What a component renders from. */
interface Shown {
  session: SessionSnapshot;
  standing: Standing;
  tenure: number;
}

/** The parameters of `useSyncExternalStore`, and `ask`. */
interface Store {
  subscribe(listener: () => void): () => void;
  now(): Shown;
  served(): Shown;
  /** Finds out whether a refresh succeeds. */
  ask(): Promise<void>;
}

const openStore = (session: Session): Store => {
  const listeners = new Set<() => void>();
  let standing: Standing = STANDS[session.state] ?? UNKNOWN;
  /** Counts the sign-ins by a user who is not known to be the previous one. */
  let tenure = 0;
  let owner = session.user;
  let arrived = false;

  const acts = follow(session, show, ({ type }) => {
    standing = IMPLIED[type] ?? standing;
    arrived ||= type === "signed-in";
  });
  let shown: Shown = {
    session: { ...viewOf(session), ...acts },
    standing,
    tenure,
  };
  const served: Shown = {
    ...shown,
    session: { ...SIGNED_OUT, ...acts },
    standing: UNKNOWN,
  };

  return {
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    now: () => shown,
    served: () => served,
    ask: async () => {
      const admitted = await admits(session);
      if (standing === UNKNOWN) standing = admitted ? IN : OUT;
      show(viewOf(session));
    },
  };

  function show(view: View) {
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
