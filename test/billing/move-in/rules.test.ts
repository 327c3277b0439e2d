import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { customerFields } from "#billing/customer/customer-fields.ts";
import { type CellForms, formsOf, noSurvey, readCell, type Survey, surveyed } from "#billing/move-in/cell.ts";
import { chosenFields, columnOf, missingField, recognised } from "#billing/move-in/column.ts";
import { columnsFor } from "#billing/move-in/kind-columns.ts";
import { moveInKinds } from "#billing/move-in/move-in-kind.ts";
import { keyOf, recordOf } from "#billing/move-in/record.ts";
import { keptWords, statusAfterUndo } from "#billing/move-in/undone.ts";
import { harmless } from "#platform/csv/csv-text.ts";

const point: CellForms = { dates: "unknown", decimals: "point" };
const unknown: CellForms = { dates: "unknown", decimals: "unknown" };
const comma: CellForms = { dates: "day_first", decimals: "comma" };
const monthFirst: CellForms = { dates: "month_first", decimals: "point" };

/** What a cell is read as; of one that is refused what is wrong. */
function read(type: Parameters<typeof readCell>[0], cell: string, forms: CellForms) {
  const answer = readCell(type, cell, forms);
  return answer.ok ? answer.value : answer.refusal.problem;
}

describe("B14 a cell", () => {
  test.each([
    ["2026-03-31", point, "2026-03-31"],
    ["2026/3/1", point, "2026-03-01"],
    ["2026-03-31 14:05", point, "2026-03-31"],
    ["2026-03-31T14:05:09+05:30", point, "2026-03-31"],
    ["31/03/2026", point, "2026-03-31"],
    ["03/31/2026", point, "2026-03-31"],
    ["03-03-2026", point, "2026-03-03"],
    ["31.3.26", point, "2026-03-31"],
    ["01/02/2026", comma, "2026-02-01"],
    ["01/02/2026", monthFirst, "2026-01-02"],
    ["01/02/2026", point, "may be 2 Jan or 1 Feb"],
    ["27 Nov 2026", point, "2026-11-27"],
    ["27-November-2026", point, "2026-11-27"],
    ["Nov 27, 2026", point, "2026-11-27"],
    ["30 Feb 2026", point, "is no day"],
    ["31/13/2026", point, "is no day"],
    ["yesterday", point, "is no day"],
    ["2026-02-29", point, "is no day"],
  ] as const)("given the day %s, when days are written so, then it is %s", (cell, forms, expected) => {
    expect(read("day", cell, forms)).toBe(expected);
  });

  test.each([
    ["1234.50", point, "1234.5"],
    ["1,234.50", point, "1234.5"],
    ["1,00,000.00", point, "100000"],
    ["1,234", point, "1234"],
    ["$1,234.00", point, "1234"],
    ["EUR 12.30", point, "12.3"],
    ["12.30 €", point, "12.3"],
    ["-5.00", point, "-5"],
    ["($5.00)", point, "-5"],
    ["-$5.00", point, "-5"],
    ["19%", point, "19"],
    ["1 234.50", point, "1234.5"],
    ["1'234.50", point, "1234.5"],
    ["1.234,50", comma, "1234.5"],
    ["1234,5", comma, "1234.5"],
    ["1.234", comma, "1234"],
    ["1.234,50", point, "does not fit amounts with a decimal point"],
    ["12,34,5", point, "is no number"],
    ["1.2.3", point, "is no number"],
    ["twelve", point, "is no number"],
    ["1e3", point, "is no number"],
    ["--5", point, "is no number"],
    ["0.500", point, "0.5"],
    ["0.500", comma, "does not fit amounts with a decimal comma"],
    ["1.500", unknown, "may be 1.5 or 1500"],
    ["1,500", unknown, "may be 1500 or 1.5"],
    ["-1.500 EUR", unknown, "may be -1.5 or -1500"],
    ["1500", unknown, "1500"],
    ["0.000", unknown, "0"],
    ["0,500", unknown, "0.5"],
    ["1.50", unknown, "1.5"],
    ["1.234,50", unknown, "1234.5"],
    ["1,00,000", unknown, "100000"],
    ["twelve", unknown, "is no number"],
  ] as const)("given the amount %s, when amounts are written so, then it is %s", (cell, forms, expected) => {
    expect(read("decimal", cell, forms)).toBe(expected);
  });

  test("given whole numbers and flags, then they are read, and others refused", () => {
    expect(["30", "30.00", "1,000", "3.5", "x"].map((cell) => read("whole", cell, point))).toEqual([
      30,
      30,
      1000,
      "is no whole number",
      "is no whole number",
    ]);
    expect(["1,000", "30", "x"].map((cell) => read("whole", cell, unknown))).toEqual([
      "may be 1000 or 1",
      30,
      "is no whole number",
    ]);
    expect(["true", "No", "1", "maybe"].map((cell) => read("flag", cell, point))).toEqual([
      true,
      false,
      true,
      "is neither yes nor no",
    ]);
  });

  test("given any amount in minor units, when it is written with separators of thousands, then it is read as the same", () => {
    const amount = fc.bigInt({ min: -(10n ** 14n), max: 10n ** 14n });
    fc.assert(
      fc.property(amount, fc.constantFrom("point", "comma"), (minor, sign) => {
        const digits = String(minor < 0n ? -minor : minor).padStart(3, "0");
        const whole = digits.slice(0, -2).replaceAll(/\B(?=(\d{3})+$)/g, sign === "point" ? "," : ".");
        const text = `${minor < 0n ? "-" : ""}${whole}${sign === "point" ? "." : ","}${digits.slice(-2)}`;
        const value = readCell("decimal", text, { dates: "unknown", decimals: sign });
        expect(value.ok && Math.abs(Number(value.value) * 100 - Number(minor))).toBeLessThan(0.5);
      }),
    );
  });

  test.each([
    [["1.500"], "unknown", 1],
    [["1.500", "20"], "unknown", 1],
    [["1.500", "2,500"], "unknown", 2],
    [["1500", "0.000 €"], "point", 0],
    [["1500", "20"], "unknown", 0],
    [["1.500", "2.50"], "point", 1],
    [["1.500", "2,50"], "comma", 1],
    [["1.500", "2,50", "2.50"], "unknown", 1],
  ] as const)("given the amounts %s, then they say %s", (cells, decimals, either) => {
    const survey = cells.reduce<Survey>((known, cell) => surveyed(known, "decimal", cell), noSurvey);
    expect(formsOf({ date_order: "auto", decimal_sign: "auto" }, survey).decimals).toBe(decimals);
    expect(survey.either_sign).toBe(either);
    expect(formsOf({ date_order: "auto", decimal_sign: "comma" }, survey).decimals).toBe("comma");
  });

  test("given any day, when a file writes it in one order throughout, then the survey finds the order", () => {
    const day = fc.record({ month: fc.integer({ min: 1, max: 12 }), day: fc.integer({ min: 1, max: 28 }) });
    fc.assert(
      fc.property(fc.array(day, { minLength: 1 }), fc.boolean(), (days, isDayFirst) => {
        const cells = days.map((one) =>
          isDayFirst ? `${one.day}/${one.month}/2026` : `${one.month}/${one.day}/2026`,
        );
        const survey = cells.reduce((known, cell) => surveyed(known, "day", cell), noSurvey);
        const forms = formsOf({ date_order: "auto", decimal_sign: "auto" }, survey);
        const isCertain = days.some((one) => one.day > 12);
        expect(forms.dates).toBe(isCertain ? (isDayFirst ? "day_first" : "month_first") : "unknown");
        if (!isCertain) return;
        const pad = (number: number): string => String(number).padStart(2, "0");
        expect(cells.map((cell) => read("day", cell, forms))).toEqual(
          days.map((one) => `2026-${pad(one.month)}-${pad(one.day)}`),
        );
      }),
    );
  });
});

describe("B14 columns", () => {
  test.each(moveInKinds)(
    "given the headings of %s, each means one field and no heading means two",
    (kind) => {
      const { columns, needs, keys } = columnsFor(kind, customerFields);
      const fields = columns.map(({ field }) => field);
      expect(new Set(fields).size).toBe(fields.length);
      for (const column of columns) {
        expect(columnOf(column.label, columns)?.field).toBe(column.field);
        for (const heading of column.headings)
          expect({ heading, field: columnOf(heading, columns)?.field }).toEqual({
            heading,
            field: column.field,
          });
      }
      for (const field of [...needs.flat(), ...keys]) expect(fields).toContain(field);
    },
  );

  test("given the table of docs/spec/move-in.md, it has each field with its headings", () => {
    const text = readFileSync("docs/spec/move-in.md", "utf8");
    const listed = text
      .split("\n")
      .filter((line) => line.startsWith("|"))
      .slice(2)
      .map((line) => line.split("|").map((cell) => cell.trim()));
    const known = moveInKinds.flatMap((kind) =>
      columnsFor(kind, customerFields).columns.map(({ field, type, label, headings }) => [
        "",
        ...[kind, field, type, [label, ...headings].join("; ")],
        "",
      ]),
    );
    expect(listed).toEqual(known);
  });

  test("given headings in other letters, with signs or twice, then they are recognised once", () => {
    const kind = columnsFor("customers", customerFields);
    expect(
      recognised(["DISPLAY_NAME", "E-Mail ID", "emailid", "", "Billing  Code", "?"], kind.columns),
    ).toEqual(["display_name", "email", "", "", "billing_zip", ""]);
    expect(missingField(["phone"], kind)).toMatch(/^No column is read as Display name or/);
    expect(chosenFields(["A", "B"], ["phone", "phone"], kind)).toEqual({
      ok: false,
      refusal: `"A" and "B" are both read as phone`,
    });
    expect(chosenFields(["A"], ["nothing"], kind).ok).toBe(false);
    expect(chosenFields(["A"], [], kind).ok).toBe(false);
  });
});

describe("B14 records", () => {
  const kind = columnsFor("customers", customerFields);
  const fields = ["zoho_id", "display_name", "phone"];

  test("given any text that looks like a formula, when it went through a file of errors, then it is the same", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const rows = [{ row: 2, cells: ["1", harmless(text), ""], fault: null }];
        const { record } = recordOf(rows, fields, kind, point);
        expect(record.values["display_name"] ?? "").toBe(text.trim());
      }),
    );
  });

  test("given rows with and without keys, then rows of one key are one record and others stand alone", () => {
    const key = (cells: string[]) => keyOf({ row: 2, cells, fault: null }, fields, kind);
    expect(key(["7", "A", ""])).toBe("zoho_id:7");
    expect(key([" ", "A", ""])).toBe("display_name:A");
    expect(key(["", "", "1"])).toBeNull();
    expect(keyOf({ row: 2, cells: ["7"], fault: "has 1 cells" }, fields, kind)).toBeNull();
  });
});

describe("B14 given an undo of an import", () => {
  test.each([
    { undone: 2, kept: 0, status: "undone", words: undefined },
    { undone: 1, kept: 2, status: "undone", words: "Undone in part: 2 kept" },
    { undone: 0, kept: 2, status: "done", words: "Nothing could be undone: 2 kept" },
    { undone: 0, kept: 0, status: "done", words: undefined },
  ] as const)(
    "of which $undone went and $kept stayed, then it is $status",
    ({ status, words, ...counts }) => {
      expect(statusAfterUndo(counts)).toBe(status);
      expect(keptWords({ status, counts })).toBe(words);
    },
  );

  test("of which some stays, when it goes on, then nothing is said yet", () => {
    expect(keptWords({ status: "undoing", counts: { kept: 1 } })).toBeUndefined();
  });
});
