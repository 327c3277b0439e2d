import { expect, test } from "vitest";
import { isId } from "#kernel/id.ts";
import { ascendingIds, systemIds } from "#platform/ids.ts";

const highest = new Uint8Array(10).fill(0xff);

test("given ids that are made within one millisecond, then they sort in the order of their making", () => {
  const ids = ascendingIds(
    () => 1_767_225_600_000,
    () => highest,
  );
  const made = Array.from({ length: 1000 }, () => ids("cus"));
  expect(made.toSorted()).toEqual(made);
  expect(new Set(made).size).toBe(1000);
  expect(made.every((id) => isId("cus", id))).toBe(true);
});

test("given a clock that is set back, then the next id still comes after the last one", () => {
  const times = [1_767_225_600_000, 1_767_225_500_000, 1_767_225_600_001];
  const ids = ascendingIds(
    () => times.shift() ?? 0,
    () => new Uint8Array(10),
  );
  const made = [ids("evt"), ids("evt"), ids("evt")];
  expect(made.toSorted()).toEqual(made);
});

test("given the system's ids, then no two are alike and they ascend", () => {
  const made = Array.from({ length: 10_000 }, () => systemIds("run"));
  expect(new Set(made).size).toBe(10_000);
  expect(made.toSorted()).toEqual(made);
});
