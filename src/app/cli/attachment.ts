import { basename } from "node:path";
import type { Command } from "commander";
import {
  addAttachment,
  downloadAttachment,
  listAttachments,
  removeAttachment,
} from "#billing/attachment/attachment.api.ts";
import { callFile } from "#platform/http/call.ts";
import { act } from "./context.ts";
import { readBytes, writeOwnFile } from "./file.ts";
import { tableLines } from "./output.ts";

/** `concord customers files …`: what is kept with a customer. */
export function addAttachmentCommands(customers: Command): void {
  const files = customers.command("files").description("files that are kept with a customer");
  act(
    files.command("list <customer>").description("the files of a customer, newest first"),
    async ({ call }, customer = "") => {
      const answer = await call(listAttachments, { params: { customer } });
      const rows = answer.items.map(({ id, name, bytes, created_by, created_at }) => [
        id,
        name,
        `${bytes} bytes`,
        created_by,
        created_at,
      ]);
      return { json: answer, lines: rows.length === 0 ? ["No file is kept with it"] : tableLines(rows) };
    },
  );
  act(
    files.command("add <customer> <file>").description("keep a file with a customer, of at most 10 MB"),
    async ({ call }, customer = "", file = "") => {
      const body = { name: basename(file), file_base64: readBytes(file).toString("base64") };
      const kept = await call(addAttachment, { params: { customer }, body });
      return { json: kept, lines: [`${kept.name} is kept: ${kept.id}`] };
    },
  );
  act(
    files.command("get <attachment> <file>").description("write one of them to a file"),
    async ({ target }, attachment = "", file = "") => {
      const { caller } = await target();
      const { bytes } = await callFile(caller, downloadAttachment, { params: { attachment } });
      writeOwnFile(file, bytes);
      return { json: { file, bytes: bytes.length }, lines: [`It is in ${file}`] };
    },
  );
  act(
    files.command("delete <attachment>").description("delete one of them, for good"),
    async ({ call }, attachment = "") => {
      const done = await call(removeAttachment, { params: { attachment } });
      return { json: done, lines: [`${attachment} is deleted`] };
    },
  );
}
