import { Button, Group, Text } from "@mantine/core";
import { IconPencil, IconPlus, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { addContactPerson, removeContactPerson } from "#billing/customer/contact-person.api.ts";
import type { CustomerView } from "#billing/customer/customer.api.ts";
import type { ContactPersonView } from "#billing/customer/customer-schema.api.ts";
import { listLinks } from "#sync/run/run.api.ts";
import { useCall, useSend } from "#web/api.ts";
import { StoryMark } from "#web/sync/story/SyncMark.tsx";
import type { Column } from "#web/ui/DataTable.tsx";
import { RowAction } from "#web/ui/RowAction.tsx";
import { showText } from "#web/ui/show.ts";
import { knownPages, SmallList } from "#web/ui/SmallList.tsx";
import { Status } from "#web/ui/Status.tsx";
import { tellProblem, tellUndo } from "#web/ui/tell.tsx";
import { PersonForm } from "./PersonForm.tsx";
import { personName, personValues } from "./person-values.ts";

/** The people at a customer. */
export function Persons({ customer, mayWrite }: { customer: CustomerView; mayWrite: boolean }) {
  const [editing, setEditing] = useState<ContactPersonView | "new">();
  const add = mayWrite && (
    <Button variant="default" leftSection={<IconPlus size={16} />} onClick={() => setEditing("new")}>
      Add contact person
    </Button>
  );
  const columns = useColumns(customer.id, mayWrite ? setEditing : undefined);
  return (
    <>
      <SmallList
        name="contact-persons"
        label="Contact persons"
        columns={columns}
        pages={knownPages(customer.contact_persons)}
        rowId={({ id }) => id}
        rowName={personName}
        add={add}
        drawing="card"
        none="Nobody is noted for this customer."
      />
      <PersonForm
        key={editing === "new" ? "new" : editing?.id}
        customer={customer.id}
        person={editing}
        onClose={() => setEditing(undefined)}
      />
    </>
  );
}

/** The persons of a customer that a sync keeps, the first 200 of them. */
function useLinkedPersons(customer: string): ReadonlySet<string> {
  const { data } = useCall(listLinks, { query: { customer, state: "linked", limit: 200 } });
  return new Set((data?.items ?? []).flatMap(({ contact_person: person }) => person ?? []));
}

function useColumns(
  customer: string,
  onEdit: ((person: ContactPersonView) => void) | undefined,
): Column<ContactPersonView>[] {
  const linked = useLinkedPersons(customer);
  const restore = useSend(addContactPerson);
  const remove = useSend(removeContactPerson);
  const takeAway = (person: ContactPersonView): void => {
    remove
      .mutateAsync({ params: { person: person.id } })
      .then(
        () =>
          tellUndo(`${personName(person)} is removed.`, () =>
            restore.mutateAsync({ params: { customer }, body: personValues(person) }),
          ),
        tellProblem,
      );
  };
  const plain: Column<ContactPersonView>[] = [
    {
      id: "name",
      title: "Name",
      width: 220,
      cell: (person) => (
        <Group gap={6} wrap="nowrap">
          <Text component="span" inherit fw={500} truncate>
            {personName(person)}
          </Text>
          {linked.has(person.id) && (
            <StoryMark
              subject={{ person: person.id }}
              name={personName(person)}
              words={`${personName(person)}: synced with a contact of the CRM. Shows where each value came from.`}
            />
          )}
          {person.is_primary && <Status word="Primary" meaning="agree" />}
        </Group>
      ),
    },
    { id: "email", title: "E-mail", width: 220, cell: ({ email }) => showText(email) },
    { id: "phone", title: "Phone", width: 150, cell: ({ phone, mobile }) => showText(phone ?? mobile) },
    {
      id: "designation",
      title: "Designation",
      width: 160,
      cell: ({ designation, department }) => showText(designation ?? department),
    },
  ];
  if (onEdit === undefined) return plain;
  return [
    ...plain,
    {
      id: "actions",
      title: "Actions",
      isActions: true,
      width: 88,
      align: "right",
      cell: (person) => (
        <Group gap={4} wrap="nowrap" justify="flex-end">
          <RowAction
            label="Edit"
            name={`Edit ${personName(person)}`}
            icon={IconPencil}
            onClick={() => onEdit(person)}
          />
          <RowAction
            label="Remove"
            name={`Remove ${personName(person)}`}
            icon={IconTrash}
            onClick={() => takeAway(person)}
          />
        </Group>
      ),
    },
  ];
}
