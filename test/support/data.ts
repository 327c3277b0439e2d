import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";

/** Real data for tests, beside the project; nothing of the product depends on it. */
const folder = join(import.meta.dirname, "../../../shared/data");

/** The file of `companies()`. */
export const companiesFile = join(folder, "sp500-companies.csv");

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

function rowsOf(file: string): Record<string, string>[] {
  return parse(readFileSync(file), { columns: true, trim: true });
}
