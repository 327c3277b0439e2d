/** An answer: JSON as a value or as text that is ready, or a Response. Nothing at all where the status has no body. */
export type V8Answer = { status: number; json?: unknown; text?: string; response?: Response };

/** What became of one item of a write. */
export type Item = {
  code: string;
  details: Record<string, unknown>;
  message: string;
  status: "success" | "error";
};

/** 200 with a value. */
export function ok(json: unknown): V8Answer {
  return { status: 200, json };
}

/** 204: there is nothing. */
export const nothing: V8Answer = { status: 204 };

/** An item that was written. */
export function success(id: string, message: string): Item {
  return { code: "SUCCESS", details: { id }, message, status: "success" };
}

/** An item that was refused. */
export function refused(code: string, message: string, details: Record<string, unknown>): Item {
  return { code, details, message, status: "error" };
}

/** The answer to a write of several items: all well, some well (207) or none (400). `under` is the key they stand under. */
export function itemsAnswer(
  under: string,
  items: readonly { status?: unknown }[],
  allWell: number,
): V8Answer {
  const good = items.filter(({ status }) => status === "success").length;
  return { status: good === items.length ? allWell : good > 0 ? 207 : 400, json: { [under]: items } };
}
