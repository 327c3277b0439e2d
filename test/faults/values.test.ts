import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { customFields } from "#billing/custom-field/custom-field.api.ts";
import type { MappingRow } from "#sync/connection/settings.api.ts";
import {
  addCrmField,
  addRecords,
  changeRecord,
  customerNamed,
  customersOf,
  fingerprint,
  query,
  startSyncing,
  type Sync,
} from "../support/sync-world.ts";
import { type Organization } from "../support/world.ts";
import { type FaultWorld, startFaultWorld } from "./fault-world.ts";

let faults: FaultWorld;
beforeAll(async () => void (faults = await startFaultWorld()));
afterAll(() => faults.stop());
afterEach(() => faults.proxy.heal());

const row = (crm: string, billing: string, more: Partial<MappingRow> = {}): MappingRow => ({
  crm,
  billing,
  direction: "to_billing",
  blank_erases: false,
  ...more,
});

const mapping = [
  row("Account_Name", "display_name"),
  row("Phone", "phone"),
  row("Website", "website"),
  row("Description", "notes"),
  row("Account_Site", "department"),
];

/** An account whose values the CRM sends as said here, however odd: the network puts them into its answers. */
async function sending(
  name: string,
  values: Record<string, unknown>,
  rows = mapping,
): Promise<{
  organization: Organization;
  sync: Sync;
  account: string;
  send(next: Record<string, unknown>): void;
}> {
  const organization = await faults.world.organization(name);
  const [account = ""] = await addRecords(organization, "Accounts", [
    { Account_Name: "Odd" },
    { Account_Name: "Plain", Phone: "+1 5" },
  ]);
  const send = (next: Record<string, unknown>): void => {
    faults.proxy.heal();
    faults.proxy.edit(/^GET \/crm\/v8\/Accounts\?/, (text) => {
      if (text === "") return text;
      const body = JSON.parse(text) as { data: Record<string, unknown>[] };
      const data = body.data.map((one) => (one["id"] === account ? { ...one, ...next } : one));
      // Numbers as they are written, also those that JSON.stringify would round.
      return JSON.stringify({ ...body, data }).replaceAll(/"raw:([^"]*)"/g, "$1");
    });
  };
  send(values);
  const sync = await startSyncing(organization, {
    module: "accounts",
    mapping: rows,
    crmUrl: faults.proxy.url,
  });
  return { organization, sync, account, send };
}

/** One issue of the odd account's link; everything else of it, and the plain one, came. */
async function expectIssue(
  story: Awaited<ReturnType<typeof sending>>,
  field: string,
  problem: RegExp,
  value: unknown,
): Promise<void> {
  const run = await story.sync.run();
  expect(run).toMatchObject({ status: "done", counts: { created: 2, failed: 0 } });
  const [link] = await story.sync.links({ issues: "true" });
  expect(link?.issues).toEqual([{ field, problem: expect.stringMatching(problem), value }]);
  expect((await story.sync.view()).counts.with_issues).toBe(1);
  const [record] = (await story.sync.records(run)).filter((one) => one.crm_id === story.account);
  expect(record?.facts).toMatchObject({ issues: [{ field }] });
  expect(await customerNamed(story.organization, "Plain")).toMatchObject({ phone: "+1 5" });
  // It does not come back as a change again and again.
  const before = await fingerprint(faults.world, story.organization);
  expect(await story.sync.run({ full: true })).toMatchObject({ status: "done", counts: { updated: 0 } });
  expect(await fingerprint(faults.world, story.organization)).toEqual(before);
}

const huge = "x".repeat(200_000);

describe("given values that billing cannot hold", () => {
  test("fault 38 a text of 200 kB, then it is an issue with the whole value kept, never cut, and the rest of the record syncs", async () => {
    const story = await sending("Too long", { Description: huge, Phone: "+1 38" });
    await expectIssue(story, "notes", /has 200000 characters; at most 32000 fit/, huge);
    expect(await customerNamed(story.organization, "Odd")).toMatchObject({ notes: null, phone: "+1 38" });
    story.send({ Description: "short again" });
    expect(await story.sync.run({ full: true })).toMatchObject({ counts: { updated: 1 } });
    expect((await story.sync.view()).counts.with_issues).toBe(0);
    expect(await customerNamed(story.organization, "Odd")).toMatchObject({ notes: "short again" });
  });

  test.each([
    {
      fault: "39 a web address that is none",
      values: { Website: "javascript:alert(1)" },
      field: "website",
      problem: /must be a web address/,
    },
    {
      fault: "39 a phone number that is none",
      values: { Phone: "call me" },
      field: "phone",
      problem: /must be a phone number/,
    },
    {
      fault: "41 a null character",
      values: { Account_Site: "a\u0000b" },
      field: "department",
      problem: /control character or half a character/,
    },
    {
      fault: "41 half an emoji",
      values: { Account_Site: "a\ud83d" },
      field: "department",
      problem: /control character or half a character/,
    },
    {
      fault: "41 an escape character",
      values: { Account_Site: "a\u001b[31m" },
      field: "department",
      problem: /control character/,
    },
    {
      fault: "42 a line break in a single line",
      values: { Account_Site: "a\r\nb" },
      field: "department",
      problem: /must be one line/,
    },
  ])("fault $fault, then it is an issue of that field alone", async ({ fault, values, field, problem }) => {
    const story = await sending(`Issue ${fault}`, values);
    await expectIssue(story, field, problem, Object.values(values)[0]);
    expect((await customersOf(story.organization)).map((one) => one.display_name)).toEqual(["Odd", "Plain"]);
  });

  test("fault 38 fault 41 a name that cannot be one, then that record fails with its reason, the others come, and it comes once it is mended", async () => {
    for (const [name, reason] of [
      [huge, /has 200000 characters/],
      ["Nul \u0000", /control character/],
      ["", /display_name/],
      [null, /display_name/],
    ] as const) {
      const story = await sending(`Failing name ${String(name).slice(0, 5).replaceAll("\u0000", "0")}`, {
        Account_Name: name,
      });
      const run = await story.sync.run();
      expect(run).toMatchObject({ status: "done", counts: { created: 1, failed: 1 } });
      const [record] = await story.sync.records(run, { outcome: "failed" });
      expect(record).toMatchObject({
        crm_id: story.account,
        reason: "required.missing",
        facts: { fields: ["display_name"] },
      });
      expect(JSON.stringify(record?.facts)).toMatch(reason);
      expect(record?.name.length).toBeLessThanOrEqual(300);
      faults.proxy.heal();
      expect(await story.sync.run({ full: true })).toMatchObject({ counts: { created: 1, failed: 0 } });
    }
  });

  test("fault 44 numbers that are none, then they are issues, and minus zero is zero", async () => {
    const story = await withCustomFields("Not numbers");
    for (const [raw, problem] of [
      ["NaN", /must be a number/],
      ["Infinity", /must be a number/],
      ["1e400", /must be a number/],
    ] as const) {
      story.send({ Annual_Revenue: raw });
      expect(await story.sync.run({ full: true })).toMatchObject({ status: "done" });
      expect((await story.sync.links({ issues: "true" }))[0]?.issues).toMatchObject([
        { field: story.fields.decimal, problem: expect.stringMatching(problem), value: raw },
      ]);
    }
    story.send({ Annual_Revenue: "raw:-0" });
    await story.sync.run({ full: true });
    expect((await customerNamed(story.organization, "Odd")).custom_fields).toMatchObject({
      [story.fields.decimal]: "0",
    });
    expect((await story.sync.view()).counts.with_issues).toBe(0);
  });

  test("fault 47 an option that billing does not have, then the issue lists those it has", async () => {
    const story = await withCustomFields("Unknown option");
    story.send({ Industry: "Retail" });
    expect(await story.sync.run({ full: true })).toMatchObject({ status: "done" });
    expect((await story.sync.links({ issues: "true" }))[0]?.issues).toMatchObject([
      { field: story.fields.option, problem: expect.stringMatching(/Software.*Energy/), value: "Retail" },
    ]);
    story.send({ Industry: "Energy" });
    expect(await story.sync.run({ full: true })).toMatchObject({ counts: { updated: 1 } });
    expect((await customerNamed(story.organization, "Odd")).custom_fields).toMatchObject({
      [story.fields.option]: "Energy",
    });
  });
});

/** The odd account with custom fields of several types mapped from it. */
async function withCustomFields(name: string) {
  const story = await sending(name, {});
  const make = async (
    label: string,
    type: "decimal" | "number" | "pick_list" | "date" | "text",
    options?: string[],
  ) =>
    (
      await story.organization.send(customFields.customer.add, {
        body: { label, type, ...(options ? { options } : {}) },
      })
    ).api_name;
  const fields = {
    decimal: await make("Revenue", "decimal"),
    number: await make("People", "number"),
    option: await make("Branch", "pick_list", ["Software", "Energy"]),
    day: await make("Since", "date"),
    text: await make("Tags", "text"),
  };
  const when = await addCrmField(story.organization, "Accounts", {
    field_label: "Renewed",
    data_type: "datetime",
  });
  const several = await addCrmField(story.organization, "Accounts", {
    field_label: "Regions",
    data_type: "multiselectpicklist",
    pick_list_values: [{ display_value: "North" }, { display_value: "South" }],
  });
  await story.sync.configure({
    mapping: [
      row("Account_Name", "display_name"),
      row("Annual_Revenue", fields.decimal),
      row("Employees", fields.number),
      row("Industry", fields.option),
      row(when, fields.day),
      row(several, fields.text),
    ],
  });
  return { ...story, fields, when, several };
}

describe("given values that are awkward, but can be held", () => {
  test("fault 40 fault 54 emoji, joined signs, right-to-left marks, both forms of an accent, and mark-up, then each is kept to the byte, and nothing changes the second time", async () => {
    const texts = [
      "👩‍👩‍👧 Zażółć 🇩🇪",
      "\u202eright\u202c to left \u200f",
      "Cafe\u0301 and Caf\u00e9",
      "<script>alert(1)</script> =SUM(A1) {{7*7}} '; drop table customer; --",
      "日本語 العربية עברית ไทย",
    ];
    const organization = await faults.world.organization("Awkward");
    await addRecords(
      organization,
      "Accounts",
      texts.map((text, at) => ({ Account_Name: `${at} ${text}`.slice(0, 100), Description: text })),
    );
    const sync = await startSyncing(organization, { module: "accounts" });
    expect(await sync.run()).toMatchObject({ status: "done", counts: { created: texts.length, failed: 0 } });
    const notes = (await customersOf(organization)).map((one) => one.notes ?? "");
    expect(notes.toSorted()).toEqual(texts.toSorted());
    expect((await sync.view()).counts.with_issues).toBe(0);
    const before = await fingerprint(faults.world, organization);
    expect(await sync.run({ full: true })).toMatchObject({ counts: { updated: 0, unchanged: texts.length } });
    expect(await fingerprint(faults.world, organization)).toEqual(before);
  });

  test("fault 42 blanks around a value and other line ends, then they are the same value, and no run writes it again", async () => {
    const story = await sending("Blanks", { Phone: "  +1 42 ", Description: "one\r\ntwo\rthree" });
    await story.sync.run();
    expect(await customerNamed(story.organization, "Odd")).toMatchObject({
      phone: "+1 42",
      notes: "one\ntwo\nthree",
    });
    story.send({ Phone: "+1 42", Description: "one\ntwo\nthree" });
    expect(await story.sync.run({ full: true })).toMatchObject({ counts: { updated: 0, unchanged: 2 } });
  });

  test("fault 43 numbers larger than a double holds, then every digit is kept", async () => {
    const story = await withCustomFields("Large numbers");
    for (const [raw, kept] of [
      ["9007199254740993", "9007199254740993"],
      ["12345678901234567.25", "12345678901234567.25"],
      ["1e3", "1000"],
      ["0.1", "0.1"],
    ] as const) {
      story.send({ Annual_Revenue: `raw:${raw}` });
      await story.sync.run({ full: true });
      expect((await customerNamed(story.organization, "Odd")).custom_fields).toMatchObject({
        [story.fields.decimal]: kept,
      });
    }
  });

  test("fault 46 a time that is mapped to a day, then it is the day that the CRM shows, in whatever zone anybody is", async () => {
    const story = await withCustomFields("Days");
    for (const [sent, day] of [
      ["2026-03-31T23:30:00+13:00", "2026-03-31"],
      ["2026-04-01T00:30:00-11:00", "2026-04-01"],
      ["2026-10-25T02:30:00+02:00", "2026-10-25"],
    ] as const) {
      story.send({ [story.when]: sent });
      await story.sync.run({ full: true });
      expect((await customerNamed(story.organization, "Odd")).custom_fields).toMatchObject({
        [story.fields.day]: day,
      });
    }
    expect((await story.sync.view()).counts.with_issues).toBe(0);
  });

  test("fault 48 several options in another order, then that is no change", async () => {
    const story = await withCustomFields("Several");
    story.send({ [story.several]: ["South", "North"] });
    await story.sync.run({ full: true });
    expect((await customerNamed(story.organization, "Odd")).custom_fields).toMatchObject({
      [story.fields.text]: "North; South",
    });
    story.send({ [story.several]: ["North", "South"] });
    expect(await story.sync.run({ full: true })).toMatchObject({ counts: { updated: 0, unchanged: 2 } });
  });

  test("fault 53 an empty text, null, and a key that is not there, then the first two are blank and the third says nothing", async () => {
    const rows = [row("Account_Name", "display_name"), row("Phone", "phone", { blank_erases: true })];
    const story = await sending("Three kinds of nothing", { Phone: "+1 53" }, rows);
    await story.sync.run();
    const phone = async () => (await customerNamed(story.organization, "Odd")).phone;
    story.send({ Phone: undefined });
    await story.sync.run({ full: true });
    expect(await phone()).toBe("+1 53");
    for (const blank of ["", null, "   "]) {
      story.send({ Phone: "+1 53" });
      await story.sync.run({ full: true });
      expect(await phone()).toBe("+1 53");
      story.send({ Phone: blank });
      await story.sync.run({ full: true });
      expect(await phone()).toBeNull();
    }
  });

  test("fault 62 fields, types and values that nobody knows yet, then what is known syncs all the same", async () => {
    const story = await sending("Newer CRM", { $new_thing: { a: [1] }, Phone: "+1 62" });
    faults.proxy.edit(/settings\/fields/, (text) =>
      text.replace(
        '"fields":[',
        '"fields":[{"api_name":"Future","data_type":"hologram","id":"1","brand_new":{"x":1}},',
      ),
    );
    faults.proxy.edit(/settings\/(modules|custom_views)/, (text) =>
      text.replaceAll('"api_name":', '"brand_new":[],"api_name":'),
    );
    expect(await story.sync.run()).toMatchObject({ status: "done", counts: { created: 2, failed: 0 } });
    expect(await customerNamed(story.organization, "Odd")).toMatchObject({ phone: "+1 62" });
  });

  test("fault 32 times with any offset, then the record's time of change is that instant", async () => {
    const story = await sending("Offsets", { Modified_Time: "2026-03-29T03:30:00+02:00" });
    await story.sync.run();
    const [link] = await query<{ at: string }>(
      faults.world,
      "select crm_modified_time as at from link where organization_id = $1 and crm_id = $2",
      [story.organization.id, story.account],
    );
    expect(link?.at).toBe("2026-03-29T01:30:00.000Z");
    await changeRecord(story.organization, "Accounts", story.account, { Phone: "+1 32" });
    story.send({ Modified_Time: "2038-01-19T05:14:08+02:00" });
    expect(await story.sync.run()).toMatchObject({ status: "done", counts: { updated: 1 } });
  });
});
