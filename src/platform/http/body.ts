import { AppError } from "#kernel/errors.ts";

/** The JSON of a request's body; an empty body counts as `{}`. Refuses other content types: a form of another site cannot send this one. */
export async function readJsonBody(request: Request, limitBytes: number): Promise<unknown> {
  const text = await readBodyText(request, limitBytes);
  if (text === "") return {};
  const type = request.headers.get("content-type") ?? "";
  if (!/^application\/(json|[\w.-]+\+json)\s*(;|$)/i.test(type))
    throw new AppError("request.not_json", {
      message: `The Content-Type is ${type || "missing"}, not application/json`,
    });
  if (text.includes("\\u0000"))
    throw new AppError("request.invalid", {
      message: "Text may not contain the NUL character (U+0000)",
      remedy: "Remove it and send the request again.",
    });
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new AppError("request.not_json", {
      reason: error instanceof Error ? error.message : String(error),
    });
  }
}

/** The body as text, read no further than the limit. */
async function readBodyText(request: Request, limitBytes: number): Promise<string> {
  const tooLarge = (): AppError => new AppError("request.too_large", { limit_bytes: limitBytes });
  if (Number(request.headers.get("content-length") ?? 0) > limitBytes) throw tooLarge();
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of request.body ?? []) {
    size += piece.length;
    if (size > limitBytes) throw tooLarge();
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString("utf8");
}
