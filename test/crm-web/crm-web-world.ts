import type { Page } from "playwright-core";
import type { MemberRole } from "#platform/auth/actor.ts";
import { addMember } from "#platform/auth/member.api.ts";
import type { Look } from "../support/browser.ts";
import { addRecords } from "../support/sync-world.ts";
import type { Organization, Person } from "../support/world.ts";
import { openWebWorld, type Visitor, type WebWorld } from "../web/web-world.ts";

/** The owner of an organization in its CRM, whose administrator they are. */
export type CrmVisitor = Visitor & {
  organization: Organization;
  /** Opens a page of the CRM: `accounts/new`. */
  open(below: string): Promise<void>;
  /** Creates records through the API; their ids. */
  add(module: "Accounts" | "Contacts" | "Deals", rows: Record<string, unknown>[]): Promise<string[]>;
  /** The fields of a record as the API shows them; undefined where there is none. */
  record(module: string, id: string): Promise<Record<string, unknown> | undefined>;
};

export type CrmWebWorld = {
  web: WebWorld;
  settle(look?: Look): Promise<CrmVisitor>;
  /** The same organization in another window, as its owner or as somebody else. */
  beside(visitor: CrmVisitor, look?: Look, person?: Person): Promise<CrmVisitor>;
  /** Makes somebody a member of the organization, in sales unless said, without a seat in its CRM. */
  join(visitor: CrmVisitor, person: Person, role?: MemberRole): Promise<void>;
  stop(): Promise<void>;
};

export async function openCrmWebWorld(): Promise<CrmWebWorld> {
  const web = await openWebWorld();
  const inCrm = (visitor: Visitor, organization: Organization): CrmVisitor => ({
    ...visitor,
    organization,
    async open(below) {
      await visitor.page.goto(`/o/${organization.id}/crm/${below}`);
    },
    add: (module, rows) => addRecords(organization, module, rows),
    async record(module, id) {
      return (await organization.crm("GET", `/${module}/${id}`)).body?.data[0];
    },
  });
  return {
    web,
    async settle(look) {
      const { organization, ...visitor } = await web.settle(look);
      return inCrm(visitor, organization);
    },
    async beside({ organization }, look, person = organization.owner) {
      return inCrm(await web.enter(person, look), organization);
    },
    async join({ organization }, { email, name }, role = "sales") {
      await organization.send(addMember, { body: { email, name, role } });
    },
    stop: () => web.stop(),
  };
}

/** A member of the organization with a seat in its CRM who is no administrator there. */
export async function addColleague(
  world: CrmWebWorld,
  visitor: CrmVisitor,
  name: string,
  role?: MemberRole,
): Promise<Person> {
  const { organization } = visitor;
  const person = await world.web.world.signUp(name);
  await world.join(visitor, person, role);
  const [first_name = "", last_name = ""] = name.split(" ");
  const { body } = await organization.crm("GET", "/settings/profiles");
  const profile = body.profiles?.find((one) => one.name === "Standard")?.id;
  const users = [{ email: person.email, first_name, last_name, profile }];
  const { status } = await organization.crm("POST", "/users", { users });
  if (status !== 201) throw new Error(`no seat for ${name}: ${status}`);
  return person;
}

/** Opens a list to choose from and takes the entry of this name. */
export async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole("combobox", { name: label, exact: true }).click();
  await page.getByRole("option", { name: option, exact: true }).click();
}
