import { Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./Empty.module.css";

/** Small line drawings; `card` for people and records, `list` for logs and lists, `key`, `search`, `lost`. */
export type Drawing = keyof typeof drawings;

type EmptyProps = { sentence: string; action?: ReactNode; drawing?: Drawing };

/** A place without anything in it: one sentence, one action, a small drawing. */
export function Empty({ sentence, action, drawing = "list" }: EmptyProps) {
  return (
    <Stack align="center" gap="md" py={48} px="md">
      <svg viewBox="0 0 96 64" width={96} height={64} className={classes.drawing} aria-hidden>
        {drawings[drawing]}
      </svg>
      <Text ta="center" maw={420}>
        {sentence}
      </Text>
      {action}
    </Stack>
  );
}

const drawings = {
  list: (
    <>
      <rect x="14" y="8" width="68" height="48" rx="6" />
      <path d="M24 22h4M36 22h36M24 32h4M36 32h28M24 42h4" />
      <path className={classes.accent} d="M36 42h18" />
    </>
  ),
  card: (
    <>
      <rect x="22" y="6" width="60" height="40" rx="6" opacity="0.5" />
      <rect x="14" y="16" width="60" height="40" rx="6" className={classes.front} />
      <circle cx="29" cy="32" r="6" className={classes.accent} />
      <path d="M42 29h22M42 37h14M24 47h40" />
    </>
  ),
  key: (
    <>
      <circle cx="32" cy="32" r="14" />
      <circle cx="32" cy="32" r="5" className={classes.accent} />
      <path d="M46 32h36M70 32v10M80 32v8" />
    </>
  ),
  search: (
    <>
      <circle cx="43" cy="29" r="17" />
      <path d="M56 42l16 14" />
      <path className={classes.accent} d="M36 29h14" />
    </>
  ),
  lost: (
    <>
      <path d="M12 52h72M24 52V28l24-16 24 16v24" />
      <path className={classes.accent} d="M42 52V38h12v14" strokeDasharray="3 3" />
    </>
  ),
};
