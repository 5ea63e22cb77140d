// The pages that require a session. If requests wait for a log-in, a dialog covers the page, which stays mounted.
// Otherwise the user goes to the log-in page and returns, also after a sign-out in any tab.
import { RequireSession, useSession } from "everfetch/react";
import { useState } from "react";
import { Navigate, Outlet, useLocation } from "react-router";

import { LoginDialog } from "./components/LoginDialog";

export function Guarded() {
  // The user of the session, also after it has ended, when `user` is null.
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
