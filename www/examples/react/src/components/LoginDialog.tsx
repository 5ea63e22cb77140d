// The session has ended, and something waits for it: whoever logs in here, as the same user, has it go on.
import { useSession } from "everfetch/react";
import { useEffect, useRef } from "react";

import { LoginForm } from "./LoginForm";

export function LoginDialog({ name }: { name: string | null }) {
  const { signOut } = useSession();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);

  return (
    <dialog
      ref={dialog}
      data-testid="login-dialog"
      onCancel={(event) => event.preventDefault()}
    >
      <h2>Please log in again</h2>
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
