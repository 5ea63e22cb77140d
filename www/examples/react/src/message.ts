// What to tell people of an error.
import { isEverfetchError } from "everfetch";

export function messageOf(error: unknown): string {
  if (!isEverfetchError(error)) return String(error);
  switch (error.code) {
    case "ERR_SESSION_CHANGED":
      return "Somebody else has logged in meanwhile.";
    case "ERR_NETWORK":
    case "ERR_REFRESH_UNAVAILABLE":
      return "The server cannot be reached. Please try again.";
    default:
      return error.response?.data?.message ?? error.message;
  }
}
