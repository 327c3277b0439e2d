import { describe, expect, test } from "vitest";
import { clocksOf, crmChangeAt, laterSide, timesOf } from "#sync/conflict/later.ts";

const at = (seconds: number): string =>
  new Date(Date.UTC(2026, 2, 31, 12, 0, 0) + seconds * 1000).toISOString();
const ms = (seconds: number): number => Date.parse(at(seconds));

describe("F82 given the times at which both sides changed a field", () => {
  const same = { aheadMs: 0, boundMs: 1000 };
  test.each([
    { name: "the CRM's is a minute later", crm: 60, billing: 0, clocks: same, later: "crm" },
    { name: "billing's is a minute later", crm: 0, billing: 60, clocks: same, later: "billing" },
    {
      name: "they are exactly five seconds and the bound apart",
      crm: 6,
      billing: 0,
      clocks: same,
      later: "crm",
    },
    { name: "they are just below that apart", crm: 5.999, billing: 0, clocks: same, later: undefined },
    { name: "the same the other way round", crm: 0, billing: 5.999, clocks: same, later: undefined },
    { name: "they are of one moment", crm: 0, billing: 0, clocks: same, later: undefined },
    {
      name: "the CRM's clock is an hour ahead and only seems later",
      crm: 3600,
      billing: 60,
      clocks: { aheadMs: 3_600_000, boundMs: 1000 },
      later: "billing",
    },
    {
      name: "the CRM's clock is an hour behind and only seems earlier",
      crm: -3500,
      billing: 0,
      clocks: { aheadMs: -3_600_000, boundMs: 1000 },
      later: "crm",
    },
    {
      name: "the reading took so long that the clocks say nothing",
      crm: 60,
      billing: 0,
      clocks: { aheadMs: 0, boundMs: 60_000 },
      later: undefined,
    },
  ])("when $name, then $later is the later one", ({ crm, billing, clocks, later }) => {
    expect(laterSide(at(crm), at(billing), clocks)).toBe(later);
  });
});

describe("F82 given a call that the CRM answers with its time", () => {
  test.each([
    { name: "an answer at once", server: 10, asked: 10, answered: 10, jitter: 0, clocks: [0, 1000] },
    { name: "a call of two seconds", server: 11, asked: 10, answered: 12, jitter: 0, clocks: [0, 2000] },
    { name: "a clock ahead", server: 70, asked: 10, answered: 10, jitter: 0, clocks: [60_000, 1000] },
    { name: "a clock behind", server: 10, asked: 70, answered: 70, jitter: 1000, clocks: [-60_000, 2000] },
    {
      name: "our clock set back meanwhile",
      server: 10,
      asked: 12,
      answered: 10,
      jitter: 0,
      clocks: [-1000, 1000],
    },
  ])("when it is $name, then the clocks differ by so much, give or take", (given) => {
    const call = { asked: ms(given.asked), answered: ms(given.answered) };
    const { aheadMs, boundMs } = clocksOf(at(given.server), call, given.jitter);
    expect([aheadMs, boundMs]).toEqual(given.clocks);
  });
});

describe("F82 given the CRM's record of a record's changes", () => {
  const entry = (seconds: number, field: string, to: string | null) => ({
    at: at(seconds),
    changes: [{ field, new: to }],
  });
  const timeline = [
    entry(30, "Fax", "9"),
    entry(25, "Opt_Out", "true"),
    entry(24, "Title", null),
    {
      at: at(20),
      changes: [
        { field: "Mobile", new: "7" },
        { field: "Phone", new: "3" },
      ],
    },
    entry(10, "Phone", "2"),
    { at: at(0), changes: [] },
  ];
  test.each([
    { name: "the last change led to it", field: "Phone", holds: "3", time: at(20) },
    {
      name: "an earlier change led to it and a later one did not",
      field: "Phone",
      holds: "2",
      time: undefined,
    },
    { name: "nothing tells of the value yet", field: "Phone", holds: "4", time: undefined },
    { name: "the field was never changed", field: "Website", holds: "x", time: undefined },
    { name: "the field was never changed and is empty", field: "Website", holds: null, time: undefined },
    { name: "it is a number", field: "Fax", holds: 9, time: at(30) },
    { name: "it is a yes", field: "Opt_Out", holds: true, time: at(25) },
    { name: "it was emptied", field: "Title", holds: null, time: at(24) },
    { name: "it was emptied, and the record has it no more", field: "Title", holds: undefined, time: at(24) },
    { name: "it was emptied and something is there", field: "Title", holds: "x", time: undefined },
    {
      name: "it refers to another record and was emptied",
      field: "Title",
      holds: { id: "3" },
      time: undefined,
    },
    { name: "it refers to another record", field: "Phone", holds: { id: "3" }, time: undefined },
  ])("when $name, then its time is $time", ({ field, holds, time }) => {
    expect(crmChangeAt(timeline, field, holds)).toBe(time);
  });
});

test("F82 given what was found out about a field, its history tells the times and no value", () => {
  const times = { take: "crm", crm_at: at(60), billing_at: at(0) } as const;
  expect(timesOf({ ...times, billing: "x" })).toEqual(times);
});
