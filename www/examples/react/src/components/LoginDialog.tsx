// Shown when the session has ended and requests wait. They are sent when the same user logs in here.
import { useSession } from "everfetch/react";
import { useEffect, useRef } from "react";

import { LoginForm } from "./LoginForm";

export function LoginDialog({ name }: { name: string }) {
  const { signOut } = useSession();

  // The dialog is rendered only while a log-in is required, and is reopened when the user closes it.
  const dialog = useRef<HTMLDialogElement>(null);
  const open = () => dialog.current?.showModal();
  useEffect(open, []);

  return (
    <dialog ref={dialog} data-testid="login-dialog" onClose={open}>
      <h2 data-testid="again">Please log in again, {name}</h2>
      <p>
        Your session has ended. Nothing is lost: your changes are saved as soon
        as you log in.
      </p>
      <LoginForm name={name} />
      <button type="button" data-testid="leave" onClick={signOut}>
        Discard changes and leave
      </button>
    </dialog>
  );
}
