import { largestAttachment } from "#billing/attachment/attachment.ts";
import { showBytes } from "#web/ui/show.ts";

/** Why a chosen file cannot be kept; undefined where it can. */
export function refusalOf({ name, size }: File): string | undefined {
  if (size === 0) return `${name} is empty; choose a file with content.`;
  return size > largestAttachment
    ? `${name} has ${showBytes(size)}; a file has at most ${showBytes(largestAttachment)}.`
    : undefined;
}

/** Bytes that are written as letters at a time: a multiple of three, so that the parts join without padding. */
const partBytes = 30_000;

/** The bytes of a file as the API takes them. Rejects where the browser cannot read it any more. */
export async function base64Of(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += partBytes)
    parts.push(btoa(String.fromCodePoint(...bytes.subarray(at, at + partBytes))));
  return parts.join("");
}
