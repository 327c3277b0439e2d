import { Button, FileButton, Group, Stack, Text } from "@mantine/core";
import { IconFileSpreadsheet, IconUpload } from "@tabler/icons-react";
import { useState } from "react";
import classes from "./CsvUpload.module.css";
import { readBytes } from "./csv-text.ts";
import { showNumber } from "./show.ts";

export type CsvFile = { name: string; bytes: number; text: string };

type CsvUploadProps = {
  /** Largest file that the server takes, in bytes. */
  maxBytes: number;
  onFile: (file: CsvFile) => void;
  /** A line about the columns that are expected, with a link to an example. */
  hint?: React.ReactNode;
};

/** A CSV file, dropped or chosen; read here as text, and where it is not UTF-8 it says how. */
export function CsvUpload({ maxBytes, onFile, hint }: CsvUploadProps) {
  const [problem, setProblem] = useState<string>();
  const [isOver, setOver] = useState(false);
  const [read, setRead] = useState<{ name: string; encoding: string }>();

  async function take(file: File | null | undefined): Promise<void> {
    setOver(false);
    if (!file) return;
    const refused = refusalOf(file, maxBytes);
    setProblem(refused);
    if (refused !== undefined) return;
    const found = readBytes(file.name, new Uint8Array(await file.arrayBuffer()));
    if ("problem" in found) return setProblem(found.problem);
    setRead({ name: file.name, encoding: found.encoding });
    onFile({ name: file.name, bytes: file.size, text: found.text });
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
                {read === undefined ? "Choose a CSV file" : "Choose another file"}
              </Button>
            )}
          </FileButton>
          <Text c="dimmed">{read?.name ?? "or drop it here"}</Text>
        </Group>
        {hint !== undefined && (
          <Text size="xs" c="dimmed">
            {hint}
          </Text>
        )}
        {read?.encoding === "Windows-1252" && problem === undefined && (
          <Text size="sm" role="status">
            The file is not UTF-8 and was read as Windows-1252. If letters below look wrong, export it as
            UTF-8.
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
