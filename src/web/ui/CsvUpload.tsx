import { Button, FileButton, Group, Stack, Text } from "@mantine/core";
import { IconFileSpreadsheet, IconUpload } from "@tabler/icons-react";
import { useState } from "react";
import classes from "./CsvUpload.module.css";
import { showNumber } from "./show.ts";

export type CsvFile = { name: string; bytes: number; text: string };

type CsvUploadProps = {
  /** Largest file that the server takes, in bytes. */
  maxBytes: number;
  onFile: (file: CsvFile) => void;
  /** A line about the columns that are expected, with a link to an example. */
  hint?: React.ReactNode;
};

/** A CSV file, dropped or chosen; read here as text, whatever its encoding says. */
export function CsvUpload({ maxBytes, onFile, hint }: CsvUploadProps) {
  const [problem, setProblem] = useState<string>();
  const [isOver, setOver] = useState(false);
  const [name, setName] = useState<string>();

  async function take(file: File | null | undefined): Promise<void> {
    setOver(false);
    if (!file) return;
    const refused = refusalOf(file, maxBytes);
    setProblem(refused);
    if (refused !== undefined) return;
    setName(file.name);
    onFile({ name: file.name, bytes: file.size, text: decode(await file.arrayBuffer()) });
  }

  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- dropping is for the mouse; the button within does the same
    <section
      aria-label="CSV file"
      className={classes.drop}
      data-over={isOver || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        void take(event.dataTransfer.files[0]);
      }}
    >
      <Stack align="center" gap="xs">
        <IconFileSpreadsheet size={28} stroke={1.4} aria-hidden />
        <Group gap="xs">
          <FileButton accept=".csv,text/csv" onChange={(file) => void take(file)}>
            {(props) => (
              <Button {...props} variant="default" leftSection={<IconUpload size={16} />}>
                {name === undefined ? "Choose a CSV file" : "Choose another file"}
              </Button>
            )}
          </FileButton>
          <Text c="dimmed">{name ?? "or drop it here"}</Text>
        </Group>
        {hint !== undefined && (
          <Text size="xs" c="dimmed">
            {hint}
          </Text>
        )}
        {problem !== undefined && (
          <Text c="var(--mantine-color-error)" role="alert">
            {problem}
          </Text>
        )}
      </Stack>
    </section>
  );
}

function refusalOf(file: File, maxBytes: number): string | undefined {
  if (!/\.(csv|txt)$/i.test(file.name))
    return `${file.name} is not a CSV file; export the sheet as CSV and choose that.`;
  if (file.size === 0) return `${file.name} is empty.`;
  const megabytes = (bytes: number): string => showNumber(Math.ceil(bytes / 100_000) / 10);
  if (file.size > maxBytes)
    return `${file.name} has ${megabytes(file.size)} MB; split it into files of at most ${megabytes(maxBytes)} MB.`;
  return undefined;
}

/** UTF-8, else what spreadsheets on Windows write: UTF-16 with its mark, or Windows-1252. */
function decode(bytes: ArrayBuffer): string {
  const [first, second] = new Uint8Array(bytes.slice(0, 2));
  if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}
