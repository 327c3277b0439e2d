import { Select, Text } from "@mantine/core";
import { type FinanceView, setFinance } from "#crm/finance/finance.api.ts";
import { useSend } from "#web/api.ts";
import type { FinanceShown } from "#web/crm/finance/finance-modules.ts";
import { tell, tellProblem } from "#web/ui/tell.tsx";

/** A profile as far as billing is shown to its users. */
export type FinanceProfile = NonNullable<FinanceView["profiles"]>[number];

const choices = [
  { value: "none", label: "No access" },
  { value: "view", label: "View" },
  { value: "create", label: "View and create" },
];

/** What the users of a profile may do in a module of billing, and the way to change it. */
export function FinanceRight({ profile, shown }: { profile: FinanceProfile; shown: FinanceShown }) {
  const set = useSend(setFinance, {
    failed: tellProblem,
    done: () => tell(`${profile.name} has other rights in ${shown.title.toLowerCase()}.`, "finance"),
  });
  const { [shown.module]: right = "none", ...others } = profile.rights;
  if (profile.administrator) return <Text c="dimmed">View and create</Text>;
  return (
    <Select
      size="xs"
      w={140}
      data={choices}
      value={right}
      allowDeselect={false}
      disabled={set.isPending}
      aria-label={`${profile.name}: ${shown.title}`}
      onChange={(chosen) => {
        const rights =
          chosen === "view" || chosen === "create" ? { ...others, [shown.module]: chosen } : others;
        if (chosen !== right) set.mutate({ body: { profiles: [{ id: profile.id, rights }] } });
      }}
    />
  );
}
