import { outage } from "#web/outage.client.ts";
import { problemWords } from "#crm/import/import.api.ts";
import { CallError } from "#platform/http/call.ts";
import { callerIn } from "#web/api.ts";

/** What a call of the v8 API sends: its path below /crm/v8, and what goes with it. */
export type V8Call = {
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  path: string;
  query?: Query;
  body?: unknown;
  signal?: AbortSignal;
};
export type Query = Record<string, string | number | undefined>;

/** One refusal of the v8 API: the whole answer's, or that of one item in it. */
export type V8Problem = { code: string; message: string; details: Record<string, unknown>; status: "error" };

/** What became of one item of a write. */
export type V8Outcome =
  | { status: "success"; code: string; message: string; details: { id: string } & Record<string, unknown> }
  | V8Problem;

/** Asks the CRM with the session's cookie. Undefined where there is nothing (204). Throws CallError on refusals and outages. */
export async function askCrm<Answer>(organization: string, call: V8Call): Promise<Answer | undefined> {
  const answer = await send(organization, call);
  if (answer.status === 204 || answer.status === 304) return undefined;
  const json = await readJson(answer);
  if (answer.ok && answer.status !== 207) return json as Answer;
  // Writes answer item by item, whatever the status; whoever writes several rows looks at each.
  if (outcomesIn(json) !== undefined) return json as Answer;
  const problem = asProblem(json, answer.status);
  const name = problem.details["api_name"];
  throw refusal(
    answer.status,
    problem,
    typeof name === "string" ? [{ path: name, problem: sentence(problem.message) }] : [],
  );
}

/** Writes items and answers with what became of each, in their order. `under` is the key of the answer: data, fields, users … */
export async function writeCrm(organization: string, call: V8Call): Promise<V8Outcome[]> {
  return outcomesIn(await askCrm<unknown>(organization, call)) ?? [];
}

/** Writes one item; throws its refusal. Answers with the item's id. */
export async function writeOne(
  organization: string,
  call: V8Call,
  labels: ReadonlyMap<string, string> = new Map(),
): Promise<string> {
  const [outcome] = await writeCrm(organization, call);
  if (outcome?.status === "success") return outcome.details.id;
  throw itemRefusal(outcome, labels);
}

/** The refusal of an item, its fields named where it names some. */
export function itemRefusal(
  outcome: V8Problem | undefined,
  labels: ReadonlyMap<string, string> = new Map(),
): CallError {
  if (!outcome)
    return refusal(500, {
      code: "NO_ANSWER",
      message: "The CRM did not say what became of it",
      details: {},
      status: "error",
    });
  const parts = outcome.details["errors"];
  const problems =
    outcome.code === "MULTIPLE_OR_MULTI_ERRORS" && Array.isArray(parts) ? (parts as V8Problem[]) : [outcome];
  const fields = problems.flatMap((problem) => {
    const name = problem.details["api_name"];
    if (typeof name !== "string" || name === "id") return [];
    const label = labels.get(name);
    return [
      {
        path: name,
        problem: label === undefined ? sentence(problem.message) : labelled(problem, name, label),
      },
    ];
  });
  return refusal(400, outcome, fields);
}

/** A field's refusal with its label in place of the API's name. */
function labelled(problem: V8Problem, name: string, label: string): string {
  return problem.message.startsWith(`${name} `)
    ? `${label}${problem.message.slice(name.length)}`
    : problemWords(problem, label);
}

async function send(
  organization: string,
  { method = "GET", path, query = {}, body, signal }: V8Call,
): Promise<Response> {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== "") search.append(name, String(value));
  const text = search.toString();
  try {
    return await fetch(`/crm/v8${path}${text === "" ? "" : `?${text}`}`, {
      method,
      headers: callerIn(organization).headers(),
      credentials: "same-origin",
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    });
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
    throw outage();
  }
}

async function readJson(answer: Response): Promise<unknown> {
  try {
    return JSON.parse(await answer.text());
  } catch {
    // Not the CRM's JSON: something between us and it answered; the refusal's general words say so.
    return undefined;
  }
}

/** The items of an answer that lists what became of each: under data, fields, custom_views or users. */
function outcomesIn(json: unknown): V8Outcome[] | undefined {
  if (typeof json !== "object" || json === null) return undefined;
  const list: unknown = Object.values(json).find((value) => Array.isArray(value));
  if (!Array.isArray(list) || list.length === 0) return undefined;
  return list.every(
    (one: unknown) =>
      typeof one === "object" && one !== null && "status" in one && "code" in one && "details" in one,
  )
    ? (list as V8Outcome[])
    : undefined;
}

function asProblem(json: unknown, status: number): V8Problem {
  if (typeof json === "object" && json !== null && "code" in json && "message" in json)
    return json as V8Problem;
  return {
    code: `HTTP_${status}`,
    message: `The CRM answered ${status} without a reason`,
    details: {},
    status: "error",
  };
}

/** What to do about the refusals that a person may meet. */
const remedies: Record<string, { title?: string; remedy: string }> = {
  NO_PERMISSION: {
    title: "Your CRM profile does not allow this",
    remedy: "Ask an administrator of the CRM (Setup > Users).",
  },
  AUTHENTICATION_FAILURE: {
    title: "Sign in again",
    remedy: "Your session has ended; what you typed is kept.",
  },
  INVALID_TOKEN: {
    title: "You are no active user of this CRM",
    remedy: "Ask an administrator of the CRM to activate you (Setup > Users).",
  },
  ALREADY_MODIFIED: {
    title: "Somebody else has changed this record meanwhile",
    remedy: "Load it again and repeat your change.",
  },
  INTERNAL_ERROR: {
    title: "Something went wrong on our side",
    remedy: "Try again; if it happens again, report the code.",
  },
  DUPLICATE_DATA: { title: "Another one has this value already", remedy: "Choose a different value." },
};

function refusal(
  status: number,
  problem: V8Problem,
  fields: { path: string; problem: string }[] = [],
): CallError {
  const isLast = problem.code === "NOT_ALLOWED" && problem.details["reason"] === "last_administrator";
  const { title, remedy } = isLast
    ? {
        title: "The last administrator must stay an active administrator",
        remedy: "Make another user administrator first.",
      }
    : (remedies[problem.code] ?? { remedy: "Correct it and try again." });
  const details = { ...problem.details, ...(fields.length > 0 ? { fields } : {}) };
  return new CallError(status, {
    code: `crm.${problem.code.toLowerCase()}`,
    title: title ?? sentence(problem.message),
    remedy,
    details,
  });
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
