// The pages. All but the login are for those who are signed in.
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
              // There is an edit on this page that must not be lost.
              handle: { keeps: true },
            },
          ],
        },
      ],
    },
  ],
  { basename: import.meta.env.BASE_URL },
);
