import { expect } from "vitest";
import { createCustomer } from "#billing/customer/customer.api.ts";
import { editOrganization } from "#billing/organization/organization.api.ts";
import { pdfPages } from "../support/pdf-text.ts";
import type { Organization, World } from "../support/world.ts";

export const prague = { street: "Náměstí Míru 5", zip: "120 00", city: "Praha", country: "Czechia" };

export type Shop = Organization & { url: string; customer_id: string };

/** An organization in Berlin with a customer in Prague. */
export async function shopIn(world: World, display_name: string, currency_code = "EUR"): Promise<Shop> {
  const shop = await world.organization("Nordwind GmbH", { currency: "EUR" });
  await shop.send(editOrganization, {
    body: { address: { street: "Große Straße 12", zip: "10115", city: "Berlin" } },
  });
  const { id } = await shop.send(createCustomer, {
    body: { display_name, currency_code, billing_address: prague },
  });
  return { ...shop, url: world.url, customer_id: id };
}

export async function get(shop: Shop, path: string): Promise<Response> {
  return fetch(`${shop.url}/api/v1${path}`, { headers: { authorization: `Bearer ${shop.key}` } });
}

/** The whole text of a document's PDF in one line. */
export async function textAt(shop: Shop, path: string): Promise<string> {
  const response = await get(shop, path);
  expect(response.headers.get("content-type")).toBe("application/pdf");
  return (await pdfPages(await response.arrayBuffer())).join("\n").replaceAll(/\s+/g, " ");
}
