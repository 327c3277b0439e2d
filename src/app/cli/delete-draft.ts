import type { Command } from "commander";
import { act, type Context } from "./context.ts";

/** How a kind of document is found, by its number or id, and its draft deleted. */
type Deletion = {
  /** `invoice`, as the commands call it. */ kind: string;
  find: (context: Context<object>, given: string) => Promise<string>;
  remove: (context: Context<object>, id: string) => Promise<unknown>;
};

/** `concord <documents> delete`: what has no number yet, so that none is missing afterwards. */
export function addDeleteDraft(documents: Command, { kind, find, remove }: Deletion): void {
  act(
    documents.command(`delete <${kind}>`).description("delete a draft, which takes no number along"),
    async (context, given = "") => {
      const id = await find(context, given);
      return { json: await remove(context, id), lines: [`The draft ${id} is deleted`] };
    },
  );
}
