import { ActionIcon, CopyButton, Group, Tooltip } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import type { ReactNode } from "react";
import classes from "./Field.module.css";
import { showText } from "./show.ts";

/** Fields of a record, name beside value. */
export function Fields({ children }: { children: ReactNode }) {
  return <dl className={classes.fields}>{children}</dl>;
}

type FieldProps = {
  name: string;
  value?: string | null;
  /** In place of the plain value: a link, a status. */
  children?: ReactNode;
  /** Offers to copy the value. */
  copies?: boolean;
  /** What is copied, where it is shown in another form than it has. */
  copy?: string;
  /** A small mark behind the value, such as where it was synced from. */
  mark?: ReactNode;
};

/** One field of a record. */
export function Field({ name, value, children, copies = false, copy, mark }: FieldProps) {
  const copied = copy ?? (copies ? value : undefined);
  return (
    <div className={classes.field}>
      <dt>{name}</dt>
      <dd>
        <span className={classes.value}>{children ?? showText(value)}</span>
        {mark}
        {copied && <Copy value={copied} name={name} />}
      </dd>
    </div>
  );
}

/** A button that copies a text and says so. */
export function Copy({ value, name }: { value: string; name: string }) {
  return (
    <CopyButton value={value}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? "Copied" : "Copy"}>
          <ActionIcon
            variant="subtle"
            color="gray"
            size={24}
            onClick={copy}
            aria-label={copied ? "Copied" : `Copy ${name}`}
          >
            {copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
          </ActionIcon>
        </Tooltip>
      )}
    </CopyButton>
  );
}

/** A text to be taken elsewhere, such as a secret that is shown this once: whole, marked by one click, with a button to copy it. */
export function SecretOnce({ value, name }: { value: string; name: string }) {
  return (
    <Group className={classes.secret} gap="xs" wrap="nowrap">
      <code aria-label={name}>{value}</code>
      <Copy value={value} name={name} />
    </Group>
  );
}
