/** A deal as it is read for what is made of it. */
export type Deal = {
  id: string;
  name: string;
  stage: string;
  /** Decimal text; null where none was entered. */
  amount: string | null;
  /** What the amount is in. */
  currency: string;
  owner: string | null;
  account: string | null;
  contact: string | null;
  plans: string | null;
  createdAt: string;
};

/** The fields of a deal that are read; a CRM need not have the last two. */
export const dealFields = [
  "Deal_Name",
  "Stage",
  "Amount",
  "Owner",
  "Account_Name",
  "Contact_Name",
  "Created_Time",
  "Plans",
  "Currency",
] as const;

/** A deal from a record of the CRM. `crmCurrency` is what amounts are in where the record does not say. */
export function readDeal(record: { id: string } & Record<string, unknown>, crmCurrency: string): Deal {
  return {
    id: record.id,
    name: textOf(record["Deal_Name"]) ?? record.id,
    stage: textOf(record["Stage"]) ?? "",
    amount: textOf(record["Amount"]),
    currency: textOf(record["Currency"]) ?? crmCurrency,
    owner: partOf(record["Owner"], "name"),
    account: partOf(record["Account_Name"], "id"),
    contact: partOf(record["Contact_Name"], "id"),
    plans: textOf(record["Plans"]),
    createdAt: textOf(record["Created_Time"]) ?? "",
  };
}

function textOf(value: unknown): string | null {
  if (typeof value === "number" || typeof value === "bigint") return String(value);
  return typeof value === "string" && value.trim() !== "" ? value.trim() : null;
}

function partOf(value: unknown, part: "id" | "name"): string | null {
  return value !== null && typeof value === "object" && part in value
    ? textOf((value as Record<string, unknown>)[part])
    : null;
}
