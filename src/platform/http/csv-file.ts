import { Readable } from "node:stream";

/**
 * A CSV file as the answer of an endpoint. Its parts are made as they are sent: memory does not grow with the file, and
 * whoever breaks the download off ends their making.
 */
export function csvFile(name: string, parts: AsyncIterable<string> | Iterable<string>): Response {
  const headers = {
    "content-type": "text/csv; charset=utf-8",
    "content-disposition": `attachment; filename="${name}.csv"`,
    "cache-control": "no-store",
  };
  return new Response(Readable.toWeb(Readable.from(encoded(parts))) as ReadableStream, { headers });
}

async function* encoded(parts: AsyncIterable<string> | Iterable<string>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  for await (const part of parts) yield encoder.encode(part);
}
