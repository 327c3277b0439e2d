import { Button, Modal, Select, Stack, Text, TextInput } from "@mantine/core";
import { useDebouncedValue, useDisclosure } from "@mantine/hooks";
import { IconAddressBook } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { CustomerView } from "#billing/customer/customer.api.ts";
import { callerIn, useOrganizationId } from "#web/api.ts";
import { useMay } from "#web/app/organization.ts";
import { ProblemBox } from "#web/ui/Problem.tsx";
import { tell } from "#web/ui/tell.tsx";
import { bring, type Brought, type Wanted } from "./bring.client.ts";
import { FoundRecords } from "./FoundRecords.tsx";
import { type UsableConnection, useUsableConnections } from "./usable-connections.ts";

type CrmSearchProps = { onPick: (customer: CustomerView) => void };

/** The way to a customer that only the CRM knows yet. Shows nothing where no CRM is connected. */
export function CrmSearch({ onPick }: CrmSearchProps) {
  const [isOpen, { open, close }] = useDisclosure(false);
  const connections = useUsableConnections();
  const [first] = connections;
  if (!useMay("write") || first === undefined) return null;
  return (
    <>
      <Button
        variant="subtle"
        size="compact-sm"
        w="fit-content"
        leftSection={<IconAddressBook size={16} />}
        onClick={open}
      >
        Search using CRM
      </Button>
      <Modal
        opened={isOpen}
        onClose={close}
        size="lg"
        title="Search using CRM"
        closeButtonProps={{ "aria-label": "Close" }}
      >
        {isOpen && (
          <Search
            connections={connections}
            first={first}
            onPick={(customer) => {
              close();
              onPick(customer);
            }}
          />
        )}
      </Modal>
    </>
  );
}

type SearchProps = CrmSearchProps & { connections: readonly UsableConnection[]; first: UsableConnection };

function Search({ connections, first, onPick }: SearchProps) {
  const [chosen, setChosen] = useState(first);
  const [text, setText] = useState("");
  const [word] = useDebouncedValue(text.trim(), 300);
  const bringing = useBring(onPick);
  const isOfPeople = chosen.module === "contacts";
  return (
    <Stack gap="md">
      {bringing.error !== null && <ProblemBox problem={bringing.error} />}
      {connections.length > 1 && (
        <Select
          label="CRM"
          data={connections.map(({ id, company }) => ({ value: id, label: company }))}
          value={chosen.id}
          allowDeselect={false}
          onChange={(id) => setChosen(connections.find((one) => one.id === id) ?? first)}
        />
      )}
      <TextInput
        label={isOfPeople ? "Contact" : "Account"}
        description={
          isOfPeople
            ? "The beginning of the name or of the e-mail address."
            : "The beginning of the account's name."
        }
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        disabled={bringing.isPending}
        autoComplete="off"
        data-autofocus
      />
      {word !== "" && (
        <FoundRecords
          connection={chosen.id}
          word={word}
          bringing={bringing.isPending ? bringing.variables.crm_id : undefined}
          onPick={(record) => bringing.mutate({ ...record, connection: chosen.id })}
        />
      )}
      <Text size="sm" c="dimmed">
        What you choose becomes a customer by the mapping that is set up, and is selected. A record that is a
        customer already is not made twice.
      </Text>
    </Stack>
  );
}

/** Brings a record and goes on with its customer. */
function useBring(onPick: (customer: CustomerView) => void) {
  const organization = useOrganizationId();
  const client = useQueryClient();
  return useMutation<Brought, Error, Wanted>({
    mutationFn: (wanted) => bring(callerIn(organization), wanted),
    onSuccess: async ({ customer, said }) => {
      await client.invalidateQueries({ queryKey: [organization ?? "", "Customers"] });
      if (said !== null) tell(`${customer.display_name} is selected. ${said}`);
      onPick(customer);
    },
  });
}
