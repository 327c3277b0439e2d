import { createHash, type Hash } from "node:crypto";
import { AppError } from "#kernel/errors.ts";
import {
  type Footer,
  type Header,
  type TableEnd,
  type TableStart,
  readFooter,
  readHeader,
} from "./format.ts";

/**
 * One piece of a backup. On disk: a letter for its kind, four bytes of length (big-endian), and the content: JSON, or
 * for data a part of COPY's text. The order is header, then start, data…, end for each table, then footer.
 */
export type Frame =
  | { kind: "header"; value: Header }
  | { kind: "start"; value: TableStart }
  | { kind: "data"; bytes: Buffer }
  | { kind: "end"; value: TableEnd }
  | { kind: "footer"; value: Footer };

const letters = { header: "H", start: "T", data: "D", end: "E", footer: "Z" } as const;

/** A longer one was never written: data comes in what a socket gives at once. Keeps a damaged length from filling memory. */
const maxFrameBytes = 64_000_000;

/** A frame as bytes. */
export function frameBytes(frame: Frame): Buffer {
  const body = frame.kind === "data" ? frame.bytes : Buffer.from(JSON.stringify(frame.value));
  const head = Buffer.alloc(5);
  head.write(letters[frame.kind], 0, "latin1");
  head.writeUInt32BE(body.length, 1);
  return Buffer.concat([head, body]);
}

/**
 * The frames of a stream of bytes, each checked as far as it goes: order, rows and checksum of each table, checksum of
 * the whole. Throws `restore.damaged` or `restore.newer`. Holds one frame at a time.
 */
export async function* readFrames(source: AsyncIterable<Buffer>): AsyncGenerator<Frame> {
  const check = createCheck();
  for await (const { letter, body, raw } of splitFrames(source)) {
    const frame = parseFrame(letter, body);
    check(frame, raw);
    yield frame;
  }
  check(undefined, undefined);
}

type RawFrame = { letter: string; body: Buffer; raw: Buffer };

async function* splitFrames(source: AsyncIterable<Buffer>): AsyncGenerator<RawFrame> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of source) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    while (rest.length >= 5) {
      const length = rest.readUInt32BE(1);
      if (length > maxFrameBytes) throw damaged("a part has an impossible length");
      if (rest.length < 5 + length) break;
      const raw = rest.subarray(0, 5 + length);
      yield { letter: raw.toString("latin1", 0, 1), body: raw.subarray(5), raw };
      rest = rest.subarray(5 + length);
    }
  }
  if (rest.length > 0) throw damaged("it ends in the middle of a part");
}

function parseFrame(letter: string, body: Buffer): Frame {
  if (letter === letters.data) return { kind: "data", bytes: body };
  let json: unknown;
  try {
    json = JSON.parse(body.toString("utf8"));
  } catch {
    throw damaged("a part cannot be read");
  }
  switch (letter) {
    case letters.header:
      return { kind: "header", value: readHeader(json) };
    case letters.start:
      return { kind: "start", value: json as TableStart };
    case letters.end:
      return { kind: "end", value: json as TableEnd };
    case letters.footer:
      return { kind: "footer", value: readFooter(json) };
    default:
      throw damaged("a part is of no known kind");
  }
}

/** Looks at each frame in turn, and at the end (undefined): what is missing or differs is thrown. */
function createCheck(): (frame: Frame | undefined, raw: Buffer | undefined) => void {
  const whole = createHash("sha256");
  let table: Hash | undefined;
  let last: Frame["kind"] | undefined;
  let tables = 0;
  const follows: Record<Frame["kind"], readonly (Frame["kind"] | undefined)[]> = {
    header: [undefined],
    start: ["header", "end"],
    data: ["start", "data"],
    end: ["start", "data"],
    footer: ["header", "end"],
  };
  return (frame, raw) => {
    if (!frame || !raw) {
      if (last !== "footer") throw damaged("its end is missing");
      return;
    }
    if (!follows[frame.kind].includes(last)) throw damaged("its parts are out of order");
    last = frame.kind;
    if (frame.kind === "start") table = createHash("sha256");
    if (frame.kind === "data") table?.update(frame.bytes);
    if (frame.kind === "end" && table?.digest("hex") !== frame.value.sha256)
      throw damaged("a table has another checksum than when it was saved");
    if (frame.kind === "end") tables += 1;
    if (frame.kind !== "footer") whole.update(raw);
    else if (whole.digest("hex") !== frame.value.sha256 || frame.value.tables !== tables)
      throw damaged("the whole has another checksum than when it was saved");
  };
}

/** A refusal that says what is wrong with the file. */
export function damaged(why: string): AppError {
  return new AppError("restore.damaged", { message: `The backup file is damaged or not a backup: ${why}` });
}
