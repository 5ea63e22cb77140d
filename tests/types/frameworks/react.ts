// `everfetch/react`: the provider, the hook and the component, without JSX.

import { createClient } from "everfetch";
import {
  RequireSession,
  SessionProvider,
  type SessionSnapshot,
  useClient,
  useSession,
} from "everfetch/react";
import { createElement } from "react";

const api = createClient({ session: { refresh: "/auth/refresh" } });

const session: SessionSnapshot = useSession();
const { state, waiting, user, signIn, signOut } = useSession(api);
const open: boolean = state === "refreshing" && session.state === state;
const queue: number = waiting;
const name: string | null = user;
// @ts-expect-error no such state
state === "logged-in";
// @ts-expect-error it cannot be written
session.user = "mallory";
signIn({ access_token: "a", expires_in: 60 });
signOut();
useClient().get<{ id: number }>("/me");

createElement(
  SessionProvider,
  { client: api },
  createElement(RequireSession, {
    fallback: createElement("p", null, open, queue, name),
    pending: "…",
    keep: true,
    children: [createElement("i", { key: 1 }), "text", null],
  }),
  createElement(RequireSession, { client: api, fallback: undefined }),
);
// @ts-expect-error it needs a client
createElement(SessionProvider, {});
// @ts-expect-error no such property
createElement(RequireSession, { otherwise: null });
