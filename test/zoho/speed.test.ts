import { zipSync } from "fflate";
import { expect, it } from "vitest";
import { judge } from "#zoho/answer.ts";
import { rowsOfZip } from "#zoho/bulk-file.client.ts";
import { rowReader } from "#zoho/bulk.ts";
import { Field } from "#zoho/metadata.ts";
import { readBody } from "#zoho/read.ts";
import { checkRecords, RecordPage } from "#zoho/record.ts";

/** An account with as many fields as the default mapping reads. */
function account(i: number): Record<string, unknown> {
  const id = `5725767${String(i).padStart(12, "0")}`;
  const address = {
    Billing_Street: "12 High Street",
    Billing_City: "Łódź",
    Billing_State: null,
    Billing_Code: "90-001",
    Billing_Country: "Poland",
  };
  const owner = { name: "Ada Lovelace", id: "5725767000000411001", email: "ada@example.com" };
  return {
    id,
    Account_Name: `Account ${i}`,
    Phone: "+48 42 000 00 00",
    Fax: null,
    Website: "https://example.com",
    ...address,
    Owner: owner,
    Description: "Text of some length. ".repeat(4),
    Modified_Time: "2026-01-05T10:00:00+01:00",
    Annual_Revenue: 12345.67,
  };
}

const perPage = 200;
const body = JSON.stringify({
  data: Array.from({ length: perPage }, (_, i) => account(i)),
  info: { per_page: 200, count: 200, more_records: true, next_page_token: "t" },
});

/** Seconds of processor time, so that a busy machine does not change the outcome. */
function secondsOf(work: () => void): number {
  const start = process.cpuUsage();
  work();
  const used = process.cpuUsage(start);
  return (used.user + used.system) / 1e6;
}

it("given pages of 200, then checking them costs less than parsing them", () => {
  const headers = new Headers({ "content-type": "application/json", date: "Mon, 01 Jun 2026 12:00:00 GMT" });
  const pages = 50;
  const parseOnly = () => {
    for (let i = 0; i < pages; i += 1) JSON.parse(body);
  };
  const whole = () => {
    for (let i = 0; i < pages; i += 1) {
      const verdict = judge(
        { method: "GET", path: "/crm/v8/Accounts", credits: 1 },
        { kind: "answered", status: 200, headers, text: body, bytes: body.length },
      );
      const read = verdict.kind === "answer" ? readBody(RecordPage, verdict.answer.body) : undefined;
      expect(read?.ok && checkRecords(read.value.data).ok).toBe(true);
    }
  };
  parseOnly();
  whole();
  const ratios = Array.from({ length: 5 }, () => secondsOf(whole) / secondsOf(parseOnly)).toSorted(
    (a, b) => a - b,
  );
  const perSecond = Math.round((pages * perPage) / secondsOf(whole));
  expect(ratios[2], `ratios ${ratios.join(" ")}, ${perSecond} records a second`).toBeLessThan(2);
});

it("given a bulk file, then no more of it is fetched than its reader needs, so that memory does not grow with it", async () => {
  const rows = 100_000;
  const lines = Array.from(
    { length: rows },
    (_, i) => `5725767${String(i).padStart(12, "0")},Account ${i},${i}.5`,
  );
  const zip = zipSync(
    { "1.csv": new TextEncoder().encode(["Id,Account_Name,Annual_Revenue", ...lines].join("\n")) },
    { level: 1 },
  );
  const read = rowReader(
    ["Id", "Account_Name", "Annual_Revenue"],
    [Field.parse({ api_name: "Annual_Revenue", data_type: "currency", json_type: "double" })],
  );
  const chunkBytes = 4096;
  let pulled = 0;
  async function* chunks(): AsyncGenerator<Uint8Array> {
    for (let from = 0; from < zip.length; from += chunkBytes) {
      pulled += 1;
      yield zip.subarray(from, from + chunkBytes);
    }
  }
  let seen = -1;
  let furthest = 0;
  for await (const some of rowsOfZip(chunks())) {
    seen += some.length;
    // The share of the file that was fetched, beyond the share of rows that were read.
    furthest = Math.max(furthest, pulled - (seen / rows) * (zip.length / chunkBytes));
    if (seen === rows)
      expect(read?.(some.at(-1) ?? [])).toEqual({
        id: "5725767000000099999",
        Account_Name: "Account 99999",
        Annual_Revenue: 99_999.5,
      });
  }
  expect(seen).toBe(rows);
  expect(furthest).toBeLessThan(20);
});
