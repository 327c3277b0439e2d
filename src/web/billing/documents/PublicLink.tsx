import { Anchor, Button, Group, Menu, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconLink } from "@tabler/icons-react";
import { type PublicLinkView, publicLinkEndpoints } from "#billing/delivery/public-link.api.ts";
import { useCall, useSend } from "#web/api.ts";
import { Form } from "#web/ui/Form.tsx";
import { useFormState } from "#web/ui/form.ts";
import { Loaded } from "#web/ui/Loaded.tsx";
import { tell, tellProblem } from "#web/ui/tell.tsx";
import { paramsOf, type Which } from "./which.ts";

/** In a document's menu: opens the dialog of its public link. */
export function PublicLinkItem({ onOpen }: { onOpen: () => void }) {
  return (
    <Menu.Item onClick={onOpen} leftSection={<IconLink size={16} />}>
      Public link
    </Menu.Item>
  );
}

/** The link by which a document opens without sign-in: made, copied, given a last day, revoked. */
export function PublicLinkDialog({ which, onClose }: { which: Which; onClose: () => void }) {
  const { get } = publicLinkEndpoints(which.kind);
  const answer = useCall(get, { params: paramsOf(which) });
  return (
    <Modal opened onClose={onClose} title="Public link" closeButtonProps={{ "aria-label": "Close" }}>
      <Loaded of={answer}>
        {({ link }) =>
          link === null ? (
            <NoLink which={which} onClose={onClose} />
          ) : (
            <Link key={link.expires_on ?? ""} which={which} link={link} onClose={onClose} />
          )
        }
      </Loaded>
    </Modal>
  );
}

function NoLink({ which, onClose }: { which: Which; onClose: () => void }) {
  const open = useSend(publicLinkEndpoints(which.kind).open);
  const form = useFormState({
    initial: { expires_on: "" },
    send: ({ expires_on }) =>
      open.mutateAsync({ params: paramsOf(which), body: { expires_on: dayOrNone(expires_on) } }),
  });
  return (
    <Form of={form} submit="Create link" onCancel={onClose}>
      <Text>Whoever has the link sees this document and its PDF without signing in, and nothing else.</Text>
      <LastDay {...form.field("expires_on")} />
    </Form>
  );
}

function Link({ which, link, onClose }: { which: Which; link: PublicLinkView; onClose: () => void }) {
  const { open, close } = publicLinkEndpoints(which.kind);
  const opening = useSend(open);
  const closing = useSend(close);
  const [isCopied, copied] = useDisclosure(false);
  const form = useFormState({
    initial: { expires_on: link.expires_on ?? "" },
    send: async ({ expires_on }) => {
      await opening.mutateAsync({ params: paramsOf(which), body: { expires_on: dayOrNone(expires_on) } });
      tell("The last day is kept.");
    },
  });
  async function revoke(): Promise<void> {
    await closing.mutateAsync({ params: paramsOf(which) });
    tell("The link opens nothing any more.");
    onClose();
  }
  async function copy(): Promise<void> {
    await navigator.clipboard.writeText(link.url);
    copied.open();
  }
  return (
    <Stack gap="lg">
      <Group align="flex-end" gap="xs" wrap="nowrap">
        <TextInput
          label="Link"
          value={link.url}
          readOnly
          flex={1}
          onFocus={({ currentTarget }) => currentTarget.select()}
        />
        <Button variant="default" onClick={() => void copy().catch(tellProblem)}>
          {isCopied ? "Copied" : "Copy"}
        </Button>
      </Group>
      <Anchor href={link.url} target="_blank" rel="noreferrer">
        Open it as the customer sees it
      </Anchor>
      <Form of={form} submit="Save last day">
        <LastDay {...form.field("expires_on")} />
      </Form>
      <Stack gap="xs" align="flex-start">
        <Text c="dimmed">
          Revoked, it shows nothing to whoever has it, for good: a new link has another address.
        </Text>
        <Button
          color="fail"
          variant="light"
          loading={closing.isPending}
          onClick={() => void revoke().catch(tellProblem)}
        >
          Revoke link
        </Button>
      </Stack>
    </Stack>
  );
}

function LastDay(field: object) {
  return (
    <TextInput
      {...field}
      label="Last day"
      description="Until when it opens; without one until it is revoked."
      type="date"
    />
  );
}

function dayOrNone(day: string): string | null {
  return day === "" ? null : day;
}
