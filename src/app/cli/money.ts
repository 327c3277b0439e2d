import type { Command } from "commander";
import { listExchangeRates, setExchangeRate } from "#billing/currency/exchange-rate.api.ts";
import { createTax, listTaxes } from "#billing/tax/tax.api.ts";
import { act } from "./context.ts";
import { tableLines } from "./output.ts";

/** `concord taxes …` and `concord exchange-rates …`: what amounts are reckoned with. */
export function addMoneyCommands(program: Command): void {
  addTaxCommands(program.command("taxes").description("taxes that lines of documents can have"));
  addRateCommands(
    program.command("exchange-rates").description("what other currencies are in the organization's"),
  );
}

function addTaxCommands(taxes: Command): void {
  act(taxes.command("list").description("list them"), async ({ call }) => {
    const all = await call(listTaxes, {});
    const rows = all.items.map(({ id, name, percentage, status }) => [id, `${percentage} %`, status, name]);
    return { json: all, lines: tableLines(rows) };
  });
  act(
    taxes.command("add <name> <percentage>").description("add one; the percentage is a number such as 7.7"),
    async ({ call }, name = "", percentage = "") => {
      const tax = await call(createTax, { body: { name, percentage } });
      return { json: tax, lines: [`${tax.name} (${tax.percentage} %) is added: ${tax.id}`] };
    },
  );
}

function addRateCommands(rates: Command): void {
  act<{ currency?: string }>(
    rates
      .command("list")
      .description("list them by currency, the newest first")
      .option("--currency <code>", "of one currency only"),
    async ({ call, options: { currency } }) => {
      const query = currency === undefined ? {} : { currency_code: currency };
      const page = await call(listExchangeRates, { query: { ...query, limit: 200 } });
      const rows = page.items.map(({ currency_code, date, rate, base_currency }) => [
        currency_code,
        date,
        `${rate} ${base_currency}`,
      ]);
      const more = page.next_cursor === null ? [] : ["There are more: name a currency with --currency"];
      return { json: page, lines: [...tableLines(rows), ...more] };
    },
  );
  act<{ date?: string }>(
    rates
      .command("set <currency> <rate>")
      .description("set what one of a currency is in the organization's, from a day on")
      .option("--date <day>", "the first day that it holds for, such as 2026-03-31; today if left out"),
    async ({ call, options: { date } }, currency = "", rate = "") => {
      const body = { currency_code: currency, rate, ...(date === undefined ? {} : { date }) };
      const set = await call(setExchangeRate, { body });
      return {
        json: set,
        lines: [`1 ${set.currency_code} is ${set.rate} ${set.base_currency} from ${set.date} on`],
      };
    },
  );
}
