import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { IconExternalLink } from "@tabler/icons-react";
import { SecretOnce } from "#web/ui/Field.tsx";

type SetUpDialogProps = { address: string | undefined; onClose: () => void };

/** Leads to the gateway's own page, where a card is entered: its number never passes through here. */
export function SetUpDialog({ address, onClose }: SetUpDialogProps) {
  return (
    <Modal
      opened={address !== undefined}
      onClose={onClose}
      title="Add payment method"
      closeButtonProps={{ "aria-label": "Close" }}
      size="lg"
    >
      {address !== undefined && (
        <Stack gap="md">
          <Text>
            The card or account is entered on Stripe's page. Send this link to the customer, or open it
            yourself; it is good for one day. It is listed here as soon as it is entered.
          </Text>
          <SecretOnce value={address} name="Link" />
          <Group gap="xs">
            <Button
              component="a"
              href={address}
              target="_blank"
              rel="noreferrer"
              leftSection={<IconExternalLink size={16} />}
            >
              Open Stripe's page
            </Button>
            <Button variant="default" onClick={onClose}>
              Done
            </Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}
