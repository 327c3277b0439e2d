import type { FieldProblem } from "#kernel/errors.ts";
import { EmailInput } from "#billing/email/document-email.api.ts";
import { problemsBy } from "#web/ui/problems-by.ts";

/** An e-mail as it is typed: the receivers of a field in one line, with something between them. */
export type TypedEmail = { to: string; cc: string; subject: string; text: string };

/** What is typed as it is sent. */
export function bodyOf({ to, cc, ...words }: TypedEmail) {
  return { ...words, to: addressesOf(to), cc: addressesOf(cc) };
}

/** What is wrong with what is typed, once a field: which of the addresses, and in which field. */
export function typedProblems(typed: TypedEmail): FieldProblem[] {
  const body = bodyOf(typed);
  const found = problemsBy(EmailInput)(body);
  const wrong = { to: wrongOf(found, "to", body.to), cc: wrongOf(found, "cc", body.cc) };
  return [
    ...saidOf("to", "To", wrong.to),
    ...saidOf("cc", "Copy to", wrong.cc),
    ...found.filter(({ path }) => !/^(to|cc)\.\d+$/.test(path)),
  ];
}

function wrongOf(found: readonly FieldProblem[], field: string, addresses: readonly string[]): string[] {
  const at = new Set(found.map(({ path }) => path));
  return addresses.filter((_address, place) => at.has(`${field}.${place}`));
}

function saidOf(path: string, label: string, wrong: readonly string[]): FieldProblem[] {
  if (wrong.length === 0) return [];
  const named = wrong.map((address) => `“${address}”`).join(", ");
  const words = wrong.length === 1 ? "is no e-mail address" : "are no e-mail addresses";
  return [{ path, problem: `${label}: ${named} ${words}, such as name@example.com` }];
}

function addressesOf(text: string): string[] {
  return text.split(/[,;\s]+/).filter((address) => address !== "");
}
