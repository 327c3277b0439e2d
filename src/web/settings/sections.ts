import {
  IconBuildingStore,
  IconFileImport,
  IconHistory,
  IconKey,
  IconUserCircle,
  IconUsersGroup,
  IconWebhook,
} from "@tabler/icons-react";
import { Role } from "#platform/auth/organization.api.ts";
import type { Section } from "#web/app/section.ts";

const group = "Organization";
const roles = ["owner", "admin"] as const;

export const settingsSections: readonly Section[] = [
  {
    product: "settings",
    title: "Organization",
    icon: IconBuildingStore,
    path: "settings/organization",
    group,
  },
  { product: "settings", title: "Members", icon: IconUsersGroup, path: "settings/members", group },
  { product: "settings", title: "API keys", icon: IconKey, path: "settings/api-keys", group, roles },
  { product: "settings", title: "Webhooks", icon: IconWebhook, path: "settings/webhooks", group, roles },
  { product: "settings", title: "Move in", icon: IconFileImport, path: "settings/move-in", group, roles },
  { product: "settings", title: "Audit log", icon: IconHistory, path: "settings/audit-log", group, roles },
  {
    product: "settings",
    title: "Your account",
    icon: IconUserCircle,
    path: "settings/account",
    group: "You",
    roles: Role.options,
  },
];
