import { Button, Group } from "@mantine/core";
import { IconShieldCheck } from "@tabler/icons-react";
import { getRouteApi } from "@tanstack/react-router";
import { type AuditEntryView, listAuditActions, listAuditLog } from "#platform/audit/audit.api.ts";
import { useCall, usePages } from "#web/api.ts";
import { type Column, DataTable } from "#web/ui/DataTable.tsx";
import { NothingFound } from "#web/ui/NothingFound.tsx";
import { type Filter, Filters } from "#web/ui/Filters.tsx";
import { Page } from "#web/ui/Page.tsx";
import { SidePanel } from "#web/ui/SidePanel.tsx";
import { When } from "#web/ui/When.tsx";
import { AuditEntry } from "./AuditEntry.tsx";
import { actionWords, detailWords } from "./audit-words.ts";
import { useVerify, Verification } from "./Verification.tsx";

const route = getRouteApi("/o/$org/settings/audit-log");

/** Who did what: filters, an endless list, each entry beside it, and the proof that nobody changed it. */
export function AuditLog() {
  const { entry: openId, ...filter } = route.useSearch();
  const navigate = route.useNavigate();
  const actions = useCall(listAuditActions);
  const pages = usePages(listAuditLog, { query: filter });
  const verify = useVerify();
  const open = pages.items.find(({ seq }) => seq === openId);
  const show = (entry: string | undefined): void =>
    void navigate({ search: (before) => ({ ...before, entry }), replace: true, resetScroll: false });
  return (
    <Page
      title="Audit log"
      facts={["Every change of settings, members, keys and connections, newest first"]}
      action={
        <Button
          variant="default"
          leftSection={<IconShieldCheck size={16} />}
          loading={verify.isChecking}
          onClick={verify.check}
        >
          Verify
        </Button>
      }
      width="fill"
    >
      <Verification of={verify} />
      <DataTable
        name="audit-log"
        label="Audit log"
        columns={columns}
        pages={pages}
        rowId={({ seq }) => seq}
        rowName={(entry) => `${actionWords(entry.action)}, entry ${entry.seq}`}
        onOpen={({ seq }) => show(seq)}
        {...(openId === undefined ? {} : { openId })}
        tools={
          <Group gap="xs">
            <Filters
              filters={filtersOf(actions.data?.items ?? [])}
              values={filter}
              onChange={(id, value) =>
                void navigate({ search: (before) => ({ ...before, [id]: value, entry: undefined }) })
              }
            />
          </Group>
        }
        empty={
          <NothingFound
            sentence="No entry fits these filters."
            many="entries"
            onShowAll={() => void navigate({ search: {} })}
          />
        }
      />
      {open && (
        <SidePanel title={actionWords(open.action)} onClose={() => show(undefined)}>
          <AuditEntry entry={open} />
        </SidePanel>
      )}
    </Page>
  );
}

function filtersOf(actions: string[]): Filter[] {
  return [
    {
      id: "action",
      title: "What",
      kind: "one",
      choices: actions.map((value) => ({ value, label: actionWords(value) })),
    },
    { id: "actor", title: "Who", kind: "text" },
    { id: "from", title: "From", kind: "day" },
    { id: "until", title: "Until", kind: "day" },
  ];
}

const columns: Column<AuditEntryView>[] = [
  { id: "what", title: "What", width: 220, cell: ({ action }) => actionWords(action) },
  {
    id: "who",
    title: "Who",
    width: 180,
    cell: ({ actor_name, actor_kind }) => (actor_kind === "api_key" ? `${actor_name} (API key)` : actor_name),
  },
  { id: "when", title: "When", width: 150, cell: ({ at }) => <When at={at} /> },
  { id: "details", title: "Details", width: 480, cell: ({ details }) => detailWords(details) },
  { id: "subject", title: "Record", width: 280, isExtra: true, cell: ({ subject_id }) => subject_id },
  { id: "seq", title: "Entry", width: 80, align: "right", cell: ({ seq }) => seq },
];
