import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { afterRecord, coqlText } from "#zoho/coql.ts";
import { callsForPage, chooseReader, creditsOfQuery, creditsOfWrite } from "#zoho/credits.ts";
import { dataCentreOf, dataCentres, isAllowedCrmHost } from "#zoho/data-centres.ts";
import { redactedSample, parseJson } from "#zoho/json.ts";
import { joinPasses, passesOf } from "#zoho/record.ts";
import { afterLoss, type Tries } from "#zoho/retry.ts";
import { equalsCriterion, escapeSearch, havingValue } from "#zoho/search.ts";

/** Texts of a user, rich in what ends a value. */
const text = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.string({ unit: fc.constantFrom("'", "\\", "(", ")", ",", " ", "a", '"', ";", "\n") }),
);

describe("a COQL text", () => {
  it("given any value, then a reader of COQL finds exactly this value and nothing after it", () => {
    fc.assert(
      fc.property(text, (value) => {
        const query = coqlText({
          select: ["id"],
          from: "Accounts",
          where: { field: "Account_Name", is: "=", value },
        });
        const [, rest = ""] = query.split(/^select id from Accounts where Account_Name = /);
        expect(readQuoted(rest, true)).toEqual([value, " limit 0, 200"]);
        // To a reader that knows no backslash the value is another one, but it ends at the same place.
        expect(readQuoted(rest, false)[1]).toBe(" limit 0, 200");
      }),
    );
  });

  it("given groups, then conditions are joined pairwise", () => {
    const one = (field: string) => ({ field, is: "=", value: 1 }) as const;
    const where = {
      all: [one("A"), { any: [one("B"), one("C")] }, { field: "D", is: "in", values: ["x", true] }],
    } as const;
    expect(
      coqlText({
        select: ["id", "Owner.last_name"],
        from: "Deals",
        where,
        orderBy: [{ field: "id", order: "asc" }],
        limit: 2000,
        offset: 10,
      }),
    ).toBe(
      "select id, Owner.last_name from Deals where ((A = 1 and (B = 1 or C = 1)) and D in ('x', true)) order by id asc limit 10, 2000",
    );
    const keyset = coqlText({
      select: ["id"],
      from: "Accounts",
      where: afterRecord({ modifiedTime: "2026-01-01T00:00:00+00:00", id: "5" }),
    });
    expect(keyset).toContain(
      "where (Modified_Time > '2026-01-01T00:00:00+00:00' or (Modified_Time = '2026-01-01T00:00:00+00:00' and id > '5'))",
    );
  });

  it.each(["Name; drop", "a b", "", "x'", "Owner.last.name"])(
    "given %j as a name, then it is a bug",
    (name) => {
      expect(() =>
        coqlText({ select: [name], from: "Accounts", where: { field: "id", is: "not null" } }),
      ).toThrow("not an API name");
    },
  );
});

/** Reads `'…''…'` and gives the text and what follows. */
function readQuoted(source: string, knowsBackslash: boolean): [string, string] {
  let value = "";
  for (let i = 1; i < source.length; i += 1) {
    const isEscape = source[i] === "'" ? source[i + 1] === "'" : knowsBackslash && source[i] === "\\";
    if (source[i] === "'" && !isEscape) return [value, source.slice(i + 1)];
    if (isEscape) i += 1;
    value += source[i];
  }
  throw new Error("the text does not end");
}

describe("a search criterion", () => {
  it("given any value, then unescaping gives it back and no bare bracket or comma is left", () => {
    fc.assert(
      fc.property(text, (value) => {
        const escaped = escapeSearch(value);
        expect(escaped.replaceAll(/\\([(),\\])/g, "$1")).toBe(value);
        expect(escaped.replaceAll(/\\[(),\\]/g, "")).not.toMatch(/[(),\\]/);
        expect(equalsCriterion("Account_Name", value)).toBe(`(Account_Name:equals:${escaped})`);
      }),
    );
  });

  it("given found records, then only those that have the value are kept", () => {
    const found = [
      { id: "1", A: "Ace" },
      { id: "2", A: "Ace Ltd" },
      { id: "3", A: null },
      { id: "4", A: { id: "Ace", name: "x" } },
      { id: "5", A: 7 },
    ];
    expect(havingValue(found, "A", "Ace").map((record) => record.id)).toEqual(["1", "4"]);
    expect(havingValue(found, "A", "7").map((record) => record.id)).toEqual(["5"]);
  });
});

describe("which servers a connection may point to", () => {
  const publicServer = { own: "https://billing.example.com", extra: ["https://crm.example.com:8443"] };
  const local = { own: "http://localhost:4000", extra: [] };
  it.each([
    ["https://www.zohoapis.eu", publicServer, true],
    ["https://www.zohoapis.com/", publicServer, true],
    ["https://sandbox.zohoapis.com.au", publicServer, true],
    ["https://accounts.zohocloud.ca", publicServer, true],
    ["https://billing.example.com", publicServer, true],
    ["https://crm.example.com:8443/", publicServer, true],
    ["http://localhost:4000", local, true],
    ["http://127.0.0.1:5000", local, true],
    ["http://[::1]:5000", local, true],
    ["https://www.zohoapis.eu", local, true],
    ["http://www.zohoapis.eu", publicServer, false],
    ["https://www.zohoapis.eu.evil.example", publicServer, false],
    ["https://evil.example/www.zohoapis.eu", publicServer, false],
    ["https://www.zohoapis.eu@evil.example", publicServer, false],
    ["https://user:pw@www.zohoapis.eu", publicServer, false],
    ["https://www.zohoapis.eu:8443", publicServer, false],
    ["https://zohoapis.eu", publicServer, false],
    ["https://crm.example.com", publicServer, false],
    ["http://billing.example.com", publicServer, false],
    ["http://127.0.0.1:5432", publicServer, false],
    ["http://localhost:4000", publicServer, false],
    ["http://2130706433:80", publicServer, false],
    ["http://169.254.169.254", publicServer, false],
    ["http://169.254.169.254", local, false],
    ["http://127.0.0.1.evil.example", local, false],
    ["http://localhost.evil.example", local, false],
    ["file:///etc/passwd", local, false],
    ["not an address", local, false],
    ["", local, false],
  ] as const)("given %s, then %o allows it: %s", (url, allowed, expected) => {
    expect(isAllowedCrmHost(url, allowed)).toBe(expected);
  });

  it("given every data centre, then accounts and API addresses lead back to it", () => {
    for (const centre of dataCentres) {
      expect(dataCentreOf(centre.accounts)?.code).toBe(centre.code);
      expect(dataCentreOf(centre.api)?.code).toBe(centre.code);
    }
    expect(dataCentreOf("https://www.example.com")).toBeUndefined();
  });
});

describe("what reading costs", () => {
  it.each([
    [0, 1, "pages", 1, 1],
    [200, 50, "pages", 1, 1],
    [201, 50, "pages", 2, 2],
    [100_000, 10, "pages", 500, 500],
    [1000, 60, "pages", 15, 15],
    [100_001, 10, "bulk", 7, 55],
    [1_000_000, 10, "bulk", 35, 275],
  ] as const)(
    "given %i records with %i fields, then they are read by %s in %i calls for %i credits",
    (count, fields, reader, calls, credits) => {
      expect(chooseReader(count, fields)).toMatchObject({ reader, calls, credits });
    },
  );

  it("given writes and queries, then they cost by Zoho's table", () => {
    expect([1, 10, 11, 100].map(creditsOfWrite)).toEqual([1, 1, 2, 10]);
    expect([200, 201, 1000, 1001, 2000].map(creditsOfQuery)).toEqual([1, 2, 2, 3, 3]);
    expect([1, 50, 51, 98, 99].map(callsForPage)).toEqual([1, 1, 3, 3, 5]);
  });
});

describe("reading JSON", () => {
  it("given any JSON without long integers, then it is read as JSON.parse does", () => {
    fc.assert(
      fc.property(fc.json(), (source) => {
        fc.pre(!/\d{16}/.test(source));
        expect(parseJson(source)).toEqual({ value: JSON.parse(source) });
      }),
    );
  });

  it("given an id as a number anywhere, then it comes as a text with all its digits, also beside texts that hold JSON", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 10n ** 18n, max: 10n ** 19n }), text, text, (id, key, value) => {
        const quoted = JSON.stringify(JSON.stringify({ id: Number(id) }));
        const source = `{${JSON.stringify(`k${key}k`)}:${JSON.stringify(value)},"inner":${quoted},"rows":[{"id": ${id}}]}`;
        expect(parseJson(source)?.value).toEqual({ ...JSON.parse(source), rows: [{ id: String(id) }] });
      }),
    );
  });

  it.each([
    ["9007199254740993", "9007199254740993"],
    ["-12345678901234567.25", "-12345678901234567.25"],
    ["0.1234567890123456789", "0.1234567890123456789"],
    ["9007199254740991", 9007199254740991],
    ["0.30000000000000004", 0.30000000000000004],
    ["123456.789", 123456.789],
  ])("given the number %s, then no digit of it is lost", (written, read) => {
    expect(parseJson(`{"a":${written},"b":[{"c": ${written} }]}`)?.value).toEqual({
      a: read,
      b: [{ c: read }],
    });
  });

  it("given what is no number, then it is not made a text", () => {
    expect(parseJson('{"a":1.2345678.90123456789}')).toBeUndefined();
  });

  it("given a sample for the log, then words are blotted out and it is short", () => {
    const sample = redactedSample(`{"Email":"ada@example.com","token":"1000.abcdef"}`.repeat(20));
    expect(sample).not.toMatch(/example|abcdef/);
    expect(sample.length).toBeLessThanOrEqual(200);
  });
});

describe("passes and tries", () => {
  it("given any number of fields, then each is read once, no pass is above fifty and each shows the time", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.stringMatching(/^F\d{1,4}$/), { minLength: 51, maxLength: 300 }),
        (fields) => {
          const passes = passesOf(fields, 50);
          expect(passes.every((pass) => pass.length <= 50 && pass[0] === "Modified_Time")).toBe(true);
          expect(passes.flatMap((pass) => pass.slice(1))).toEqual(fields);
        },
      ),
    );
  });

  it("given two passes, then a record is whole only with equal times, and none is lost", () => {
    const rows = fc.uniqueArray(
      fc.record({ id: fc.stringMatching(/^\d$/), Modified_Time: fc.constantFrom("1", "2") }),
      { selector: (row) => row.id },
    );
    fc.assert(
      fc.property(rows, rows, (first, second) => {
        const { whole, torn } = joinPasses(first, second);
        expect(new Set([...whole.map((row) => row.id), ...torn])).toEqual(
          new Set(first.map((row) => row.id)),
        );
        for (const row of whole)
          expect(second.find((other) => other.id === row.id)?.Modified_Time).toBe(row["Modified_Time"]);
      }),
    );
  });

  it("given any chance, then waits stay within the back-off and tries are five", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), {
          minLength: 10,
          maxLength: 10,
        }),
        (chances) => {
          let tries: Tries = { failed: 0, busy: 0, busySince: undefined };
          let waits = 0;
          for (const chance of chances) {
            const step = afterLoss(tries, chance);
            if (!step.again) break;
            expect(step.waitMs).toBeLessThanOrEqual(500 * 2 ** waits);
            waits += 1;
            tries = step.tries;
          }
          expect(waits).toBe(4);
        },
      ),
    );
  });
});
