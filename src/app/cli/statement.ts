import type { Command } from "commander";
import {
  customerStatement,
  customerStatementPdf,
  type StatementView,
} from "#billing/statement/statement.api.ts";
import { callFile } from "#platform/http/call.ts";
import { act } from "./context.ts";
import { writeOwnFile } from "./file.ts";
import { tableLines } from "./output.ts";

type Options = { from?: string; to?: string; csv?: string; pdf?: string };

/** `concord customers statement`: a customer's account as lines, or as files. */
export function addStatementCommand(customers: Command): void {
  act<Options>(
    customers
      .command("statement <customer>")
      .description(
        "print a customer's statement of account: what it owed, each transaction, what it owes then",
      )
      .option(
        "--from <day>",
        "the first day, such as 2026-01-01; the first of the last day's month if left out",
      )
      .option("--to <day>", "the last day; today if left out")
      .option("--csv <file>", "write it to a CSV file instead")
      .option("--pdf <file>", "write the PDF that one would send instead"),
    async ({ target, call, options: { csv, pdf, ...query } }, customer = "") => {
      const params = { customer };
      if (csv === undefined && pdf === undefined) {
        const view = await call(customerStatement, { params, query });
        return { json: view, lines: linesOf(view) };
      }
      const { caller } = await target();
      const files: string[] = [];
      const keep = (file: string, { bytes }: { bytes: Uint8Array<ArrayBuffer> }) => {
        writeOwnFile(file, bytes);
        files.push(file);
      };
      if (csv !== undefined) {
        const asFile = { params, query: { ...query, format: "csv" } } as const;
        keep(csv, await callFile(caller, customerStatement, asFile));
      }
      if (pdf !== undefined) keep(pdf, await callFile(caller, customerStatementPdf, { params, query }));
      return { json: { files }, lines: files.map((file) => `The statement is in ${file}`) };
    },
  );
}

function linesOf({
  customer_name,
  currency_code,
  from,
  to,
  opening,
  lines,
  closing,
}: StatementView): string[] {
  return [
    `${customer_name}, ${from} to ${to}, ${currency_code}`,
    ...tableLines([
      ["Date", "Transaction", "Number", "Invoiced", "Received", "Balance"],
      [from, "Opening balance", "", "", "", opening.balance],
      ...lines.map(({ date, title, number, invoiced, received, balance }) => [
        date,
        title,
        ...[number, invoiced, received].map((text) => text ?? ""),
        balance,
      ]),
      [to, "Closing balance", "", "", "", closing.balance],
    ]),
  ];
}
