import { AppError, type ErrorCode, type FieldProblem, viewOf } from "#kernel/errors.ts";
import { CallError } from "#platform/http/call.ts";

type Trouble = { code: string; title: string; remedy: string };

/** An error in one line for a person at a terminal: `code: what; remedy`. */
export function lineOf(error: unknown): string {
  if (error instanceof AppError) return line(viewOf(error.code, error.facts));
  if (error instanceof CallError) return line(error.view);
  const text = error instanceof Error ? error.message : String(error);
  return oneLine(/^[a-z]+\.[a-z_]+: /.test(text) ? text : line({ ...viewOf("server.failed"), title: text }));
}

/** The trouble of a run or a connection, whose words are complete, in one line: `code: what; remedy`. */
export function lineOfTrouble({ code, title, remedy }: Trouble): string {
  return oneLine(`${code}: ${title}; ${remedy}`);
}

/** Runs a step whose errors are sentences without a code (`what; remedy`), and gives them this one. */
export async function withCode<Value>(code: ErrorCode, step: () => Value | Promise<Value>): Promise<Value> {
  try {
    return await step();
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw Object.assign(new AppError(code, factsOf(error)), { cause: error });
  }
}

function factsOf(error: unknown): { message: string; remedy?: string } {
  const [message = "", remedy] = (error instanceof Error ? error.message : String(error)).split(
    /; (?=[^;]*$)/,
  );
  const plain = message.replace(/^[a-z]+\.[a-z_]+: /, "");
  return remedy === undefined ? { message: plain } : { message: plain, remedy };
}

/** The fields that a refusal names. */
export function fieldProblems({ fields }: Record<string, unknown>): FieldProblem[] {
  return Array.isArray(fields) ? (fields as FieldProblem[]) : [];
}

function line({ code, title, remedy, details }: Trouble & { details: Record<string, unknown> }): string {
  // The title may be the first problem's words; a problem of a mapping's row names its field, the row has no number here.
  const named = fieldProblems(details)
    .filter(({ problem }) => problem !== title)
    .map(({ path, problem }) => (/^(contact_)?mapping\.\d/.test(path) ? problem : `${path}: ${problem}`))
    .join(", ");
  return lineOfTrouble({ code, title: named === "" ? title : `${title} (${named})`, remedy });
}

function oneLine(text: string): string {
  return text.replaceAll(/\s*\n\s*/g, " ").trim();
}
