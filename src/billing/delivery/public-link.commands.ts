import { AppError } from "#kernel/errors.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Deps } from "#platform/deps.ts";
import { randomSecret, sha256 } from "#platform/secrets/secrets.ts";
import type { Act } from "#billing/act.ts";
import {
  getDocument,
  getDocumentForUpdate,
  tellOfDocument,
  type Which,
} from "#billing/document/document.commands.ts";
import { findLink, insertLink, type PublicLink, revokeLink, setLinkEnd } from "./public-link.store.ts";

type Ports = Pick<Deps, "vault" | "publicUrl">;

/** A link as members see it. */
export type ShownLink = { url: string; expires_on: string | null; created_at: string };

/** The link of a document that is in force, or none; refuses with `….not_found`. */
export async function getPublicLink(tx: Tx, ports: Ports, which: Which): Promise<ShownLink | null> {
  await getDocument(tx, which);
  return (await findShownLink(tx, ports, which.id)) ?? null;
}

/** The link of a document that is in force, if it has one. */
export async function findShownLink(
  tx: Tx,
  ports: Ports,
  document: Which["id"],
): Promise<ShownLink | undefined> {
  const link = await findLink(tx, document);
  return link && shown(ports, link);
}

/** The link of a document: the one in force, with this last day, or a new one. A draft has none: it is sent first. */
export async function openPublicLink(
  tx: Tx,
  ports: Ports,
  act: Act,
  { expires_on, ...which }: Which & { expires_on?: string | null | undefined },
): Promise<ShownLink> {
  const document = await getDocumentForUpdate(tx, which);
  if (document.status === "draft") throw new AppError("public_link.draft", { document: which.id });
  const link = await findLink(tx, which.id);
  if (link !== undefined) {
    if (expires_on === undefined || expires_on === link.expires_on) return shown(ports, link);
    await setLinkEnd(tx, link.id, expires_on);
    return shown(ports, { ...link, expires_on });
  }
  const made = newLink(ports, act, which.id, expires_on ?? null);
  await insertLink(tx, made);
  await tellOfDocument(tx, act, document, "link_opened");
  return shown(ports, made);
}

/** Takes the link of a document out of force; its address opens nothing any more, nor does a later link bring it back. */
export async function closePublicLink(tx: Tx, act: Act, which: Which): Promise<void> {
  const document = await getDocumentForUpdate(tx, which);
  const link = await findLink(tx, which.id);
  if (link === undefined) return;
  await revokeLink(tx, link.id, act.now);
  await tellOfDocument(tx, act, document, "link_closed");
}

function newLink(
  { vault }: Ports,
  act: Act,
  document_id: Which["id"],
  expires_on: string | null,
): PublicLink {
  const token = randomSecret();
  const id = act.ids("plk");
  return {
    organization_id: act.organizationId,
    id,
    document_id,
    hash: sha256(token),
    token: vault.seal(token, placeOf(act.organizationId, id)),
    expires_on,
    created_at: act.now,
    revoked_at: null,
  };
}

function shown({ vault, publicUrl }: Ports, link: PublicLink): ShownLink {
  const token = vault.open(link.token, placeOf(link.organization_id, link.id));
  return { url: `${publicUrl}/p/${token}`, expires_on: link.expires_on, created_at: link.created_at };
}

function placeOf(organization: string, row: string) {
  return { organization, table: "public_link", column: "token", row };
}
