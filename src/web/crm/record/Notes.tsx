import { Button, Group, Skeleton, Stack, Text, Textarea, Title } from "@mantine/core";
import { IconPencil, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import type { Module } from "#web/crm/module.ts";
import { type CrmNote, type NotesOf, useNotes, useNoteWrite } from "#web/crm/note-queries.ts";
import { useMay } from "#web/crm/rights.ts";
import { ProblemBox } from "#web/ui/Problem.tsx";
import { RowAction } from "#web/ui/RowAction.tsx";
import { tellProblem, tellUndo } from "#web/ui/tell.tsx";
import { When } from "#web/ui/When.tsx";
import classes from "./RecordPage.module.css";

/** Longest note. Source: Zoho CRM v8, "Create notes". */
const maxLength = 32_000;

/** What people wrote down about a record, and a place to write more. */
export function Notes({ module, id }: { module: Module; id: string }) {
  const of = { module: module.name, record: id };
  const notes = useNotes(of);
  const write = useNoteWrite(of);
  const mayWrite = useMay()(module.name, "Edit");
  return (
    <section className={classes.card} aria-label="Notes">
      <div className={classes.cardHead}>
        <Title order={2}>Notes</Title>
      </div>
      {notes.error && <ProblemBox problem={notes.error} />}
      {notes.isPending && <Skeleton height={36} m="xs" />}
      {mayWrite && (
        <Writer label="Write a note" yes="Add note" onSend={(content) => write.mutateAsync({ content })} />
      )}
      <ol className={classes.events}>
        {notes.data?.map((note) => (
          <Shown key={note.id} note={note} of={of} />
        ))}
      </ol>
      {notes.data?.length === 0 && !mayWrite && <div className={classes.none}>No notes yet</div>}
    </section>
  );
}

function Shown({ note, of }: { note: CrmNote; of: NotesOf }) {
  const [isEditing, setEditing] = useState(false);
  const write = useNoteWrite(of);
  const remove = (): void => {
    const content = [note.Note_Title, note.Note_Content].filter((text) => text !== null).join("\n");
    write
      .mutateAsync({ id: note.id })
      .then(() => tellUndo("The note is deleted.", () => write.mutateAsync({ content })), tellProblem);
  };
  if (isEditing)
    return (
      <li>
        <Writer
          label="Change the note"
          yes="Save note"
          text={note.Note_Content}
          onSend={async (content) => {
            await write.mutateAsync({ id: note.id, content });
            setEditing(false);
          }}
          onCancel={() => setEditing(false)}
        />
      </li>
    );
  return (
    <li>
      <Group justify="space-between" wrap="nowrap" gap="xs">
        <Text size="sm">
          <strong>{note.Created_By.name}</strong>{" "}
          <Text span size="xs" c="dimmed">
            <When at={note.Created_Time} />
            {note.Modified_Time !== note.Created_Time && ", changed"}
          </Text>
        </Text>
        {note.$editable && (
          <Group gap={0} wrap="nowrap">
            <RowAction label="Edit" name="Edit note" icon={IconPencil} onClick={() => setEditing(true)} />
            <RowAction label="Delete" name="Delete note" icon={IconTrash} onClick={remove} />
          </Group>
        )}
      </Group>
      {note.Note_Title !== null && (
        <Text size="sm" fw={500}>
          {note.Note_Title}
        </Text>
      )}
      <Text size="sm" style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
        {note.Note_Content}
      </Text>
    </li>
  );
}

type WriterProps = {
  label: string;
  yes: string;
  text?: string;
  onSend: (content: string) => Promise<unknown>;
  onCancel?: () => void;
};

/** A text that is sent with a button or Ctrl Enter; what was typed stays where that is refused. */
function Writer({ label, yes, text = "", onSend, onCancel }: WriterProps) {
  const [content, setContent] = useState(text);
  const [isSending, setSending] = useState(false);
  const isEmpty = content.trim() === "";
  const send = (): void => {
    if (isEmpty || isSending) return;
    setSending(true);
    onSend(content.trim())
      .then(() => setContent(""), tellProblem)
      .finally(() => setSending(false));
  };
  return (
    <Stack gap="xs" p="xs">
      <Textarea
        aria-label={label}
        placeholder={label}
        value={content}
        maxLength={maxLength}
        autosize
        minRows={2}
        maxRows={12}
        onChange={(event) => setContent(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) send();
        }}
      />
      {(!isEmpty || onCancel) && (
        <Group gap="xs" justify="flex-end">
          {onCancel && (
            <Button size="compact-sm" variant="default" onClick={onCancel}>
              Cancel
            </Button>
          )}
          <Button size="compact-sm" loading={isSending} disabled={isEmpty} onClick={send}>
            {yes}
          </Button>
        </Group>
      )}
    </Stack>
  );
}
