// The way in, and back to the page that was wanted.
import { useSession } from "everfetch/react";
import { Navigate, useLocation } from "react-router";

import { LoginForm } from "../components/LoginForm";

export function LoginPage() {
  const { state } = useSession();
  const { wanted } = useLocation().state ?? {};
  if (state === "signed-in") return <Navigate to={wanted ?? "/"} replace />;
  return (
    <section className="card narrow">
      <h2>Log in</h2>
      <p className="aside">The demo server knows alice and bob: “everfetch”.</p>
      <LoginForm />
    </section>
  );
}
