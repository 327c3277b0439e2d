import { Button, Group, Modal, Radio, Stack, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { linkCustomer, searchCrm } from "#sync/link/repair.api.ts";
import { useCall, useSend } from "#web/api.ts";
import { Loaded } from "#web/ui/Loaded.tsx";
import { ProblemBox } from "#web/ui/Problem.tsx";
import { tell } from "#web/ui/tell.tsx";

type LinkDialogProps = {
  isOpen: boolean;
  customer: { id: string; display_name: string };
  onClose: () => void;
};

/** Links a customer with a record of the CRM that one finds by its name. */
export function LinkDialog({ isOpen, customer, onClose }: LinkDialogProps) {
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      size="lg"
      title={`Link ${customer.display_name} with a CRM record`}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {isOpen && <Body customer={customer} onClose={onClose} />}
    </Modal>
  );
}

function Body({ customer, onClose }: Omit<LinkDialogProps, "isOpen">) {
  const [text, setText] = useState(customer.display_name);
  const [search] = useDebouncedValue(text.trim(), 300);
  const [picked, setPicked] = useState<string | null>(null);
  const link = useSend(linkCustomer, {
    refreshes: ["Customers", "Integrations"],
    done: ({ name }) => {
      onClose();
      tell(`${name} is linked. Its record is fetched from the CRM.`);
    },
  });
  return (
    <Stack gap="md">
      {link.error && <ProblemBox problem={link.error} />}
      <TextInput
        label="Name in the CRM begins with"
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setPicked(null);
        }}
        data-autofocus
      />
      {search !== "" && <Found customer={customer.id} search={search} picked={picked} onPick={setPicked} />}
      <Text size="sm" c="dimmed">
        Where the two differ, the set-up says whose value counts. No second customer is made. You can unlink
        them at any time.
      </Text>
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button
          disabled={picked === null}
          loading={link.isPending}
          onClick={() =>
            picked !== null && link.mutate({ params: { customer: customer.id }, body: { crm_id: picked } })
          }
        >
          Link
        </Button>
      </Group>
    </Stack>
  );
}

type FoundProps = {
  customer: string;
  search: string;
  picked: string | null;
  onPick: (record: string) => void;
};

/** The records to choose from; one that another customer has is shown and cannot be chosen. */
function Found({ customer, search, picked, onPick }: FoundProps) {
  const found = useCall(searchCrm, { params: { customer }, query: { search } });
  return (
    <Loaded of={found}>
      {({ items }) =>
        items.length === 0 ? (
          <Text size="sm">No record of the CRM begins like this.</Text>
        ) : (
          <Radio.Group label="Records of the CRM" value={picked} onChange={onPick}>
            <Stack gap={8} mt={4}>
              {items.map((one) => (
                <Radio
                  key={one.crm_id}
                  value={one.crm_id}
                  label={one.name}
                  disabled={one.customer !== null}
                  description={
                    one.customer_name === null ? one.detail : `Linked with ${one.customer_name} already`
                  }
                />
              ))}
            </Stack>
          </Radio.Group>
        )
      }
    </Loaded>
  );
}
