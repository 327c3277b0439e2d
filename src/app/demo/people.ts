import type { z } from "zod";
import type { CustomerEdit } from "#billing/customer/customer.api.ts";
import { type Chance, chanceFrom } from "./chance.ts";
import { companyWords, places, streets, trades } from "./company-words.ts";
import { familyNames, givenNames, posts } from "./person-words.ts";

/** An account as the CRM's API takes it, and its people. */
export type DemoAccount = {
  record: Record<string, unknown> & { Account_Name: string };
  contacts: Record<string, unknown>[];
};

/** What the demo's CRM and billing begin with. */
export type DemoData = {
  accounts: DemoAccount[];
  /** People who belong to no account. */
  singles: Record<string, unknown>[];
  /** Customers that billing has before it is connected: most are accounts too, written a little differently. */
  customers: DemoCustomer[];
  /** What people change on both sides after the first run, each side differently: it waits for a decision. */
  disagreements: Disagreement[];
};

type DemoCustomer = {
  display_name: string;
  email: string;
  phone: string;
  notes: string;
  currency_code?: string;
  billing_address?: { city: string; country: string };
};

/** One account and the customer of the same name, each with other values; as either side's API takes them. */
export type Disagreement = {
  name: string;
  crm: Record<string, string>;
  billing: Pick<z.input<typeof CustomerEdit>, "phone" | "website" | "billing_address">;
};

const accountCount = 300;
const singleCount = 15;
/** Customers that match an account by name, and such as match none. */
const duplicateCount = 20;
export const localCount = 4;

/** Customers who pay in euros, by their e-mail addresses in order. */
export const euroCustomers: readonly DemoCustomer[] = [
  {
    display_name: "Alpenblick Spedition",
    email: "buchhaltung@alpenblick.example",
    phone: "+43 1 5550123",
    city: "Wien",
    country: "Austria",
  },
  {
    display_name: "Brasserie du Canal",
    email: "compta@brasserie-canal.example",
    phone: "+33 1 99 00 12 34",
    city: "Paris",
    country: "France",
  },
  {
    display_name: "Noordzee Logistiek",
    email: "facturen@noordzee.example",
    phone: "+31 20 555 0123",
    city: "Amsterdam",
    country: "Netherlands",
  },
].map(({ city, country, ...customer }) => ({
  ...customer,
  notes: "Pays in euros",
  currency_code: "EUR",
  billing_address: { city, country },
}));

/** The demo's data: made up, and the same at every start. */
export function makeDemoData(): DemoData {
  const chance = chanceFrom(20_260_101);
  const emails = new Set<string>();
  const accounts = companyNames(chance).map(([name, industry]) =>
    makeAccount(chance, emails, name, industry),
  );
  return {
    accounts,
    singles: Array.from({ length: singleCount }, () => makePerson(chance, emails, undefined)),
    customers: [
      ...accounts
        .slice(0, duplicateCount)
        .map(({ record }, at) => asKnownToBilling(chance, record.Account_Name, at)),
      ...euroCustomers,
      ...localCustomers(chance),
    ],
    disagreements: makeDisagreements(chance, accounts.slice(duplicateCount)),
  };
}

function companyNames(chance: Chance): (readonly [name: string, industry: string])[] {
  const names = new Map<string, string>();
  while (names.size < accountCount) {
    const [word, industry] = chance.pick(trades);
    names.set(`${chance.pick(companyWords)} ${word}`, industry);
  }
  return [...names];
}

function makeAccount(chance: Chance, emails: Set<string>, name: string, industry: string): DemoAccount {
  const place = chance.pick(places);
  const domain = `${plain(name).replaceAll(" ", "-")}.example`;
  const street = `${chance.between(1, 240)} ${chance.pick(streets)}`;
  const code = digits(chance, place.code);
  const shipping = chance.happens(0.4)
    ? {
        Shipping_Street: street,
        Shipping_City: place.city,
        Shipping_State: place.state,
        Shipping_Code: code,
        Shipping_Country: place.country,
      }
    : {};
  const record = {
    Account_Name: name,
    Industry: industry,
    Account_Type: "Customer",
    Website: `https://www.${domain}`,
    Phone: digits(chance, place.phone),
    Billing_Street: street,
    Billing_City: place.city,
    Billing_State: place.state,
    Billing_Code: code,
    Billing_Country: place.country,
    ...shipping,
    Employees: chance.between(3, 900),
    Sync_to_billing: chance.happens(0.4),
  };
  const people = chance.between(1, 100);
  const count = people <= 20 ? 1 : people <= 65 ? 2 : people <= 90 ? 3 : 4;
  return {
    record,
    contacts: Array.from({ length: count }, () =>
      makePerson(chance, emails, { domain, phone: record.Phone, place }),
    ),
  };
}

function makePerson(
  chance: Chance,
  emails: Set<string>,
  at: { domain: string; phone: string; place: (typeof places)[number] } | undefined,
): Record<string, unknown> {
  const [given, family] = [chance.pick(givenNames), chance.pick(familyNames)];
  const place = at?.place ?? chance.pick(places);
  const [title, department] = chance.pick(posts);
  const address = { Mailing_City: place.city, Mailing_State: place.state, Mailing_Country: place.country };
  return {
    First_Name: given,
    Last_Name: family,
    Email: freeEmail(emails, given, family, at?.domain ?? "mail.example"),
    Phone: at?.phone ?? digits(chance, place.phone),
    ...address,
    ...(at ? { Title: title, Department: department } : {}),
    ...(chance.happens(0.5) ? { Mobile: digits(chance, place.phone) } : {}),
  };
}

function freeEmail(emails: Set<string>, given: string, family: string, domain: string): string {
  const base = `${plain(given)}.${plain(family).replaceAll(" ", "")}`;
  for (let number = 1; ; number += 1) {
    const email = `${base}${number === 1 ? "" : number}@${domain}`;
    if (!emails.has(email)) {
      emails.add(email);
      return email;
    }
  }
}

/** The same company as somebody else has typed it. */
function asKnownToBilling(chance: Chance, name: string, at: number): DemoData["customers"][number] {
  const spellings = [name, name.toUpperCase(), name.replace(" ", "  "), name.replace(" ", "-"), `${name}.`];
  const email = `billing@${plain(name).replaceAll(" ", "-")}.example`;
  return {
    display_name: spellings[at % spellings.length] ?? name,
    email,
    phone: digits(chance, "+1 202 555 01xx"),
    notes: "Customer since before the CRM was connected",
  };
}

function localCustomers(chance: Chance): DemoData["customers"] {
  return Array.from({ length: localCount }, (_, at) => {
    const [given, family] = [chance.pick(givenNames), chance.pick(familyNames)];
    return {
      display_name: `${given} ${family} Photography`,
      email: `studio${at + 1}@photography.example`,
      phone: digits(chance, "+1 202 555 01xx"),
      notes: "In billing only",
    };
  });
}

/** The telephone of one company, the street and website of another: sales and billing have each heard something else. */
function makeDisagreements(
  chance: Chance,
  [first, second]: readonly Pick<DemoAccount, "record">[],
): Disagreement[] {
  const street = (): string => `${chance.between(1, 240)} ${chance.pick(streets)}`;
  const phone = (): string => digits(chance, `${String(first?.record["Phone"]).slice(0, -2)}xx`);
  const [one, two] = [first?.record.Account_Name ?? "", second?.record.Account_Name ?? ""];
  const site = plain(two).replaceAll(" ", "");
  return [
    {
      name: one,
      crm: { Phone: phone() },
      billing: { phone: phone() },
    },
    {
      name: two,
      crm: { Billing_Street: street(), Website: `https://${site}.example` },
      billing: { billing_address: { street: street() }, website: `https://shop.${site}.example` },
    },
  ];
}

/** Each `x` as a digit. */
function digits(chance: Chance, pattern: string): string {
  return pattern.replaceAll("x", () => String(chance.between(0, 9)));
}

/** Small letters and digits without accents, words apart by one blank. */
function plain(text: string): string {
  const known: Record<string, string> = { ł: "l", ø: "o", ı: "i", ß: "ss" };
  return text
    .toLowerCase()
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .replaceAll(/[łøıß]/g, (letter) => known[letter] ?? "")
    .replaceAll(/[^a-z0-9 ]/g, "")
    .replaceAll(/ +/g, " ")
    .trim();
}
