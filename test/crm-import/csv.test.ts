import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cellValue } from "../../src/crm/import/cell-value.ts";
import { csvLine, delimiterOf, readCsv } from "#kernel/csv.ts";
import { readText } from "#kernel/encoding.ts";
import { localTimeIn } from "../../src/crm/import/local-time.ts";
import { mapColumns, recogniseColumns } from "../../src/crm/import/mapping.ts";

const cell = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.constantFrom('"', '""', "a\r\nb", ";", ",", " x ", ""),
);
const inBerlin = localTimeIn("Europe/Berlin");

describe("reading CSV", () => {
  test("given any cells, what was written is read back", () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(cell, { minLength: 2, maxLength: 5 }), { minLength: 1, maxLength: 8 }),
        fc.constantFrom("\n", "\r\n"),
        (rows, end) => {
          const filled = rows.map((cells) => ["x", ...cells]);
          const text = filled.map((cells) => csvLine(cells)).join(end);
          expect([...readCsv(text, ",")].map(({ cells }) => cells)).toEqual(filled);
        },
      ),
    );
  });

  test("given any text at all, reading ends and never throws", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('"', ",", "\n", "\r", "a", " ") }), (text) => {
        expect([...readCsv(text)].length).toBeLessThanOrEqual(text.length);
      }),
    );
  });

  test.each([
    ["a,b\n", ","],
    ["a;b;c\n1,2;3;4", ";"],
    ["a\tb", "\t"],
    ['"a,b,c";d', ";"],
    ["alone", ","],
  ])("given the header %j, cells are separated by %j", (text, delimiter) => {
    expect(delimiterOf(text)).toBe(delimiter);
  });

  test("given faults of form, each row is told of and reading goes on", () => {
    const rows = [...readCsv('a,b\n"x"y,1\n\n  ,\n2,3\n"open,4\n5,6')];
    expect(rows.map(({ row, problem }) => [row, problem])).toEqual([
      [1, undefined],
      [2, "has text after the closing quote of column 1"],
      [5, undefined],
      [6, "opens a quote that is never closed; nothing after it was read"],
    ]);
  });
});

describe("the encoding of a file", () => {
  test("given UTF-8 with or without a mark, the text is there", () => {
    expect(readText(new TextEncoder().encode("\uFEFFä🚀\uFFFD"))).toEqual({ ok: true, value: "ä🚀\uFFFD" });
  });

  test.each([
    ["little", [0xff, 0xfe, 0xfc, 0x00, 0x3d, 0xd8, 0x80, 0xde]],
    ["big", [0xfe, 0xff, 0x00, 0xfc, 0xd8, 0x3d, 0xde, 0x80]],
  ])("given UTF-16 with its mark, %s end first, the text is there", (_name, bytes) => {
    expect(readText(new Uint8Array(bytes))).toEqual({ ok: true, value: "ü🚀" });
  });

  test.each([
    ["Latin 1", [0x61, 0xc3, 0xa4, 0xe4, 0x62], 3],
    ["Latin 1 after a mark", [0xef, 0xbb, 0xbf, 0x61, 0xfc, 0x62], 4],
    ["a cut sequence", [0x61, 0xf0, 0x9f], 1],
    ["a NUL", [0x61, 0x00], 1],
    ["UTF-16 that is cut", [0xff, 0xfe, 0x61], 0],
  ])("given %s, the byte is named", (_name, bytes, offset) => {
    expect(readText(new Uint8Array(bytes))).toMatchObject({ ok: false, refusal: { offset } });
  });
});

describe("cells", () => {
  test.each([
    ["integer", "1,200", 1200],
    ["integer", " 7 ", 7],
    ["currency", "$1,234.50", 1234.5],
    ["currency", "1.234,50 €", 1234.5],
    ["percent", "12.5 %", 12.5],
    ["double", "1,5", 1.5],
    ["double", "-3", -3],
    ["boolean", "Yes", true],
    ["boolean", "0", false],
    ["date", "19081209", "1908-12-09"],
    ["date", "31.3.2026", "2026-03-31"],
    ["datetime", "2026-03-31 14:30", "2026-03-31T14:30:00+02:00"],
    ["datetime", "2026-01-05T9:05:07", "2026-01-05T09:05:07+01:00"],
    ["datetime", "2026-01-05T10:00:00Z", "2026-01-05T10:00:00Z"],
    ["multiselectpicklist", "a; b;", ["a", "b"]],
    ["text", "", null],
  ] as const)("given a field of type %s, %j means %j", (type, text, value) => {
    expect(cellValue(type, text, inBerlin)).toEqual({ ok: true, value });
  });

  test.each([
    ["integer", "1.5"],
    ["integer", "seven"],
    ["currency", "1.2.3"],
    ["boolean", "maybe"],
    ["date", "3/4/2026"],
    ["datetime", "tomorrow"],
    ["datetime", "2026-02-30 10:00"],
    ["text", "M\uFFFDller"],
    ["text", "\uD800"],
  ] as const)("given a field of type %s, %j is refused with a sentence", (type, text) => {
    expect(cellValue(type, text, inBerlin)).toMatchObject({
      ok: false,
      refusal: expect.stringMatching(/\w+ \w+/),
    });
  });
});

describe("headers", () => {
  const field = (
    api_name: string,
    label: string,
    more: { isReadOnly?: boolean; isMandatory?: boolean } = {},
  ) => ({ api_name, label, isReadOnly: false, isMandatory: false, ...more });
  const fields = [
    field("Account_Name", "Account Name", { isMandatory: true }),
    field("Phone", "Phone"),
    field("Created_Time", "Created Time", { isReadOnly: true }),
  ];

  test("given labels, API names and usual other names, the fields are recognised; each once", () => {
    const columns = recogniseColumns(["Company", "phone", "Telephone", "Created Time", "Mascot"], fields);
    expect(columns.map((column) => column.field)).toEqual(["Account_Name", "Phone", null, null, null]);
  });

  test.each([
    [{ Firm: "Account_Name" }, "mapping.Firm", "The file has no column Firm"],
    [{ Company: "Nam" }, "mapping.Company", "There is no field Nam"],
    [
      { Company: "Created Time" },
      "mapping.Company",
      "Created Time is set by the CRM itself and cannot be imported",
    ],
    [{ Company: "Phone", Tel: "Phone" }, "mapping.Tel", "Phone is mapped twice; keep one column for it"],
  ])("given the mapping %j, it says what is wrong", (mapping, path, problem) => {
    expect(mapColumns(["Company", "Tel"], mapping as unknown as Record<string, string>, fields)).toEqual({
      ok: false,
      refusal: [{ path, problem }],
    });
  });
});
