import { Stack, Switch, Table, Text, Title } from "@mantine/core";
import { type FinanceView, getFinance, setFinance } from "#crm/finance/finance.api.ts";
import { useCall, useSend } from "#web/api.ts";
import { financeShown } from "#web/crm/finance/finance-modules.ts";
import { Loaded } from "#web/ui/Loaded.tsx";
import { Page } from "#web/ui/Page.tsx";
import { tell, tellProblem } from "#web/ui/tell.tsx";
import { FinanceRight, type FinanceProfile } from "./FinanceRight.tsx";
import { FinanceState } from "./FinanceState.tsx";
import { SetupNotice } from "./SetupNotice.tsx";

/** What of billing the CRM shows, and to which profiles. */
export function Finance() {
  const finance = useCall(getFinance);
  return (
    <Page title="Finance">
      <Stack gap="xl" maw={1100}>
        <FinanceState />
        <Loaded of={finance}>
          {({ modules, profiles }) =>
            profiles === null ? (
              <SetupNotice what="choose what of billing the CRM shows" />
            ) : (
              <>
                <Modules of={modules} />
                <Profiles of={profiles} enabled={modules.filter(({ enabled }) => enabled)} />
              </>
            )
          }
        </Loaded>
      </Stack>
    </Page>
  );
}

function Modules({ of }: { of: FinanceView["modules"] }) {
  const set = useSend(setFinance, {
    failed: tellProblem,
    done: () => tell("The CRM shows what is switched on.", "finance"),
  });
  const on = of.filter(({ enabled }) => enabled).map(({ module }) => module);
  return (
    <Stack component="section" gap="sm">
      <Title order={2}>Modules</Title>
      <Text c="dimmed">
        A module that is on has a list of its own in the CRM, and one at each account, contact and deal. One
        that is off is not there, in pages and API alike.
      </Text>
      {financeShown.map(({ module, title }) => (
        <Switch
          key={module}
          label={title}
          checked={on.includes(module)}
          disabled={set.isPending}
          onChange={({ currentTarget: { checked } }) =>
            set.mutate({
              body: { enabled: checked ? [...on, module] : on.filter((other) => other !== module) },
            })
          }
        />
      ))}
    </Stack>
  );
}

type ProfilesProps = { of: readonly FinanceProfile[]; enabled: FinanceView["modules"] };

function Profiles({ of, enabled }: ProfilesProps) {
  const columns = financeShown.filter(({ module }) => enabled.some((one) => one.module === module));
  if (columns.length === 0) return null;
  return (
    <Stack component="section" gap="sm">
      <Title order={2}>Profiles</Title>
      <Text c="dimmed">
        What each profile may do. To create, somebody also needs a role in billing that may write.
      </Text>
      <Table.ScrollContainer minWidth={160 + 140 * columns.length}>
        <Table aria-label="Rights of profiles" verticalSpacing="xs">
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">Profile</Table.Th>
              {columns.map(({ module, title }) => (
                <Table.Th key={module} scope="col">
                  {title}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {of.map((profile) => (
              <Table.Tr key={profile.id}>
                <Table.Th scope="row">{profile.name}</Table.Th>
                {columns.map((shown) => (
                  <Table.Td key={shown.module}>
                    <FinanceRight profile={profile} shown={shown} />
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Stack>
  );
}
