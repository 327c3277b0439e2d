import { AppError } from "#kernel/errors.ts";
import { recordAudit } from "#platform/audit/audit.store.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Act } from "#billing/act.ts";
import type { EmailKind } from "./email-kind.ts";
import { unknownPlaceholders } from "./template.ts";
import { deleteTemplate, saveTemplate } from "./template.store.ts";

type Given = { kind: EmailKind; subject: string; text: string };

/** Writes the words of a kind of e-mail; refuses braces that stand for nothing, each by name. */
export async function setTemplate(tx: Tx, act: Act, { kind, subject, text }: Given): Promise<void> {
  const fields = [
    ...problemsOf("subject", unknownPlaceholders(subject, kind)),
    ...problemsOf("text", unknownPlaceholders(text, kind)),
  ];
  const [first] = fields;
  if (first) throw new AppError("email.unknown_placeholder", { message: first.problem, fields });
  const { organizationId: organization_id, now: updated_at } = act;
  await saveTemplate(tx, { organization_id, kind, subject, body: text, updated_at });
  await tell(tx, act, "email_template.changed", kind);
}

/** Takes the words that come along again. */
export async function resetTemplate(tx: Tx, act: Act, kind: EmailKind): Promise<void> {
  await deleteTemplate(tx, kind);
  await tell(tx, act, "email_template.reset", kind);
}

function problemsOf(path: string, unknown: string[]): { path: string; problem: string }[] {
  if (unknown.length === 0) return [];
  const names = unknown.map((name) => `{${name}}`).join(", ");
  return [{ path, problem: `${names} is no placeholder of this e-mail` }];
}

async function tell(tx: Tx, act: Act, action: string, kind: EmailKind): Promise<void> {
  const { organizationId, actor, now: at } = act;
  const subject = { kind: "email_template", id: kind };
  await recordAudit(tx, { organizationId, actor, at, action, subject, details: {} });
}
