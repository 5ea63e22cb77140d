// The log-in form, with an explanation for users whose session has ended.
import type { Client } from "everfetch";

import type { BackEnd } from "./backends";
import { element, show } from "./dom";
import { GUEST, signIn } from "./login";
import { chosen, farewell } from "./memory";

export function startLogin(api: Client, backEnd: BackEnd, base: string): void {
  const code = farewell.read();
  farewell.clear();
  if (code) {
    show("welcome", "Your session has ended. Please log in again.");
    show("error", code);
    element("farewell").hidden = false;
  }
  const username = element<HTMLInputElement>("username");
  const password = element<HTMLInputElement>("password");
  username.value = chosen.user.read() ?? GUEST.username;
  element("login-form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = element<HTMLButtonElement>("login");
    button.disabled = true;
    try {
      await signIn(api, backEnd, base, {
        username: username.value,
        password: password.value,
      });
      location.assign("/");
    } catch (error) {
      show(
        "login-problem",
        error instanceof Error ? error.message : String(error),
      );
      button.disabled = false;
      password.select();
    }
  });
}
