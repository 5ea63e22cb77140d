// The way in, and back to the page that was wanted.
import { useSession } from "everfetch/react";
import { Navigate, useLocation } from "react-router";

import { LoginForm } from "../components/LoginForm";

export function LoginPage() {
  const { state, user } = useSession();
  const { wanted = "/", name } = useLocation().state ?? {};
  // A page of one user is not for the next.
  if (state === "signed-in")
    return <Navigate to={!name || name === user ? wanted : "/"} replace />;
  return (
    <section className="card narrow">
      <h2>Log in</h2>
      <p className="aside">The demo server knows alice and bob: “everfetch”.</p>
      <LoginForm />
    </section>
  );
}
