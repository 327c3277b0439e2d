import { Button, Group, Modal, Select, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { largestImportBytes } from "#billing/customer/customer-import.api.ts";
import { uploadMoveIn } from "#billing/move-in/move-in.api.ts";
import { type MoveInKind, moveInKinds } from "#billing/move-in/move-in-kind.ts";
import { useSend } from "#web/api.ts";
import { type CsvFile, CsvUpload } from "#web/ui/CsvUpload.tsx";
import { ProblemBox } from "#web/ui/Problem.tsx";
import { kindWords, titleOf } from "./words.ts";

type NewMoveInProps = { isOpen: boolean; onClose: () => void; onDone: (id: string) => void };

/** What a file holds, and the file. */
export function NewMoveIn({ isOpen, onClose, onDone }: NewMoveInProps) {
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      size="lg"
      title="Import a file"
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <Choice onClose={onClose} onDone={onDone} />
    </Modal>
  );
}

function Choice({ onClose, onDone }: Omit<NewMoveInProps, "isOpen">) {
  const [kind, setKind] = useState<MoveInKind>("customers");
  const [file, setFile] = useState<CsvFile>();
  const upload = useSend(uploadMoveIn, { refreshes: ["Audit log"], done: ({ id }) => onDone(id) });
  return (
    <Stack gap="md">
      {upload.error && <ProblemBox problem={upload.error} />}
      <Select
        label="What the file holds"
        description={kindWords[kind].after}
        allowDeselect={false}
        data={moveInKinds.map((value) => ({ value, label: titleOf(value) }))}
        value={kind}
        onChange={(value) => setKind(value ?? kind)}
      />
      <CsvUpload
        maxBytes={largestImportBytes}
        onFile={setFile}
        hint="As Zoho Billing exports it: the first row holds the headings, which are recognised."
      />
      <Text size="sm" c="dimmed">
        Nothing is imported before you have seen what would become of each row.
      </Text>
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button
          disabled={file === undefined}
          loading={upload.isPending}
          onClick={() =>
            file && upload.mutate({ body: { kind, file_name: file.name.slice(0, 200), csv: file.text } })
          }
        >
          Next
        </Button>
      </Group>
    </Stack>
  );
}
