// The message of an error for the user.
import { isEverfetchError } from "everfetch/axios";

export function messageOf(error: unknown): string {
  if (!isEverfetchError(error)) return String(error);
  switch (error.code) {
    case "ERR_SESSION_CHANGED":
      return "Another user has logged in.";
    case "ERR_NETWORK":
    case "ERR_REFRESH_UNAVAILABLE":
      return "The server cannot be reached. Please try again.";
    default:
      return error.response?.data?.message ?? error.message;
  }
}
