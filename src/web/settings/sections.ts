import { IconUserCircle } from "@tabler/icons-react";
import type { Section } from "#web/app/section.ts";

export const settingsSections: readonly Section[] = [
  { product: "settings", title: "Your account", icon: IconUserCircle, path: "settings/account", group: "You" },
];
