// The pages. All except the log-in page require a session.
import { createBrowserRouter } from "react-router";

import { App } from "./App";
import { Guarded } from "./Guarded";
import { LoginPage } from "./pages/LoginPage";
import { NotePage } from "./pages/NotePage";
import { NotesPage } from "./pages/NotesPage";

export const router = createBrowserRouter(
  [
    {
      element: <App />,
      children: [
        { path: "/login", element: <LoginPage /> },
        {
          element: <Guarded />,
          children: [
            { path: "/", element: <NotesPage /> },
            {
              path: "/notes/:id",
              element: <NotePage />,
              // Edits on this page must survive the end of the session.
              handle: { keeps: true },
            },
          ],
        },
      ],
    },
  ],
  { basename: import.meta.env.BASE_URL },
);
