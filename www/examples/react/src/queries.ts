// The query cache.
import { QueryClient } from "@tanstack/react-query";
import { isEverfetchError } from "everfetch/axios";

import { api } from "./api";

export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // An expired token never causes an error here, and a retry does not help after the session has ended.
      retry: (failures, error) =>
        failures < 2 && isEverfetchError(error) && error.code === "ERR_NETWORK",
    },
  },
});

// Another user must not see what the previous one loaded.
let owner = api.session.user;
api.session.subscribe(() => {
  const { user } = api.session;
  if (!user || user === owner) return;
  owner = user;
  queries.clear();
});
