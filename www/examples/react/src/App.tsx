// The frame: the user and the page.
import { useSession } from "everfetch/react";
import { Link, Outlet } from "react-router";

export function App() {
  const { user, signOut } = useSession();

  return (
    <>
      <header>
        <h1>
          <Link to="/">Notes</Link>
        </h1>
        {user && (
          <p className="row">
            <span data-testid="user">{user}</span>
            <button type="button" data-testid="sign-out" onClick={signOut}>
              Sign out
            </button>
          </p>
        )}
      </header>
      <main>
        <Outlet />
      </main>
    </>
  );
}
