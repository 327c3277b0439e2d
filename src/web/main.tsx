import "./zod.ts";
import "@mantine/core/styles.css";
import "@mantine/notifications/styles.css";
import "./ui/base.css";
import { MantineProvider } from "@mantine/core";
import { AskHost } from "#web/ui/ask.tsx";
import { Notifications } from "@mantine/notifications";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { buildRouter } from "./app/router.ts";
import { buildQueryClient } from "./app/query-client.ts";
import { styleNonce } from "./app/style-nonce.ts";
import { cssVariables, theme } from "./ui/theme.ts";

const client = buildQueryClient();
const router = buildRouter(client);
const place = document.getElementById("root");
if (place === null) throw new Error("index.html has no #root");

createRoot(place).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      getStyleNonce={() => styleNonce}
    >
      <QueryClientProvider client={client}>
        <RouterProvider router={router} />
        <AskHost />
        <Notifications position="bottom-right" limit={3} autoClose={6000} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
