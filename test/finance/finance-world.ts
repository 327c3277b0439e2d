import type { MemberRole } from "#platform/auth/actor.ts";
import { addMember } from "#platform/auth/member.api.ts";
import { type Caller, call, CallError } from "#platform/http/call.ts";
import type { Call, Endpoint, Received } from "#platform/http/endpoint.ts";
import { setFinance } from "#crm/finance/finance.api.ts";
import { type FinanceModule, financeModules } from "#crm/finance/finance.ts";
import { addRecords, customerNamed, startSyncing, type Sync } from "../support/sync-world.ts";
import type { Organization, Person, World } from "../support/world.ts";

/** An organization whose CRM has the account Akamai, a contact of it and a deal with it, synced to billing. */
export type Tied = {
  organization: Organization;
  sync: Sync;
  account: string;
  contact: string;
  deal: string;
  customer: string;
};

/** Makes it, with all modules of billing switched on in the CRM unless said otherwise. */
export async function tied(
  world: World,
  {
    modules = financeModules,
    name = "Ties both",
    deals = ["Edge seats"],
  }: { modules?: readonly FinanceModule[]; name?: string; deals?: string[] } = {},
): Promise<Tied> {
  const organization = await world.organization(name);
  const [account = ""] = await addRecords(organization, "Accounts", [{ Account_Name: "Akamai" }]);
  const [contact = ""] = await addRecords(organization, "Contacts", [
    { First_Name: "Boney", Last_Name: "Miles", Account_Name: { id: account } },
  ]);
  const rows = deals.map((Deal_Name) => ({
    Deal_Name,
    Stage: "Qualification",
    Account_Name: { id: account },
  }));
  const [deal = ""] = await addRecords(organization, "Deals", rows);
  const sync = await startSyncing(organization, { module: "accounts-and-contacts", extent: "two-way" });
  await sync.run();
  await organization.send(setFinance, { body: { enabled: [...modules] } });
  const { id: customer } = await customerNamed(organization, "Akamai");
  return { organization, sync, account, contact, deal, customer };
}

/** A member of the organization as their browser asks: by the session's cookie. */
export type Colleague = {
  person: Person;
  /** Their seat in the CRM. */
  user: string;
  send<E extends Endpoint>(endpoint: E, input: Call<E>): Promise<Received<E>>;
  refusal<E extends Endpoint>(endpoint: E, input: Call<E>): Promise<CallError["view"] & { status: number }>;
};

/** Somebody with a role in billing and a profile in the CRM. */
export async function addColleague(
  world: World,
  organization: Organization,
  { name, role, profile = "Standard" }: { name: string; role: MemberRole; profile?: string },
): Promise<Colleague> {
  const person = await world.signUp(name);
  await organization.send(addMember, { body: { email: person.email, name, role } });
  const profiles = (await organization.crm("GET", "/settings/profiles")).body.profiles ?? [];
  const [first_name = "", last_name = ""] = name.split(" ");
  const seat = {
    email: person.email,
    first_name,
    last_name,
    profile: profiles.find((one) => one.name === profile)?.id,
  };
  const { body } = await organization.crm("POST", "/users", { users: [seat] });
  const caller: Caller = {
    baseUrl: world.url,
    headers: () => ({
      cookie: person.cookie,
      "x-concord-organization": organization.id,
      origin: world.system.deps.publicUrl,
    }),
  };
  return {
    person,
    user: body.users?.[0]?.details.id ?? "",
    send: (endpoint, input) => call(caller, endpoint, input),
    async refusal(endpoint, input) {
      try {
        await call(caller, endpoint, input);
      } catch (error) {
        if (error instanceof CallError) return { ...error.view, status: error.status };
        throw error;
      }
      throw new Error("the call was not refused");
    },
  };
}

/** The id of a profile of the CRM. */
export async function profileNamed(organization: Organization, name: string): Promise<string> {
  const { profiles = [] } = (await organization.crm("GET", "/settings/profiles")).body;
  const found = profiles.find((one) => one.name === name);
  if (!found) throw new Error(`no profile ${name}`);
  return found.id;
}
