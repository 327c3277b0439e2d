import { parse } from "csv-parse";
import { Unzip, UnzipInflate, type UnzipFile } from "fflate";

/** Compressed bytes given to the inflater at once. Deflate grows at most 1,032 times: below 17 MB in memory. */
const sliceBytes = 16 * 1024;
/** One row with its long texts. */
const rowLimitBytes = 16 * 1024 * 1024;

/** The file is no zip, holds no table, or ends too early. */
export class BadFile extends Error {}

/**
 * The rows of the one CSV file in a zip, the header first, some thousands at a time, in constant memory: nothing is
 * read ahead of the reader. Throws BadFile, or what the chunks throw.
 */
export async function* rowsOfZip(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string[][]> {
  const parser = parse({ bom: true, max_record_size: rowLimitBytes });
  let rows: string[][] = [];
  parser.on("data", (row: string[]) => rows.push(row));
  const ended = new Promise<void>((resolve, reject) => {
    parser.once("end", resolve);
    parser.once("error", (error) => reject(new BadFile(error.message)));
  });
  ended.catch(() => undefined);
  for await (const part of inflated(chunks)) {
    await Promise.race([ended, new Promise<unknown>((resolve) => parser.write(part, resolve))]);
    if (rows.length > 0) yield rows;
    rows = [];
  }
  parser.end();
  await ended;
  if (rows.length > 0) yield rows;
}

async function* inflated(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let ready: Uint8Array[] = [];
  let isWhole = false;
  let files = 0;
  const unzip = new Unzip((file: UnzipFile) => {
    files += 1;
    if (files > 1 || !file.name.endsWith(".csv")) throw new BadFile(`an unexpected file: ${file.name}`);
    file.ondata = (error, data, final) => {
      if (error !== null) throw new BadFile(error.message);
      if (data.length > 0) ready.push(data);
      isWhole ||= final;
    };
    file.start();
  });
  unzip.register(UnzipInflate);
  const push = (bytes: Uint8Array, final: boolean) => {
    try {
      unzip.push(bytes, final);
    } catch (error) {
      throw error instanceof BadFile
        ? error
        : new BadFile(error instanceof Error ? error.message : String(error));
    }
  };
  for await (const chunk of chunks) {
    for (let from = 0; from < chunk.length; from += sliceBytes) {
      push(chunk.subarray(from, from + sliceBytes), false);
      yield* ready;
      ready = [];
    }
  }
  push(new Uint8Array(0), true);
  yield* ready;
  if (!isWhole) throw new BadFile("the file ends too early");
}
