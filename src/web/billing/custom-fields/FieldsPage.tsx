import { Button, Text, Tooltip } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { customFields, type CustomFieldView } from "#billing/custom-field/custom-field.api.ts";
import { type CustomEntity, entityWords } from "#billing/custom-field/custom-field.ts";
import { call } from "#platform/http/call.ts";
import { asPages, callerIn, useCall, useSend } from "#web/api.ts";
import { useMay, useOrganization } from "#web/app/organization.ts";
import { ask } from "#web/ui/ask.tsx";
import { type Column, DataTable } from "#web/ui/DataTable.tsx";
import { Empty } from "#web/ui/Empty.tsx";
import { Page } from "#web/ui/Page.tsx";
import { RowAction } from "#web/ui/RowAction.tsx";
import { showCount, showText } from "#web/ui/show.ts";
import { tell, tellProblem } from "#web/ui/tell.tsx";
import { When } from "#web/ui/When.tsx";
import { NewField } from "./NewField.tsx";
import { typeWords } from "./type-words.ts";

type FieldsPageProps = {
  entity: CustomEntity;
  title: string;
  /** Where the fields appear. */
  fact: string;
  /** What is lost beside the values when one is deleted. */
  loss?: string;
  /** The way back to where somebody came from. */
  back?: ReactNode;
};

/** The organization's own fields for a kind of record, of which there can be ten. */
export function FieldsPage({ entity, title, fact, loss, back }: FieldsPageProps) {
  const fields = useCall(customFields[entity].list);
  const mayAdmin = useMay("admin");
  const [isAdding, adding] = useDisclosure(false);
  const remove = useRemove(entity, loss);
  const isFull = fields.data !== undefined && fields.data.count >= fields.data.limit;
  const add = mayAdmin && (
    <Tooltip label="All ten are in use; delete one first." disabled={!isFull}>
      <Button
        leftSection={<IconPlus size={16} />}
        data-disabled={isFull || undefined}
        aria-disabled={isFull}
        onClick={() => !isFull && adding.open()}
      >
        Add custom field
      </Button>
    </Tooltip>
  );
  const { many } = entityWords[entity];
  return (
    <Page
      title={title}
      facts={fields.data ? [`${fields.data.count}/${fields.data.limit} custom fields`, fact] : []}
      action={add}
      width="fill"
    >
      {back}
      <DataTable
        name={`${entity}-fields`}
        label={title}
        columns={columnsOf(mayAdmin ? remove : undefined)}
        pages={asPages(fields, ({ items }) => items)}
        rowId={({ api_name }) => api_name}
        rowName={({ label }) => label}
        isPlain
        empty={
          <Empty
            sentence={`${many.charAt(0).toUpperCase()}${many.slice(1)} have no fields of your own yet.`}
            action={add}
          />
        }
      />
      <NewField entity={entity} isOpen={isAdding} onClose={adding.close} />
    </Page>
  );
}

/** Says how many records lose a value, and has the label typed. */
function useRemove(entity: CustomEntity, loss: string | undefined): (field: CustomFieldView) => void {
  const { id: organization } = useOrganization();
  const { one, many } = entityWords[entity];
  const send = useSend(customFields[entity].remove, {
    refreshes: ["Integrations", "Audit log"],
    done: ({ cleared }) => tell(`The field is deleted, with the values of ${showCount(cleared, one)}.`),
    failed: tellProblem,
  });
  async function start(field: CustomFieldView): Promise<void> {
    const params = { field: field.api_name };
    const { records } = await call(callerIn(organization), customFields[entity].use, { params });
    const yes = await ask({
      title: `Delete ${field.label}?`,
      text: [
        `${showCount(records, `${one} has`, `${many} have`)} a value in this field.`,
        "The values are deleted with it, and this cannot be undone.",
        ...(loss === undefined ? [] : [loss]),
      ].join(" "),
      yes: "Delete field",
      danger: true,
      ...(records > 0 ? { typed: field.label } : {}),
    });
    if (yes) send.mutate({ params });
  }
  return (field) => void start(field).catch(tellProblem);
}

function columnsOf(remove: ((field: CustomFieldView) => void) | undefined): Column<CustomFieldView>[] {
  const plain: Column<CustomFieldView>[] = [
    {
      id: "label",
      title: "Label",
      width: 240,
      cell: ({ label }) => (
        <Text component="span" inherit fw={500}>
          {label}
        </Text>
      ),
    },
    { id: "type", title: "Type", width: 140, cell: ({ type }) => typeWords[type] },
    { id: "options", title: "Options", width: 260, cell: ({ options }) => showText(options.join(", ")) },
    { id: "api_name", title: "API name", width: 220, cell: ({ api_name }) => api_name },
    { id: "created", title: "Created", width: 140, cell: ({ created_at }) => <When at={created_at} /> },
  ];
  if (remove === undefined) return plain;
  return [
    ...plain,
    {
      id: "actions",
      title: "Actions",
      isActions: true,
      width: 56,
      align: "right",
      cell: (field) => (
        <RowAction
          label="Delete"
          name={`Delete ${field.label}`}
          icon={IconTrash}
          onClick={() => remove(field)}
        />
      ),
    },
  ];
}
