import type { z } from "zod";
import { viewOf } from "#kernel/errors.ts";
import type { CustomerId, Id } from "#kernel/id.ts";
import { cursorId, cursorOf, pageOf } from "#kernel/page.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Route } from "#platform/http/serve.ts";
import type { Act } from "#billing/act.ts";
import { dayOf } from "#billing/document/party.commands.ts";
import { exportRoute } from "#billing/listing/export.routes.ts";
import { tenantRoute } from "#billing/tenant-route.routes.ts";
import * as api from "./customer.api.ts";
import { listContactPersons } from "./contact-person.store.ts";
import * as commands from "./customer.commands.ts";
import { exportColumns } from "./customer-csv.ts";
import { listCustomerEvents } from "./customer-event.store.ts";
import {
  countCustomers,
  type CustomerFilter,
  listCustomers,
  readCustomers,
  searchCustomers,
} from "./customer-list.store.ts";
import { customerFieldsWith } from "./customer-fields.ts";
import { listCustomerFields } from "./customer-field.store.ts";
import { customerView, flatAddresses, listItemView, timelineEntry } from "./customer-view.ts";
import type { Customer } from "./customer.ts";
import { findCustomer } from "./customer.store.ts";
import { searchTermsOf } from "./search-key.ts";

/** Counting stops here: beyond it a page says "more than 10,000". */
const countCap = 100_000;

/** The endpoints of customers; those with a fixed word after /customers come before those with an id there. */
export function customerRoutes(): Route[] {
  return [...listRoutes(), ...recordRoutes()];
}

function listRoutes(): Route[] {
  return [
    tenantRoute(api.listCustomers, async ({ tx, act, query: { search, sort, cursor, limit, ...asked } }) => {
      const filter = await filterOf(tx, act, asked);
      const after = cursorOf(cursor);
      if (search !== undefined && search !== "") {
        const found = await searchCustomers(tx, searchTermsOf(search), filter, limit);
        return { items: found.map(listItemView), next_cursor: null };
      }
      const page = await listCustomers(tx, { filter, ...sortOf(sort), after, limit });
      return { ...page, items: page.items.map(listItemView) };
    }),
    tenantRoute(api.countCustomers, async ({ tx, act, query }) =>
      countCustomers(tx, await filterOf(tx, act, query), countCap),
    ),
    exportRoute(api.exportCustomers, {
      columns: async (tx) => exportColumns(customerFieldsWith(await listCustomerFields(tx))),
      page: async ({ tx, act, query: { bom: _bom, ...asked } }, { cursor, limit }) => {
        const filter = await filterOf(tx, act, asked);
        const rows = await readCustomers(tx, filter, cursorId(cursor) as CustomerId | undefined, limit + 1);
        return pageOf(
          rows,
          limit,
          ({ id }) => ({ value: null, id }),
          (row) => row,
        );
      },
    }),
  ];
}

/** What is asked for, with the day that says what is overdue. */
async function filterOf(
  tx: Tx,
  act: Act,
  { overdue, ...filter }: z.output<typeof api.CustomerFilterQuery>,
): Promise<CustomerFilter> {
  return overdue === undefined
    ? filter
    : { ...filter, overdue: { is: overdue, on: (await dayOf(tx, act)).date } };
}

function sortOf(choice: api.CustomerSortChoice): {
  sort: "name" | "updated_at" | "created_at";
  direction: "asc" | "desc";
} {
  const isDescending = choice.startsWith("-");
  return { sort: choice.replace("-", "") as "name", direction: isDescending ? "desc" : "asc" };
}

function recordRoutes(): Route[] {
  return [
    tenantRoute(api.getCustomer, async ({ tx, params }) =>
      wholeCustomer(tx, await commands.getCustomer(tx, params.customer)),
    ),
    tenantRoute(api.createCustomer, async ({ tx, act, body }) =>
      wholeCustomer(tx, await commands.createCustomer(tx, act, flatAddresses(body))),
    ),
    tenantRoute(api.editCustomer, async ({ tx, act, params, body: { version, ...given } }) =>
      wholeCustomer(
        tx,
        await commands.editCustomer(tx, act, {
          id: params.customer,
          version,
          given: flatAddresses(given),
        }),
      ),
    ),
    tenantRoute(api.setCustomerStatus, async ({ tx, act, body: { customers, status } }) => {
      const { changed, refused } = await commands.setStatusOfMany(tx, act, customers, status);
      return {
        changed,
        refused: refused.map(({ customer, code }) => {
          const { title, remedy } = viewOf(code);
          return { customer, code, title, remedy };
        }),
      };
    }),
    tenantRoute(api.inactivateCustomer, async ({ tx, act, params }) =>
      wholeCustomer(tx, await commands.inactivateCustomer(tx, act, params.customer)),
    ),
    tenantRoute(api.activateCustomer, async ({ tx, act, params }) =>
      wholeCustomer(tx, await commands.activateCustomer(tx, act, params.customer)),
    ),
    tenantRoute(api.customerTimeline, ({ tx, params, query }) => timelineOf(tx, params.customer, query)),
  ];
}

/** A customer with its contact persons, and the name of the one it was merged into. */
export async function wholeCustomer(tx: Tx, customer: Customer): Promise<api.CustomerView> {
  const survivor = customer.merged_into === null ? undefined : await findCustomer(tx, customer.merged_into);
  return customerView(customer, await listContactPersons(tx, customer.id), survivor?.display_name ?? null);
}

async function timelineOf(
  tx: Tx,
  id: CustomerId,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
) {
  await commands.getCustomer(tx, id);
  const events = await listCustomerEvents(tx, id, {
    limit: limit + 1,
    ...(cursor === undefined ? {} : { before: cursor as Id<"evt"> }),
  });
  const shown = events.slice(0, limit);
  return {
    items: shown.map(timelineEntry),
    next_cursor: events.length > limit ? (shown.at(-1)?.id ?? null) : null,
  };
}
