import { enableCurrencies, putCurrency } from "#crm/organization/currency.commands.ts";
import { type Currency, readCurrency } from "#crm/organization/currency.ts";
import { listCurrencies } from "#crm/organization/organization.store.ts";
import { currencyJson } from "#crm/organization/organization-json.ts";
import { type Item, itemsAnswer, nothing, ok, refused, success, type V8Answer } from "./answer.ts";
import { isObject, readObject } from "./body.ts";
import { CrmRefusal } from "./refusal.ts";
import type { V8Call, V8Route } from "./v8.routes.ts";

/** Most currencies in one request. */
const maxCurrencies = 10;

/** A CRM of one currency answers as Zoho CRM does where multi-currency is off. */
async function list({ tx, caller, params }: V8Call): Promise<V8Answer> {
  if (!caller.organization.multi_currency) return nothing;
  const { id } = params;
  const found = (await listCurrencies(tx)).filter((one) => id === undefined || one.id === id);
  return found.length > 0 ? ok({ currencies: found.map(currencyJson) }) : nothing;
}

/** Turns several currencies on: records then have Currency and Exchange_Rate. It is not turned off again. */
async function enable(call: V8Call): Promise<V8Answer> {
  const { currency } = call.caller.organization;
  const { base_currency } = readObject(call.body);
  const iso: unknown = isObject(base_currency) ? base_currency["iso_code"] : undefined;
  if (iso !== undefined && iso !== currency)
    throw new CrmRefusal(
      400,
      "INVALID_DATA",
      "the base currency is the organization's own and cannot be changed",
      { api_name: "iso_code" },
    );
  const id = await enableCurrencies(call);
  const message = "The multi-currency feature is enabled and given currency is created as a base currency";
  return ok({ base_currency: success(id, message) });
}

async function add(call: V8Call): Promise<V8Answer> {
  const known = await listCurrencies(call.tx);
  const items: Item[] = [];
  for (const [at, input] of inputsOf(call).entries()) {
    const isThere = known.some(({ iso_code }) => iso_code === input["iso_code"]);
    items.push(
      isThere
        ? refused("DUPLICATE_DATA", "the currency is there already; update it", place(at, "iso_code"))
        : await put(call, { input, at, message: "The currency created successfully" }),
    );
  }
  return itemsAnswer("currencies", items, 201);
}

/** Currencies are named by id, in the address or in each item. */
async function change(call: V8Call): Promise<V8Answer> {
  const known = await listCurrencies(call.tx);
  const items: Item[] = [];
  for (const [at, input] of inputsOf(call).entries()) {
    const id = call.params["id"] ?? input["id"];
    const before = known.find((one) => one.id === id);
    items.push(
      before
        ? await put(call, { input, at, before, message: "The currency updated successfully" })
        : refused("INVALID_DATA", "the id given seems to be invalid", place(at, "id")),
    );
  }
  return itemsAnswer("currencies", items, 200);
}

async function put(
  call: V8Call,
  wanted: { input: Record<string, unknown>; at: number; before?: Currency; message: string },
): Promise<Item> {
  const { input, at, before, message } = wanted;
  const read = readCurrency(input, call.caller.organization.currency, before);
  if (read.ok) return success(await putCurrency(call, read.value), message);
  const { api_name, reason } = read.refusal;
  return refused("INVALID_DATA", `${api_name} ${reason}`, place(at, api_name));
}

function place(at: number, api_name: string): Record<string, unknown> {
  return { api_name, json_path: `$.currencies[${at}].${api_name}` };
}

function inputsOf({ body, caller }: V8Call): Record<string, unknown>[] {
  if (!caller.organization.multi_currency)
    throw new CrmRefusal(400, "FEATURE_NOT_ENABLED", "multi-currency is not enabled");
  const { currencies } = readObject(body);
  if (!Array.isArray(currencies) || currencies.length === 0 || !currencies.every(isObject))
    throw new CrmRefusal(400, "MANDATORY_NOT_FOUND", "required field not found", { api_name: "currencies" });
  if (currencies.length > maxCurrencies)
    throw new CrmRefusal(400, "LIMIT_EXCEEDED", "limit exceeded", {
      limit: maxCurrencies,
      api_name: "currencies",
    });
  return currencies;
}

const path = "/crm/v8/org/currencies";

export const currencyRoutes: readonly V8Route[] = [
  { method: "GET", path, scope: () => "settings.currencies.READ", handle: list },
  { method: "GET", path: `${path}/:id`, scope: () => "settings.currencies.READ", handle: list },
  {
    method: "POST",
    path: `${path}/actions/enable`,
    scope: () => "settings.currencies.CREATE",
    right: "setup",
    handle: enable,
  },
  { method: "POST", path, scope: () => "settings.currencies.CREATE", right: "setup", handle: add },
  { method: "PUT", path, scope: () => "settings.currencies.UPDATE", right: "setup", handle: change },
  {
    method: "PUT",
    path: `${path}/:id`,
    scope: () => "settings.currencies.UPDATE",
    right: "setup",
    handle: change,
  },
];
