import { Button, FileButton, Group, Select, Stack, Text } from "@mantine/core";
import { IconFileSpreadsheet, IconUpload } from "@tabler/icons-react";
import { useState } from "react";
import classes from "./CsvUpload.module.css";
import { showNumber } from "./show.ts";
import { type Encoding, encodings, guessEncoding, textOf } from "./text-encoding.ts";

export type CsvFile = { name: string; text: string };

type CsvUploadProps = {
  /** Largest file that the server takes, in bytes. */
  maxBytes: number;
  onFile: (file: CsvFile) => void;
  /** A line about the columns that are expected, with a link to an example. */
  hint?: React.ReactNode;
};

/** A chosen file, and how its bytes are read. */
type Taken = { name: string; bytes: Uint8Array; encoding: Encoding; isCertain: boolean };

/** A CSV file, dropped or chosen. Where its encoding is not certain, a person chooses it by looking at the letters. */
export function CsvUpload({ maxBytes, onFile, hint }: CsvUploadProps) {
  const [problem, setProblem] = useState<string>();
  const [isOver, setOver] = useState(false);
  const [taken, setTaken] = useState<Taken>();

  async function take(file: File | null | undefined): Promise<void> {
    setOver(false);
    if (!file) return;
    const refused = refusalOf(file, maxBytes);
    if (refused !== undefined) return setProblem(refused);
    const bytes = new Uint8Array(await file.arrayBuffer());
    const next = { name: file.name, bytes, ...guessEncoding(bytes) };
    const unreadable = nulIn(next);
    setProblem(unreadable);
    if (unreadable === undefined) read(next);
  }

  function read(next: Taken): void {
    setTaken(next);
    onFile({ name: next.name, text: textOf(next.bytes, next.encoding) });
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
        <Group gap="xs" justify="center">
          <FileButton accept=".csv,text/csv" onChange={(file) => void take(file)}>
            {(props) => (
              <Button {...props} variant="default" leftSection={<IconUpload size={16} />}>
                {taken === undefined ? "Choose a CSV file" : "Choose another file"}
              </Button>
            )}
          </FileButton>
          <Text c="dimmed">{taken?.name ?? "or drop it here"}</Text>
        </Group>
        {hint !== undefined && (
          <Text size="xs" c="dimmed" ta="center">
            {hint}
          </Text>
        )}
        {taken && !taken.isCertain && problem === undefined && (
          <Select
            label="The file is not UTF-8. Are the letters below right?"
            size="xs"
            w={320}
            maw="100%"
            allowDeselect={false}
            data={encodings.map(({ value, label }) => ({ value, label }))}
            value={taken.encoding}
            onChange={(encoding) => read({ ...taken, encoding: encoding ?? taken.encoding })}
          />
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

function refusalOf({ name, size }: File, maxBytes: number): string | undefined {
  if (!/\.(csv|txt)$/i.test(name))
    return `${name} is not a CSV file; export the sheet as CSV and choose that.`;
  if (size === 0) return `${name} is empty.`;
  const megabytes = (count: number): string => showNumber(Math.ceil(count / 100_000) / 10);
  return size > maxBytes
    ? `${name} has ${megabytes(size)} MB; split it into files of at most ${megabytes(maxBytes)} MB.`
    : undefined;
}

/** A byte that no text has: the file is an archive or a picture under a wrong name. */
function nulIn({ name, bytes, encoding }: Taken): string | undefined {
  const nul = encoding.startsWith("utf-16") ? -1 : bytes.indexOf(0);
  return nul < 0
    ? undefined
    : `${name} is not a text file: byte ${showNumber(nul + 1)} is NUL. Export the sheet as CSV in UTF-8 and choose that.`;
}
