import type { Tx } from "#platform/db/db.ts";
import type { KeepingLink } from "./kept.ts";
import type { Subject } from "./story.store.ts";

/** The links that tie a record to CRM records, of connections that are in use and set up, the oldest first. */
export async function listKeptLinks(tx: Tx, { target, id }: Subject): Promise<KeepingLink[]> {
  return tx
    .selectFrom("link")
    .innerJoin("connection", (join) =>
      join
        .onRef("connection.organization_id", "=", "link.organization_id")
        .onRef("connection.id", "=", "link.connection_id"),
    )
    .innerJoin("sync_config", (join) =>
      join
        .onRef("sync_config.organization_id", "=", "connection.organization_id")
        .onRef("sync_config.connection_id", "=", "connection.id")
        .onRef("sync_config.version", "=", "connection.config_version"),
    )
    .selectAll("link")
    .select(["connection.crm_company", "connection.api_url", "connection.kind", "connection.pushes"])
    .select("sync_config.settings")
    .where("link.target", "=", target)
    .where("link.state", "in", ["linked", "out_of_view", "deleted_in_crm"])
    .$narrowType<Pick<KeepingLink, "state">>()
    .where("connection.state", "!=", "disabled")
    .$if(target === "customer", (query) => query.where("link.customer_id", "=", id as never))
    .$if(target === "contact_person", (query) => query.where("link.contact_person_id", "=", id as never))
    .orderBy("link.linked_at")
    .execute();
}
