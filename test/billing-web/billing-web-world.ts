import type { Page } from "playwright-core";
import { createCustomer, type CustomerView, getCustomer } from "#billing/customer/customer.api.ts";
import type { Call } from "#platform/http/endpoint.ts";
import type { Look } from "../support/browser.ts";
import type { Organization, WorldOptions } from "../support/world.ts";
import { openWebWorld, type Visitor, type WebWorld } from "../web/web-world.ts";

type NewCustomer = Call<typeof createCustomer>["body"];

/** The owner of an organization in its billing. */
export type BillingVisitor = Visitor & {
  organization: Organization;
  /** Opens a page of the organization: `billing/customers/new`. */
  open: (below: string) => Promise<void>;
  /** Creates customers through the API, one after the other; by name where only that matters. */
  add: (...customers: (string | NewCustomer)[]) => Promise<CustomerView[]>;
  /** A customer as the API shows it. */
  customer: (id: string) => Promise<CustomerView>;
};

export type BillingWebWorld = {
  web: WebWorld;
  settle(look?: Look): Promise<BillingVisitor>;
  /** The same organization in another window. */
  beside(visitor: BillingVisitor, look?: Look): Promise<BillingVisitor>;
  stop(): Promise<void>;
};

export async function openBillingWebWorld(options: WorldOptions = {}): Promise<BillingWebWorld> {
  const web = await openWebWorld(options);
  const inBilling = (visitor: Visitor, organization: Organization): BillingVisitor => ({
    ...visitor,
    organization,
    async open(below) {
      await visitor.page.goto(`/o/${organization.id}/${below}`);
    },
    async add(...customers) {
      const made: CustomerView[] = [];
      for (const one of customers) {
        const body = typeof one === "string" ? { display_name: one } : one;
        made.push(await organization.send(createCustomer, { body }));
      }
      return made;
    },
    customer: (id) => organization.send(getCustomer, { params: { customer: id } }),
  });
  return {
    web,
    async settle(look) {
      const { organization, ...visitor } = await web.settle(look);
      return inBilling(visitor, organization);
    },
    async beside({ organization }, look) {
      return inBilling(await web.enter(organization.owner, look), organization);
    },
    stop: () => web.stop(),
  };
}

/** The names of the customers that a list shows, in its order. */
export function namesIn(page: Page): Promise<string[]> {
  return page.getByRole("table", { name: "Customers" }).locator("tbody tr[data-at] a").allInnerTexts();
}

/** The parameters of the page's address. */
export function searchOf(page: Page): Record<string, string> {
  return Object.fromEntries(new URL(page.url()).searchParams);
}

/** The id of the customer whose page is shown. */
export function customerAt(page: Page): string {
  return /customers\/(cus_\w+)/.exec(page.url())?.[1] ?? "";
}
