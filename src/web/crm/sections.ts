import { IconHome } from "@tabler/icons-react";
import type { Section } from "#web/app/section.ts";

export const crmSections: readonly Section[] = [{ product: "crm", title: "Home", icon: IconHome, path: "crm" }];
