// The cache of what the server has said.
import { QueryClient } from "@tanstack/react-query";
import { isEverfetchError } from "everfetch";

import { api } from "./api";

export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // An expired token never gets here, and the end of a session is no reason to try again.
      retry: (failures, error) =>
        failures < 2 && isEverfetchError(error) && error.code === "ERR_NETWORK",
    },
  },
});

// What one user has loaded is not for the next.
let owner = api.session.user;
api.session.subscribe(() => {
  const { user } = api.session;
  if (!user || user === owner) return;
  owner = user;
  queries.clear();
});
