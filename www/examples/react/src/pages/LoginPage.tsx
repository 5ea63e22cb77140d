// The log-in page. Returns to the requested page when the user signs in.
import { useSession } from "everfetch/react";
import { Navigate, useLocation } from "react-router";

import { LoginForm } from "../components/LoginForm";

export function LoginPage() {
  const { state, user } = useSession();
  const { wanted = "/", name } = useLocation().state ?? {};
  // Another user does not return to the previous user's page.
  if (state === "signed-in")
    return <Navigate to={!name || name === user ? wanted : "/"} replace />;
  return (
    <section className="card narrow">
      <h2>Log in</h2>
      <p className="aside">
        The demo server has two users, alice and bob, with the password
        “everfetch”.
      </p>
      <LoginForm />
    </section>
  );
}
