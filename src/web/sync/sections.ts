import { IconPlugConnected } from "@tabler/icons-react";
import type { Section } from "#web/app/section.ts";

/** Entries of the integration in the rail; `product` says where each is shown. */
export const syncSections: readonly Section[] = [
  {
    product: "settings",
    title: "Integrations",
    icon: IconPlugConnected,
    path: "settings/integrations",
    group: "Organization",
  },
];
