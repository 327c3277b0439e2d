import { AppError } from "#kernel/errors.ts";
import { findUnstorable, unstorableWords } from "#kernel/text.ts";

/**
 * The JSON of a request's body; an empty body counts as `{}`. Refuses other content types: a form of another site cannot
 * send this one. Refuses texts that PostgreSQL cannot keep, names included, so that nothing behind needs to know of them.
 */
export async function readJsonBody(request: Request, limitBytes: number): Promise<unknown> {
  const text = await readBodyText(request, limitBytes);
  if (text === "") return {};
  const type = request.headers.get("content-type") ?? "";
  if (!/^application\/(json|[\w.-]+\+json)\s*(;|$)/i.test(type))
    throw new AppError("request.not_json", {
      message: `The Content-Type is ${type || "missing"}, not application/json`,
    });
  const json = parse(text);
  const place = findUnstorable(json);
  if (place) {
    const path = place.join(".");
    throw new AppError("request.invalid", { part: "body", fields: [{ path, problem: unstorableWords }] });
  }
  return json;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AppError("request.not_json", {
      reason: error instanceof Error ? error.message : String(error),
    });
  }
}

/** The body as text, read no further than the limit. */
export async function readBodyText(request: Request, limitBytes: number): Promise<string> {
  const tooLarge = (): AppError => new AppError("request.too_large", { limit_bytes: limitBytes });
  if (Number(request.headers.get("content-length") ?? 0) > limitBytes) throw tooLarge();
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of request.body ?? []) {
    size += piece.length;
    if (size > limitBytes) throw tooLarge();
    pieces.push(piece);
  }
  return decode(Buffer.concat(pieces));
}

/** Bytes that are not UTF-8 are refused: written down, they would be other letters. */
function decode(bytes: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new AppError("request.not_json", {
      message: "The body is not UTF-8",
      remedy: "Send it as UTF-8.",
    });
  }
}
