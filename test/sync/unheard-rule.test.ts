import { describe, expect, test } from "vitest";
import { lastTried, sentAfter, stillUnheard, triesOf, withoutOwn } from "#sync/plan/unheard.ts";

const at = "2026-03-01T10:00:00.000Z";
const later = "2026-03-01T10:00:01.000Z";
const first = { values: { phone: "1", fax: null }, seen: { phone: "0", fax: "0" }, since: at };
const second = { values: { phone: "2" }, seen: { phone: "0" }, since: at };

describe("given an update of which nobody heard", () => {
  test.each([
    ["it may arrive as long as the record is as it was", at, { phone: ["1"], fax: [null] }],
    ["it never will once somebody has changed the record", later, undefined],
  ])("then %s", (_name, modifiedTime, earlier) => {
    expect(stillUnheard(first, modifiedTime)?.earlier).toEqual(earlier);
  });

  test("then nothing is unheard where nothing was sent, or an older version did not note when", () => {
    expect(stillUnheard(undefined, at)).toBeUndefined();
    expect(stillUnheard({ values: { phone: "1" }, seen: {} }, at)).toBeUndefined();
  });

  test("then the next one that is sent knows it, and what each of them replaces", () => {
    const both = sentAfter(second, stillUnheard(first, at));
    expect(both).toEqual({
      ...{ values: { phone: "2" }, seen: { phone: "0", fax: "0" }, since: at },
      earlier: { phone: ["1"], fax: [null] },
    });
    expect(both && triesOf(both)).toEqual({ phone: ["1", "2"], fax: [null] });
    expect(both && lastTried(both).values).toEqual({ phone: "2", fax: null });
    expect(sentAfter(second, undefined)).toBe(second);
    expect(sentAfter(undefined, undefined)).toBeUndefined();
  });

  test("then what was refused is forgotten, and the tries before it are not", () => {
    expect(withoutOwn(first)).toBeUndefined();
    expect(withoutOwn(undefined)).toBeUndefined();
    const refused = withoutOwn(sentAfter(second, stillUnheard(first, at)));
    expect(refused).toMatchObject({ values: {}, since: at, earlier: { phone: ["1"], fax: [null] } });
  });

  test("then a value that is tried again counts as the newest, and once", () => {
    const again = sentAfter({ ...second, values: { phone: "1" } }, stillUnheard(second, at));
    const third = again && stillUnheard({ ...again, earlier: { phone: ["1", "2"] } }, at);
    expect(third?.earlier).toEqual({ phone: ["2", "1"] });
  });
});
