import type { Command } from "commander";
import { addressLines } from "#billing/paper/address.ts";
import * as api from "#billing/vendor/vendor.api.ts";
import { AppError } from "#kernel/errors.ts";
import { act, type Context } from "./context.ts";
import { wholeOf } from "./limit.ts";
import { addList } from "./listing.ts";
import { collect, valuesOf } from "./pairs.ts";

type Given = { email?: string; currency?: string; terms?: string };

const setHelp =
  "field=value as the API takes it, such as address.city=Praha; may be repeated; an empty value empties the field";

/** `concord vendors …`: whom things are ordered from. */
export function addVendorCommands(program: Command): void {
  const vendors = program.command("vendors").description("whom things are ordered from");
  addList(vendors, {
    kind: "vendor",
    search: "those whose name begins with it",
    ask: ({ call }, query) => call(api.listVendors, { query }),
    row: ({ id, currency_code, email, name }) => [id, currency_code, email ?? "", name],
  });
  act(
    vendors.command("show <vendor>").description("one vendor, by its name or id"),
    async (context, given = "") => {
      const vendor = await vendorOf(context, given);
      return { json: vendor, lines: linesOf(vendor) };
    },
  );
  act<Given>(
    vendors
      .command("create <name>")
      .description("add a vendor")
      .option("--email <address>", "where orders go")
      .option("--currency <code>", "what it is paid in; the organization's if left out")
      .option("--terms <days>", "within how many days it is paid"),
    async ({ call, options: { email, currency, terms } }, name = "") => {
      const made = await call(api.createVendor, {
        body: {
          name,
          ...(email === undefined ? {} : { email }),
          ...(currency === undefined ? {} : { currency_code: currency }),
          ...(terms === undefined ? {} : { payment_terms: wholeOf("--terms", terms) }),
        },
      });
      return { json: made, lines: linesOf(made) };
    },
  );
  addChanges(vendors);
}

function addChanges(vendors: Command): void {
  act<{ set?: string[] }>(
    vendors
      .command("edit <vendor>")
      .description("change some of its fields")
      .option("--set <pair>", setHelp, collect),
    async (context, given = "") => {
      const { id } = await vendorOf(context, given);
      const body = bodyOf(valuesOf(context.options.set ?? []));
      const edited = await context.call(api.editVendor, { params: { vendor: id }, body });
      return { json: edited, lines: linesOf(edited) };
    },
  );
  act(
    vendors.command("delete <vendor>").description("delete one from whom nothing was ordered"),
    async (context, given = "") => {
      const { id, name } = await vendorOf(context, given);
      const done = await context.call(api.deleteVendor, { params: { vendor: id } });
      return { json: done, lines: [`${name} is deleted`] };
    },
  );
}

/** What was set, as the API takes it: days as a number, and the parts of the address together. */
function bodyOf({ payment_terms: terms, ...set }: Record<string, string | null>) {
  const isPart = ([name]: [string, unknown]): boolean => name.startsWith("address.");
  const all = Object.entries(set);
  const address = Object.fromEntries(
    all.filter(isPart).map(([name, value]) => [name.slice("address.".length), value]),
  );
  return {
    ...Object.fromEntries(all.filter((one) => !isPart(one))),
    ...(Object.keys(address).length === 0 ? {} : { address }),
    ...(terms === undefined
      ? {}
      : { payment_terms: terms === null ? null : wholeOf("--set payment_terms", terms) }),
  };
}

/** A vendor that a person names by its id or its name. */
async function vendorOf<Options>({ call }: Context<Options>, given: string): Promise<api.VendorView> {
  if (given.startsWith("ven_")) return call(api.getVendor, { params: { vendor: given } });
  const { items } = await call(api.listVendors, { query: { search: given, limit: 50 } });
  const found = items.find(({ name }) => name.toLowerCase() === given.toLowerCase());
  if (!found) throw new AppError("vendor.not_found", { message: `There is no vendor ${given}` });
  return found;
}

function linesOf(vendor: api.VendorView): string[] {
  const { id, name, email, currency_code, payment_terms: terms } = vendor;
  const where = addressLines(vendor.address).join(", ");
  return [
    `${name} (${id}), paid in ${currency_code}${terms === null ? "" : `, within ${terms} days`}`,
    ...(email === null ? [] : [`  Orders go to ${email}`]),
    ...(where === "" ? [] : [`  ${where}`]),
  ];
}
