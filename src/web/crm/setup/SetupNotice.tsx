import { Alert } from "@mantine/core";
import { IconLock } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useUsers } from "#web/crm/crm-queries.ts";
import { showList } from "#web/ui/show.ts";

type SetupNoticeProps = {
  /** What is not allowed: `generate a ZSC key`. */ what: string;
  children?: ReactNode;
};

/** Says why somebody may not do a part of the set-up, and whom to ask. */
export function SetupNotice({ what, children }: SetupNoticeProps) {
  const own = useUsers("CurrentUser").data?.[0];
  const administrators = (useUsers("ActiveConfirmedAdmins").data ?? [])
    .slice(0, 3)
    .map(({ full_name }) => full_name);
  return (
    <Alert
      icon={<IconLock size={18} />}
      color="gray"
      title={`Only administrators of the CRM may ${what}`}
      maw={640}
    >
      {own ? `Your CRM profile is ${own.profile.name ?? "another one"}.` : "You are no user of this CRM."}{" "}
      {administrators.length > 0 &&
        `Ask ${showList(administrators)}, who ${administrators.length === 1 ? "is one" : "are"}.`}
      {children}
    </Alert>
  );
}
