import { allErrors } from "#kernel/errors.ts";
import { code, pageHead, table } from "./markdown.ts";

/** docs/reference/errors.md: every refusal by the part of the product it belongs to. */
export function errorsPage(): string {
  const groups = Map.groupBy(allErrors(), ({ code: text }) => text.split(".")[0] ?? "");
  const sections = [...groups].map(
    ([group, errors]) =>
      `## ${group}\n\n${table(
        ["code", "HTTP", "what it says", "what to do"],
        errors.map(({ code: text, status, title, remedy }) => [code(text), String(status), title, remedy]),
      )}\n`,
  );
  return [
    pageHead("Errors", "`src/kernel/errors`"),
    "A refusal is the same in a page, in the API and at the command line: a code, what happened, what to do. The API answers the HTTP status below with `{ error: { code, title, remedy, details, request_id } }`; the command line prints `code: what; remedy` to standard error and ends with exit code 1. A title or remedy may be more precise than the one below, naming the field or value concerned; the code stays.\n",
    ...sections,
  ].join("\n");
}
