import { AppError } from "#kernel/errors.ts";
import type { CustomerId } from "#kernel/id.ts";
import { inOrganization } from "#platform/db/db.ts";
import { type Route, route } from "#platform/http/serve.ts";
import { listLinkRows } from "./link-list.store.ts";
import { linkView } from "./link-view.ts";
import { linkCustomer, searchCrm, unlinkCustomer } from "./repair.api.ts";
import { searchRecords } from "./crm-search.commands.ts";
import { listClosedLinks, readmitLinks } from "./readmit.api.ts";
import { listClosed, readmit } from "./readmit.commands.ts";
import { linkByHand, unlink } from "./repair.commands.ts";

/** Handlers of linking and unlinking by hand (F88), and of what may come again. */
export function repairRoutes(): Route[] {
  return [
    route(linkCustomer, async (call, { params, body }) => {
      const customer = params.customer as CustomerId;
      const wanted = { customer, connection: body.connection, crmId: body.crm_id };
      const connection = await linkByHand(call, wanted);
      const [row] = await inOrganization(call.deps.db, call.member.organizationId, (tx) =>
        listLinkRows(tx, { connection, crmId: body.crm_id, limit: 1 }),
      );
      if (!row) throw new AppError("link.not_found", { customer });
      return linkView(row);
    }),
    route(unlinkCustomer, async (call, { params, body }) => {
      const customer = params.customer as CustomerId;
      const { connection_id, crm_id, crm_module } = await unlink(call, {
        customer,
        connection: body.connection,
      });
      return { connection: connection_id, crm_id, crm_module };
    }),
    route(searchCrm, async (call, { params, query }) => {
      const customer = params.customer as CustomerId;
      const { search, connection } = query;
      return { items: await searchRecords(call, { customer, connection, search }) };
    }),
    route(listClosedLinks, (call, { params, query }) => listClosed(call, params.connection, query)),
    route(readmitLinks, async (call, { params, body }) => ({
      ...(await readmit(call, params.connection, body)),
      dry_run: body.dry_run,
    })),
  ];
}
