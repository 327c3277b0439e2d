import { Anchor, Button, FileButton, Group, Text } from "@mantine/core";
import { IconTrash, IconUpload } from "@tabler/icons-react";
import { useState } from "react";
import {
  addAttachment,
  type AttachmentView,
  downloadAttachment,
  listAttachments,
  removeAttachment,
} from "#billing/attachment/attachment.api.ts";
import { addressOf } from "#platform/http/call.ts";
import { asPages, useCall, useOrganizationId, useSend } from "#web/api.ts";
import { ask } from "#web/ui/ask.tsx";
import type { Column } from "#web/ui/DataTable.tsx";
import { RowAction } from "#web/ui/RowAction.tsx";
import { showBytes } from "#web/ui/show.ts";
import { SmallList } from "#web/ui/SmallList.tsx";
import { tell, tellProblem } from "#web/ui/tell.tsx";
import { When } from "#web/ui/When.tsx";
import { base64Of, refusalOf } from "./file.ts";

/** The files that are kept with a customer. */
export function Attachments({ customer, mayWrite }: { customer: string; mayWrite: boolean }) {
  const files = useCall(listAttachments, { params: { customer } });
  const columns = useColumns(mayWrite);
  return (
    <SmallList
      name="attachments"
      label="Files"
      columns={columns}
      pages={asPages(files, ({ items }) => items)}
      rowId={({ id }) => id}
      rowName={({ name }) => name}
      add={mayWrite && <AddFile customer={customer} />}
      none="No file is kept with this customer: a contract, a certificate, an order on paper."
    />
  );
}

function AddFile({ customer }: { customer: string }) {
  const send = useSend(addAttachment);
  const [refused, setRefused] = useState<string>();
  async function add(file: File | null): Promise<void> {
    if (file === null) return;
    const reason = refusalOf(file);
    setRefused(reason);
    if (reason !== undefined) return;
    const body = { name: file.name, file_base64: await base64Of(file) };
    await send.mutateAsync({ params: { customer }, body });
    tell(`${file.name} is added.`);
  }
  return (
    <Group gap="sm">
      <FileButton onChange={(file) => void add(file).catch(tellProblem)}>
        {(props) => (
          <Button
            {...props}
            variant="default"
            leftSection={<IconUpload size={16} />}
            loading={send.isPending}
          >
            Add a file
          </Button>
        )}
      </FileButton>
      {refused !== undefined && (
        <Text c="var(--mantine-color-error)" role="alert">
          {refused}
        </Text>
      )}
    </Group>
  );
}

function useColumns(mayWrite: boolean): Column<AttachmentView>[] {
  const organization = useOrganizationId() ?? "";
  const removal = useSend(removeAttachment);
  async function remove({ id, name }: AttachmentView): Promise<void> {
    const isSure = await ask({
      title: `Delete ${name}?`,
      text: "The file is gone for good; the customer's timeline keeps that it was there.",
      yes: "Delete",
      danger: true,
    });
    if (!isSure) return;
    await removal.mutateAsync({ params: { attachment: id } });
    tell(`${name} is deleted.`);
  }
  const plain: Column<AttachmentView>[] = [
    {
      id: "name",
      title: "File",
      width: 280,
      cell: ({ id, name }) => (
        <Anchor
          href={`${addressOf(downloadAttachment, { params: { attachment: id } })}?organization=${organization}`}
          download
          fw={500}
          truncate
          display="block"
        >
          {name}
        </Anchor>
      ),
    },
    { id: "bytes", title: "Size", width: 100, align: "right", cell: ({ bytes }) => showBytes(bytes) },
    {
      id: "by",
      title: "Added by",
      width: 180,
      cell: ({ created_by }) => (
        <Text inherit truncate>
          {created_by}
        </Text>
      ),
    },
    { id: "at", title: "Added", width: 140, cell: ({ created_at }) => <When at={created_at} /> },
  ];
  if (!mayWrite) return plain;
  return [
    ...plain,
    {
      id: "actions",
      title: "Actions",
      isActions: true,
      width: 60,
      align: "right",
      cell: (file) => (
        <RowAction
          label="Delete"
          name={`Delete ${file.name}`}
          icon={IconTrash}
          onClick={() => void remove(file).catch(tellProblem)}
        />
      ),
    },
  ];
}
