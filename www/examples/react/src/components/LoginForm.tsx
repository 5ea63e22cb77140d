// Name and password, on the login page and in the dialog.
import { useMutation } from "@tanstack/react-query";
import { useSession } from "everfetch/react";

import { api } from "../api";
import { messageOf } from "../message";

export function LoginForm({ name }: { name?: string | null }) {
  const { signIn } = useSession();
  const logIn = useMutation({
    mutationFn: async (form: FormData) => {
      const body = new URLSearchParams({
        grant_type: "password",
        client_id: "everfetch-demo",
        username: String(form.get("username")),
        password: String(form.get("password")),
      });
      return (await api.post("/token", body)).data;
    },
    onSuccess: signIn,
  });

  return (
    <form
      data-testid="login-form"
      onSubmit={(event) => {
        event.preventDefault();
        logIn.mutate(new FormData(event.currentTarget));
      }}
    >
      <label>
        Name
        <input
          name="username"
          data-testid="username"
          autoComplete="username"
          defaultValue={name ?? "alice"}
          readOnly={!!name}
          required
        />
      </label>
      <label>
        Password
        <input
          name="password"
          data-testid="password"
          type="password"
          autoComplete="current-password"
          autoFocus
          required
        />
      </label>
      <p className="problem" role="alert" data-testid="login-problem">
        {logIn.error && messageOf(logIn.error)}
      </p>
      <button type="submit" data-testid="login" disabled={logIn.isPending}>
        Log in
      </button>
    </form>
  );
}
