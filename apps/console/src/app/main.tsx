import "../styles/main.css";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { followLinksInPage } from "./client-side-links.ts";
import { router } from "./router.tsx";
import { startTheme } from "./theme.ts";
import { queryClient } from "./trpc.ts";

startTheme();
followLinksInPage(router);

createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
);
