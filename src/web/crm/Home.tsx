import { Stack } from "@mantine/core";
import { useQueries } from "@tanstack/react-query";
import { addressIn } from "#web/app/address.ts";
import { useOrganization } from "#web/app/organization.ts";
import { Empty } from "#web/ui/Empty.tsx";
import { Figures, type Recent, RecentList } from "#web/ui/Glance.tsx";
import { Page } from "#web/ui/Page.tsx";
import { showList } from "#web/ui/show.ts";
import { countQuery, useCrmOrganization } from "./crm-queries.ts";
import { useRecords } from "./list-queries.ts";
import { type Module, modules } from "./module.ts";
import { nameOf, textOf } from "./record-name.ts";
import { useSeen } from "./rights.ts";
import type { Reference } from "./types.ts";

/** Records of all modules together that the page shows. */
const recentCount = 12;

/** The CRM at a glance: how many records there are, and what was changed lately. */
export function CrmHome() {
  const crm = useCrmOrganization();
  return (
    <Page title="Home" facts={crm ? [crm.company_name, `Base currency ${crm.iso_code}`, crm.time_zone] : []}>
      <Stack gap={32}>
        <Counts />
        <RecentRecords />
      </Stack>
    </Page>
  );
}

function Counts() {
  const { id } = useOrganization();
  const known = useSeen();
  // As long as the reader's rights are not known nothing is asked for: a refusal would stay on the page.
  const seen = modules.filter(({ name }) => known?.includes(name) ?? true);
  const counts = useQueries({
    queries: seen.map(({ name }) => ({ ...countQuery(id, name), enabled: known !== undefined })),
  });
  return (
    <Figures
      label="Records"
      of={seen.map(({ name, path, icon }, at) => ({
        title: name,
        icon,
        to: addressIn(id, `crm/${path}`),
        count: counts[at]?.isError ? null : counts[at]?.data,
      }))}
    />
  );
}

function RecentRecords() {
  const { id } = useOrganization();
  const seen = useSeen();
  const all = { Accounts: useLatest("Accounts"), Contacts: useLatest("Contacts"), Deals: useLatest("Deals") };
  const shown = modules.filter(({ name }) => seen?.includes(name));
  const lists = shown.map(({ name }) => all[name]);
  const changed = shown
    .flatMap((module) =>
      all[module.name].items.map((record): Recent => ({
        id: record.id,
        name: nameOf(module, record),
        icon: module.icon,
        kind: module.one,
        to: addressIn(id, `crm/${module.path}/${record.id}`),
        by: (record["Modified_By"] as Reference | null)?.name,
        at: textOf(record["Modified_Time"]),
      })),
    )
    .toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at))
    .slice(0, recentCount);
  return (
    <RecentList
      title="Recently modified"
      of={changed}
      isWaiting={seen === undefined || lists.some(({ isWaiting }) => isWaiting)}
      problem={lists.find(({ problem }) => problem !== null)?.problem}
      again={() => lists.forEach((list) => list.problem !== null && list.again())}
      empty={
        <Empty
          drawing="card"
          sentence={
            seen?.length === 0
              ? "Your CRM profile shows no records. An administrator of the CRM can change that (Setup > Profiles)."
              : `Records that somebody changes appear here: ${showList(shown.map(({ many }) => many))}.`
          }
        />
      }
    />
  );
}

function useLatest(module: Module["name"]) {
  const nameField = modules.find(({ name }) => name === module)?.nameField ?? "id";
  const listing = {
    module,
    fields: [nameField, "Modified_Time", "Modified_By"],
    sort: { by: "Modified_Time", down: true },
    perPage: recentCount,
  };
  return useRecords(listing, useSeen()?.includes(module) ?? false);
}
