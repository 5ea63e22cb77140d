import { createClient } from "everfetch";

const ISSUER = "http://auth.example.com";
const client_id = "my-app";
const redirect_uri = `${location.origin}/callback`;

export const api = createClient({
  baseURL: "/api",
  session: {
    refresh: { url: `${ISSUER}/token`, send: "form", extra: { client_id } },
    logout: {
      url: `${ISSUER}/token/revocation`,
      name: "token",
      extra: { client_id },
      headers: { Authorization: "" }, // a public client has no credentials
    },
    origins: [ISSUER],
  },
});

/** Goes to the provider's log-in. Without `prompt: "consent"`, it issues no refresh token. */
export async function logIn() {
  const verifier = encoded(crypto.getRandomValues(new Uint8Array(32)));
  sessionStorage.setItem("verifier", verifier);
  const bytes = new TextEncoder().encode(verifier);
  const query = new URLSearchParams({
    client_id,
    redirect_uri,
    response_type: "code",
    scope: "openid offline_access",
    prompt: "consent",
    code_challenge: encoded(await crypto.subtle.digest("SHA-256", bytes)),
    code_challenge_method: "S256",
  });
  location.assign(`${ISSUER}/auth?${query}`);
}

/** On the page at `redirect_uri`: exchanges the code for the tokens. */
async function logInDone() {
  const { data } = await api.post(
    `${ISSUER}/token`,
    new URLSearchParams({
      grant_type: "authorization_code",
      code: new URLSearchParams(location.search).get("code") ?? "",
      code_verifier: sessionStorage.getItem("verifier") ?? "",
      client_id,
      redirect_uri,
    }),
    { session: false },
  );
  api.session.signIn(data);
  history.replaceState(null, "", "/");
}

export const ready =
  location.pathname === "/callback" ? logInDone() : undefined;

export const logOut = () => api.session.signOut();

function encoded(bytes) {
  return btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}
