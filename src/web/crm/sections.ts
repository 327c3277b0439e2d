import {
  IconBell,
  IconBuilding,
  IconCoin,
  IconEyeCog,
  IconForms,
  IconHome,
  IconKey,
  IconPlugConnected,
  IconSitemap,
  IconTargetArrow,
  IconUser,
  IconUserShield,
  IconUsers,
} from "@tabler/icons-react";
import type { Section } from "#web/app/section.ts";
import { financeShown } from "./finance/finance-modules.ts";

const product = "crm";

export const crmSections: readonly Section[] = [
  { product, title: "Home", icon: IconHome, path: "crm" },
  { product, title: "Accounts", icon: IconBuilding, path: "crm/accounts", module: "Accounts" },
  { product, title: "Contacts", icon: IconUser, path: "crm/contacts", module: "Contacts" },
  { product, title: "Deals", icon: IconTargetArrow, path: "crm/deals", module: "Deals" },
  ...financeShown.map(({ module, title, icon, path }): Section => ({
    product,
    title,
    icon,
    path: `crm/finance/${path}`,
    group: "Finance",
    finance: module,
  })),
  { product, title: "Users", icon: IconUsers, path: "crm/setup/users", group: "Setup" },
  { product, title: "Profiles", icon: IconUserShield, path: "crm/setup/profiles", group: "Setup" },
  { product, title: "Roles", icon: IconSitemap, path: "crm/setup/roles", group: "Setup" },
  { product, title: "Data sharing", icon: IconEyeCog, path: "crm/setup/data-sharing", group: "Setup" },
  { product, title: "Fields", icon: IconForms, path: "crm/setup/fields", group: "Setup" },
  { product, title: "Finance", icon: IconCoin, path: "crm/setup/finance", group: "Setup" },
  { product, title: "ZSC key", icon: IconKey, path: "crm/setup/zsc-key", group: "Developer space" },
  {
    product,
    title: "OAuth clients",
    icon: IconPlugConnected,
    path: "crm/setup/clients",
    group: "Developer space",
  },
  {
    product,
    title: "Notification channels",
    icon: IconBell,
    path: "crm/setup/channels",
    group: "Developer space",
  },
];
