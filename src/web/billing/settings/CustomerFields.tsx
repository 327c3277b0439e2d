import { Anchor, Button, Text, Tooltip } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { Link, useSearch } from "@tanstack/react-router";
import {
  type CustomFieldView,
  customFieldUse,
  listCustomFields,
  removeCustomField,
} from "#billing/customer/customer-field.api.ts";
import { call } from "#platform/http/call.ts";
import { asPages, callerIn, useCall, useSend } from "#web/api.ts";
import { useMay, useOrganization } from "#web/app/organization.ts";
import { usePlaces } from "#web/sync/places.ts";
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

/** The organization's own fields for customers, of which there can be ten. */
export function CustomerFields() {
  const fields = useCall(listCustomFields);
  const mayAdmin = useMay("admin");
  const [isAdding, adding] = useDisclosure(false);
  const remove = useRemove();
  const { from } = useSearch({ from: "/o/$org/settings/customer-fields" });
  const places = usePlaces();
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
  return (
    <Page
      title="Customer fields"
      facts={
        fields.data
          ? [
              `${fields.data.count}/${fields.data.limit} custom fields`,
              "They appear on the customer's form, in imports and in the CRM mapping at once",
            ]
          : []
      }
      action={add}
      width="fill"
    >
      {from !== undefined && (
        <Anchor component={Link} to={`${places.configure(from)}?step=mapping`} mb="sm" w="fit-content">
          Back to the mapping; what was answered there is kept
        </Anchor>
      )}
      <DataTable
        name="customer-fields"
        label="Customer fields"
        columns={columnsOf(mayAdmin ? remove : undefined)}
        pages={asPages(fields, ({ items }) => items)}
        rowId={({ api_name }) => api_name}
        rowName={({ label }) => label}
        isPlain
        empty={<Empty sentence="Customers have no fields of your own yet." action={add} />}
      />
      <NewField isOpen={isAdding} onClose={adding.close} />
    </Page>
  );
}

/** Says how many customers lose a value, and has the label typed. */
function useRemove(): (field: CustomFieldView) => void {
  const { id: organization } = useOrganization();
  const send = useSend(removeCustomField, {
    refreshes: ["Integrations", "Audit log"],
    done: ({ cleared }) =>
      tell(`The field is deleted, with the values of ${showCount(cleared, "customer")}.`),
    failed: tellProblem,
  });
  async function start(field: CustomFieldView): Promise<void> {
    const { customers } = await call(callerIn(organization), customFieldUse, {
      params: { field: field.api_name },
    });
    const yes = await ask({
      title: `Delete ${field.label}?`,
      text: `${showCount(customers, "customer has", "customers have")} a value in this field. The values are deleted with it, and this cannot be undone. A mapping that uses the field leaves its row out from then on.`,
      yes: "Delete field",
      danger: true,
      ...(customers > 0 ? { typed: field.label } : {}),
    });
    if (yes) send.mutate({ params: { field: field.api_name } });
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
