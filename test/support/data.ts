import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse } from "csv-parse/sync";

/** The file of `companies()`. */
export const companiesFile = sharedFile("sp500-companies.csv");

/**
 * Real data for tests: the file of this name in `shared/data`, beside the project or beside a folder that the project
 * is in. Nothing of the product depends on it; a test that needs it says so where it is missing.
 */
function sharedFile(name: string): string {
  const root = join(import.meta.dirname, "../..");
  for (let folder = dirname(root); ; folder = dirname(folder)) {
    const path = join(folder, "shared/data", name);
    if (existsSync(path)) return path;
    if (folder === dirname(folder))
      throw new Error(`${name} is missing: tests look for it in ${join(dirname(root), "shared/data")}`);
  }
}

export type Company = {
  name: string;
  sector: string;
  industry: string;
  city: string;
  region: string;
  founded: string;
};

/** The companies of the S&P 500 (datahub.io, public domain): 503 of them, in the order of the file. */
export function companies(): Company[] {
  return rowsOf(companiesFile).map((row) => {
    const [city = "", region = ""] = (row["Headquarters Location"] ?? "")
      .split(",")
      .map((part) => part.trim());
    return {
      name: row["Security"] ?? "",
      sector: row["GICS Sector"] ?? "",
      industry: row["GICS Sub-Industry"] ?? "",
      city,
      region,
      founded: row["Founded"] ?? "",
    };
  });
}

/** A person of FEBRL's first data set; `person` is the same for two rows that are one person, `isCopy` is the altered one. */
export type FebrlPerson = {
  person: string;
  isCopy: boolean;
  name: string;
  street: string;
  city: string;
  zip: string;
  number: string;
};

/** FEBRL's first data set (BSD-3-Clause): 500 people and an altered duplicate of each, in the order of the file. */
export function febrlPeople(): FebrlPerson[] {
  return rowsOf(sharedFile("febrl1-people.csv")).map((row) => {
    const [, person = "", kind = ""] = (row["rec_id"] ?? "").split("-");
    const joined = (...parts: string[]): string =>
      parts
        .map((part) => row[part] ?? "")
        .join(" ")
        .trim();
    return {
      person,
      isCopy: kind === "dup",
      name: joined("given_name", "surname"),
      street: joined("street_number", "address_1"),
      city: row["suburb"] ?? "",
      zip: row["postcode"] ?? "",
      number: row["soc_sec_id"] ?? "",
    };
  });
}

function rowsOf(file: string): Record<string, string>[] {
  return parse(readFileSync(file), { columns: true, trim: true });
}
