import { type ErrorCode, viewOf } from "#kernel/errors.ts";

/** The header by which receivers know an e-mail again, made of its id: every attempt to send it carries the same. */
export function newMessageId(id: string, fromAddress: string): string {
  return `<${id}@${fromAddress.slice(fromAddress.lastIndexOf("@") + 1)}>`;
}

/** What went wrong, with the words of the mail server. */
export function saidBy(problem: ErrorCode, answer: string | null): string {
  const { title } = viewOf(problem);
  return answer === null || answer === "" ? title : `${title}: ${answer}`;
}
