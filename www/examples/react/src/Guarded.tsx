// The pages of those who are signed in. Without a session: a dialog over a page that has something waiting for
// the next log-in, and is kept; else the login page, and back. After a sign-out too, in whatever tab.
import { RequireSession, useSession } from "everfetch/react";
import { useState } from "react";
import { Navigate, Outlet, useLocation } from "react-router";

import { LoginDialog } from "./components/LoginDialog";

export function Guarded() {
  // Whose session it was: at its end, there is no user any more.
  const { user } = useSession();
  const [owner, setOwner] = useState(user ?? "");
  if (user && user !== owner) setOwner(user);

  return (
    <RequireSession
      fallback={<LogIn name={owner} />}
      pending={<p>One moment…</p>}
    >
      <Outlet />
    </RequireSession>
  );
}

function LogIn({ name }: { name: string }) {
  const { waiting } = useSession();
  const wanted = useLocation();
  return waiting > 0 ? (
    <LoginDialog name={name} />
  ) : (
    <Navigate to="/login" state={{ wanted, name }} replace />
  );
}
