import { Anchor, Button, Group, Stack } from "@mantine/core";
import { useRouter } from "@tanstack/react-router";
import { useState } from "react";
import { addressIn } from "#web/app/address.ts";
import { useOrganization } from "#web/app/organization.ts";
import type { Module } from "#web/crm/module.ts";
import { nameOf } from "#web/crm/record-name.ts";
import { useRecordWrites } from "#web/crm/record-writes.ts";
import type { CrmField, CrmRecord } from "#web/crm/types.ts";
import { MergedCustomers } from "#web/sync/MergedCustomers.tsx";
import { ask } from "#web/ui/ask.tsx";
import { ProblemBox } from "#web/ui/Problem.tsx";
import { showCount, showList } from "#web/ui/show.ts";
import { tell } from "#web/ui/tell.tsx";
import { choosable, chosen, differs, firstChoices, mergeBody } from "./choices.ts";
import { MergeTable } from "./MergeTable.tsx";

type MergeFormProps = {
  module: Module;
  fields: readonly CrmField[];
  /** Two or three. */ records: readonly CrmRecord[];
  /** Other records take part. */ onRecords: (ids: readonly string[]) => void;
};

/** The choice of what stays, and the button that does it. */
export function MergeForm({ module, fields, records, onRecords }: MergeFormProps) {
  const all = choosable(module, fields);
  const [first] = records;
  const [master, setMaster] = useState(first?.id ?? "");
  const [choices, setChoices] = useState(() => (first ? firstChoices(all, records, first) : {}));
  const [showsSame, setShowsSame] = useState(false);
  const merge = useMerge(module, records);
  const different = all.filter((field) => differs(field, records));
  const shown = showsSame ? all : different;
  return (
    <Stack gap="md">
      {merge.problem !== undefined && <ProblemBox problem={merge.problem} />}
      <MergeTable
        module={module}
        records={records}
        fields={shown}
        master={master}
        choices={choices}
        onMaster={(id) => {
          setMaster(id);
          const stays = records.find((record) => record.id === id);
          if (stays) setChoices(firstChoices(all, records, stays));
        }}
        onChoose={(field, id) => setChoices((before) => chosen(before, field, all, id))}
        onLeaveOut={
          records.length > 2
            ? (id) => onRecords(records.map((record) => record.id).filter((one) => one !== id))
            : undefined
        }
      />
      {different.length < all.length && (
        <Anchor component="button" type="button" size="sm" onClick={() => setShowsSame(!showsSame)}>
          {showsSame ? "Hide fields that are the same" : "Show fields that are the same"}
        </Anchor>
      )}
      <MergedCustomers records={records.map(({ id }) => id)} />
      <Group gap="xs">
        <Button
          loading={merge.isBusy}
          onClick={() => void merge.run(master, mergeBody(master, records, choices))}
        >
          Merge {showCount(records.length, module.one)}
        </Button>
        <Button variant="default" onClick={merge.leave}>
          Cancel
        </Button>
      </Group>
    </Stack>
  );
}

/** Asks, merges, and goes to the record that stays. */
function useMerge(module: Module, records: readonly CrmRecord[]) {
  const router = useRouter();
  const { id: organization } = useOrganization();
  const { merge } = useRecordWrites(module);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>();

  async function run(master: string, body: object): Promise<void> {
    const nameBy = (isMaster: boolean): string[] =>
      records.filter(({ id }) => (id === master) === isMaster).map((record) => nameOf(module, record));
    const [stays = ""] = nameBy(true);
    // Of two that are called the same their numbers tell which one goes.
    const goes = nameBy(false).map((name, at) =>
      name === stays ? `${name} (${records.filter(({ id }) => id !== master)[at]?.id})` : name,
    );
    const isSure = await ask({
      title: `Merge into ${stays}?`,
      text: `${showList(goes)} ${goes.length === 1 ? "is" : "are"} deleted for good; this cannot be undone.`,
      yes: "Merge",
      danger: true,
    });
    if (!isSure) return;
    setBusy(true);
    setProblem(undefined);
    try {
      await merge(master, body);
      tell(`${showList(goes)} ${goes.length === 1 ? "is" : "are"} merged into ${stays}.`);
      await router.navigate({ to: addressIn(organization, `crm/${module.path}/${master}`), replace: true });
    } catch (cause) {
      setProblem(cause);
    }
    setBusy(false);
  }

  return { run, isBusy, problem, leave: () => router.history.back() };
}
