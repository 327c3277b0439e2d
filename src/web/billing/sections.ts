import { IconHome } from "@tabler/icons-react";
import type { Section } from "#web/app/section.ts";

export const billingSections: readonly Section[] = [
  { product: "billing", title: "Home", icon: IconHome, path: "billing" },
];
