import { sql } from "kysely";
import { isCurrency } from "#kernel/money.ts";
import { listCurrencies } from "#crm/organization/organization.store.ts";
import { currencyJson } from "#crm/organization/organization-json.ts";
import { readObject } from "./body.ts";
import { CrmRefusal } from "./refusal.ts";
import { nothing, ok, type V8Answer, type V8Call, type V8Route } from "./v8.routes.ts";

/** A CRM of one currency answers as Zoho CRM does where multi-currency is off. */
async function list({ tx, caller }: V8Call): Promise<V8Answer> {
  return caller.organization.multi_currency
    ? ok({ currencies: (await listCurrencies(tx)).map(currencyJson) })
    : nothing;
}

const done = (id: string, message: string): Record<string, unknown> => ({
  code: "SUCCESS",
  details: { id },
  message,
  status: "success",
});
const invalid = (api_name: string): CrmRefusal =>
  new CrmRefusal(400, "INVALID_DATA", "invalid data", { api_name });

/** Turns several currencies on: records then have Currency and Exchange_Rate. It is not turned off again. */
async function enable({ tx, caller, body }: V8Call): Promise<V8Answer> {
  const { base_currency } = readObject(body);
  const iso: unknown =
    typeof base_currency === "object" && base_currency !== null && "iso_code" in base_currency
      ? base_currency.iso_code
      : caller.organization.currency;
  if (iso !== caller.organization.currency)
    throw new CrmRefusal(
      400,
      "INVALID_DATA",
      "the base currency is the organization's own and cannot be changed",
      { api_name: "iso_code" },
    );
  await tx.updateTable("crm_organization").set({ multi_currency: true }).execute();
  const [base] = await listCurrencies(tx);
  return ok({
    base_currency: done(
      base?.id ?? "",
      "The multi-currency feature is enabled and given currency is created as a base currency",
    ),
  });
}

/** Adds currencies, or changes the rate and activity of those there are (by iso_code). */
async function put({ tx, caller, body }: V8Call, status: number, message: string): Promise<V8Answer> {
  if (!caller.organization.multi_currency)
    throw new CrmRefusal(400, "FEATURE_NOT_ENABLED", "multi-currency is not enabled");
  const { currencies } = readObject(body);
  if (!Array.isArray(currencies) || currencies.length === 0)
    throw new CrmRefusal(400, "MANDATORY_NOT_FOUND", "required field not found", { api_name: "currencies" });
  const ids: string[] = [];
  for (const one of currencies as Record<string, unknown>[]) {
    const iso_code = typeof one["iso_code"] === "string" ? one["iso_code"] : "";
    const given = one["exchange_rate"];
    const rate = typeof given === "string" || typeof given === "number" ? String(given) : "";
    if (!isCurrency(iso_code)) throw invalid("iso_code");
    if (!/^\d{1,10}(\.\d{1,9})?$/.test(rate) || Number(rate) <= 0) throw invalid("exchange_rate");
    if (iso_code === caller.organization.currency && Number(rate) !== 1) throw invalid("exchange_rate");
    const { id } = await tx
      .insertInto("crm_currency")
      .values({
        organization_id: caller.organization.organization_id,
        iso_code,
        exchange_rate: rate,
        is_base: false,
        is_active: one["is_active"] !== false,
      })
      .onConflict((conflict) =>
        conflict.columns(["organization_id", "iso_code"]).doUpdateSet({
          exchange_rate: rate,
          is_active: one["is_active"] !== false,
          modified_time: sql<string>`clock_timestamp()`,
        }),
      )
      .returning("id")
      .executeTakeFirstOrThrow();
    ids.push(id);
  }
  return { status, json: { currencies: ids.map((id) => done(id, message)) } };
}

const path = "/crm/v8/org/currencies";

export const currencyRoutes: readonly V8Route[] = [
  { method: "GET", path, scope: () => "settings.currencies.READ", handle: list },
  {
    method: "POST",
    path: `${path}/actions/enable`,
    scope: () => "settings.currencies.CREATE",
    right: "setup",
    handle: enable,
  },
  {
    method: "POST",
    path,
    scope: () => "settings.currencies.CREATE",
    right: "setup",
    handle: (call) => put(call, 201, "The currency created successfully"),
  },
  {
    method: "PUT",
    path,
    scope: () => "settings.currencies.UPDATE",
    right: "setup",
    handle: (call) => put(call, 200, "The currency updated successfully"),
  },
];
