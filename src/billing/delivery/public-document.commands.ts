import { AppError } from "#kernel/errors.ts";
import type { OrganizationId } from "#kernel/id.ts";
import { inOrganization, type Tx } from "#platform/db/db.ts";
import type { Deps } from "#platform/deps.ts";
import type { Act } from "#billing/act.ts";
import { getDocumentForUpdate } from "#billing/document/document.commands.ts";
import { dayOf } from "#billing/document/party.commands.ts";
import { moveEstimate } from "#billing/estimate/estimate.commands.ts";
import { estimateStatus } from "#billing/estimate/estimate.ts";
import { getPaper } from "#billing/paper/get-paper.commands.ts";
import type { Paper } from "#billing/paper/paper.ts";
import type { PublicDocument } from "./public-document.api.ts";
import { findLinked, findLinkOrganization } from "./public-link.store.ts";

type Linked = NonNullable<Awaited<ReturnType<typeof findLinked>>>;

/**
 * Does something with the document that a link opens, in its organization's transaction. A link that never was, one
 * that is revoked and one that is expired are refused alike.
 */
async function withLinked<Value>(
  deps: Deps,
  token: string,
  work: (tx: Tx, linked: Linked, organizationId: OrganizationId) => Promise<Value>,
): Promise<Value> {
  const organizationId = await findLinkOrganization(deps.system, token);
  if (organizationId === undefined) throw new AppError("public_link.not_found");
  return inOrganization(deps.db, organizationId, async (tx) => {
    const linked = await findLinked(tx, token, (await dayOf(tx, { now: deps.clock.now() })).date);
    if (linked === undefined) throw new AppError("public_link.not_found");
    return work(tx, linked, organizationId);
  });
}

/** Whether a link opens something. */
export async function opens(deps: Deps, token: string): Promise<boolean> {
  try {
    return await withLinked(deps, token, async () => true);
  } catch (error) {
    if (error instanceof AppError) return false;
    throw error;
  }
}

/** What a link opens. */
export async function readPublicDocument(deps: Deps, token: string): Promise<PublicDocument> {
  return withLinked(deps, token, (tx, linked) => publicView(deps, tx, linked));
}

/** The paper of what a link opens. */
export async function readPublicPaper(deps: Deps, token: string): Promise<Paper> {
  return withLinked(deps, token, async (tx, linked) => (await getPaper(tx, linked)).paper);
}

/** The customer answers an estimate that waits for it. Members may change an answer, the link may not. */
export async function answerPublicly(
  deps: Deps,
  token: string,
  { action, name }: { action: "accept" | "decline"; name: string },
): Promise<PublicDocument> {
  return withLinked(deps, token, async (tx, linked, organizationId) => {
    const { link, kind, id } = linked;
    if (kind !== "estimate") throw new AppError("public_link.not_found");
    const now = deps.clock.now();
    const act: Act = { organizationId, actor: { kind: "customer", id: link, name }, now, ids: deps.ids };
    const estimate = await getDocumentForUpdate(tx, { kind, id });
    const status = estimateStatus(estimate, (await dayOf(tx, { now })).date);
    if (status !== "sent")
      throw new AppError("estimate.wrong_status", { status, message: `The estimate is ${status}` });
    await moveEstimate(tx, act, id as `est_${string}`, action);
    return publicView(deps, tx, linked);
  });
}

async function publicView({ clock }: Pick<Deps, "clock">, tx: Tx, linked: Linked): Promise<PublicDocument> {
  const { paper, document } = await getPaper(tx, linked);
  const { date } = await dayOf(tx, { now: clock.now() });
  const status = document.kind === "estimate" ? estimateStatus(document, date) : undefined;
  return {
    paper,
    is_void: document.status === "void",
    can_answer: status === "sent",
    answer: status === "accepted" || status === "declined" ? status : null,
  };
}
