// The application: the notes of the signed-in user.
import { QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { RouterProvider } from "react-router";

import { SessionProvider } from "everfetch/react";

import { api } from "./api";
import { queries } from "./queries";
import { router } from "./router";
import "../../style.css";

createRoot(document.querySelector("#app")!).render(
  <StrictMode>
    <SessionProvider client={api}>
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </SessionProvider>
  </StrictMode>,
);
