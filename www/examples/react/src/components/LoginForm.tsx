// Asks for name and password; in the dialog, where the name is known, only for the password.
import { useMutation } from "@tanstack/react-query";
import { useSession } from "everfetch/react";

import { api } from "../api";
import { messageOf } from "../message";

export function LoginForm({ name }: { name?: string }) {
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
      <label hidden={!!name}>
        Name
        <input
          name="username"
          data-testid="username"
          autoComplete="username"
          defaultValue={name || "alice"}
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
          required
        />
      </label>
      {logIn.error && (
        <p className="problem" role="alert" data-testid="login-problem">
          {messageOf(logIn.error)}
        </p>
      )}
      <button type="submit" data-testid="login" disabled={logIn.isPending}>
        Log in
      </button>
    </form>
  );
}
