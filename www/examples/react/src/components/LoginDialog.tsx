// The session has ended, and something waits for it: whoever logs in here, as the same user, has it go on.
import { useSession } from "everfetch/react";
import { useEffect, useRef } from "react";

import { LoginForm } from "./LoginForm";

export function LoginDialog({ name }: { name: string }) {
  const { signOut } = useSession();

  // It is there only while it asks, and then it is open: closing it is no answer.
  const dialog = useRef<HTMLDialogElement>(null);
  const open = () => dialog.current?.showModal();
  useEffect(open, []);

  return (
    <dialog ref={dialog} data-testid="login-dialog" onClose={open}>
      <h2 data-testid="again">Please log in again, {name}</h2>
      <p>
        Your session has ended. Nothing is lost: what you were saving goes out
        as soon as you are back.
      </p>
      <LoginForm name={name} />
      <button type="button" data-testid="leave" onClick={signOut}>
        Leave, and lose it
      </button>
    </dialog>
  );
}
