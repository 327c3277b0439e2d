import { matchKeysOf } from "#billing/customer/match-key.ts";
import { searchKeysOf } from "#billing/customer/search-key.ts";
import { type Chance, createChance } from "../support/chance.ts";
import { query } from "./fill.ts";

/** A company as one side writes it; `company` is the same for two records that are one. */
export type CompanyRecord = {
  company: string;
  name: string;
  email: string | null;
  phone: string | null;
  street: string;
  city: string | null;
  zip: string;
};

const syllables = "ba ker mon ri tel sa vo lin der hof mar ost win gra pel no tur kas fen dal".split(" ");
const trades =
  "Trading Holdings Systems Foods Logistics Media Engineering Consulting Partners Software".split(" ");
const forms = "Inc Ltd GmbH LLC Corp. S.A.".split(" ");
const roads = "Street Road Avenue Lane".split(" ");
const letters = "abcdefghijklmnoprstuvwy".split("");

/**
 * So many companies on each side, of which half are on both: there without their legal form, two in five with a typing
 * error in the name, a third with one in the street, and with what people leave out left out.
 */
export function companyRecords(size: number): { crm: CompanyRecord[]; billing: CompanyRecord[] } {
  const chance = createChance(7);
  const words = Array.from({ length: 8000 }, () => wordBy(chance));
  const streets = Array.from({ length: 3000 }, () => `${chance.of(words)} ${chance.of(roads)}`);
  const cities = words.slice(0, 2000);
  const make = (company: string): CompanyRecord => {
    const first = chance.of(words);
    return {
      company,
      name: `${first} ${chance.of(words)} ${chance.of(trades)} ${chance.of(forms)}`,
      email: `info@${first}${company}.example`,
      phone: `+1 ${between(chance, 200, 900)} ${between(chance, 1_000_000, 9_999_999)}`,
      street: `${between(chance, 1, 300)} ${chance.of(streets)}`,
      city: chance.of(cities),
      zip: String(between(chance, 10_000, 15_000)),
    };
  };
  const crm = Array.from({ length: size }, (_, at) => make(`${at}`));
  const billing = crm.map((one, at) => (at % 2 === 0 ? altered(one, chance) : make(`${size + at}`)));
  return { crm, billing };
}

function altered(one: CompanyRecord, chance: Chance): CompanyRecord {
  const name = one.name.replace(/ \S+$/, "");
  return {
    ...one,
    name: chance.next() < 0.4 ? mistyped(name, chance) : name,
    email: chance.next() < 0.5 ? null : one.email,
    phone: chance.next() < 0.4 ? null : one.phone,
    street: chance.next() < 0.3 ? mistyped(one.street, chance) : one.street,
    city: chance.next() < 0.2 ? null : one.city,
  };
}

/** A letter more, one less, or two that changed places. */
function mistyped(text: string, chance: Chance): string {
  const at = between(chance, 1, text.length - 1);
  const kind = chance.next();
  if (kind < 0.34) return text.slice(0, at) + text.slice(at + 1);
  if (kind < 0.67) return text.slice(0, at) + chance.of(letters) + text.slice(at);
  return text.slice(0, at - 1) + text.charAt(at) + text.charAt(at - 1) + text.slice(at + 1);
}

function wordBy(chance: Chance): string {
  return Array.from({ length: between(chance, 2, 4) }, () => chance.of(syllables)).join("");
}

/** A whole number from the first up to, but not, the second. */
function between(chance: Chance, from: number, until: number): number {
  return from + Math.floor(chance.next() * (until - from));
}

type Where = { databaseUrl: string; organizationId: string };

/** Puts accounts straight into the CRM's table. */
export async function addAccounts(
  { databaseUrl, organizationId }: Where,
  records: CompanyRecord[],
): Promise<void> {
  const rows = records.map((one) => ({
    name: one.name,
    values: {
      ...{ Account_Name: one.name, Phone: one.phone, Billing_Street: one.street, Billing_City: one.city },
      ...{
        Billing_Code: one.zip,
        Description: one.company,
        Website: one.email?.replace("info@", "https://"),
      },
    },
  }));
  await query(
    databaseUrl,
    `insert into crm_record (organization_id, module, name, values, owner_id, created_by, modified_by, created_time, modified_time)
     select $1, 'Accounts', n.name, n.values, u.id, u.id, u.id, now(), now()
       from jsonb_to_recordset($2) as n (name text, values jsonb)
       cross join (select id from crm_user where organization_id = $1 order by id limit 1) u`,
    [organizationId, JSON.stringify(rows)],
  );
}

/** Puts customers straight into their table; `from` is the number of the first. */
export async function addCustomers(
  { databaseUrl, organizationId }: Where,
  records: CompanyRecord[],
  from: number,
): Promise<void> {
  const rows = records.map((one, at) => {
    const { name, email, phone, street, city, zip, company } = one;
    const customer = { display_name: name, company_name: name, email, phone, mobile: null, website: null };
    return {
      ...customer,
      ...matchKeysOf(customer),
      ...searchKeysOf(name),
      id: `cus_${String(from + at).padStart(26, "0")}`,
      ...{ notes: company, billing_street: street, billing_city: city, billing_zip: zip },
    };
  });
  await query(
    databaseUrl,
    `insert into customer (organization_id, id, display_name, company_name, email, phone, notes, billing_street, billing_city,
         billing_zip, name_key, email_key, phone_key, website_key, sort_name, name_rest, type, currency_code, status, source,
         version, created_at, updated_at)
     select $1, n.id, n.display_name, n.company_name, n.email, n.phone, n.notes, n.billing_street, n.billing_city,
         n.billing_zip, n.name_key, n.email_key, n.phone_key, n.website_key, n.sort_name, n.name_rest, 'business', 'USD', 'active',
         'local', 1, now(), now()
       from jsonb_to_recordset($2) as n (id text, display_name text, company_name text, email text, phone text, notes text,
         billing_street text, billing_city text, billing_zip text, name_key text, email_key text, phone_key text,
         website_key text, sort_name text, name_rest text)`,
    [organizationId, JSON.stringify(rows)],
  );
}
