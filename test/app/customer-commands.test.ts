import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CustomerView, getCustomer } from "#billing/customer/customer.api.ts";
import { listOrganizationMembers, type MemberView } from "#platform/auth/member.api.ts";
import { listAuditLog } from "#platform/audit/audit.api.ts";
import { addColleague } from "../finance/finance-world.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";
import { atCommandLine } from "./at-command-line.ts";

let world: World;
let organization: Organization;

beforeAll(async () => {
  world = await startWorld({ roles: "web" });
  organization = await world.organization("Typed Ltd");
});
afterAll(() => world.stop());

const { command, asked } = atCommandLine(() => ({ world, organization }));

describe("B17 given customers at the command line", () => {
  test("when one is created, changed and given people, then the API shows it, and the timeline tells it", async () => {
    await asked(
      "customers",
      "fields",
      "add",
      "Tier",
      "--type",
      "pick_list",
      "--option",
      "Gold",
      "--option",
      "Silver",
    );
    const { id } = await asked<CustomerView>(
      ...["customers", "create", "Müller & Söhne", "--set", "phone=030 1234567"],
      ...["--set", "billing_city=Berlin", "--set", "cf_tier=Gold", "--set", "tags=vip, new"],
    );
    await asked("customers", "edit", id, "--set", "phone=", "--set", "website=https://x.example/?a=b");
    await asked("customers", "add-person", id, "--set", "first_name=Ada", "--set", "is_primary=true");
    expect(await organization.send(getCustomer, { params: { customer: id } })).toMatchObject({
      display_name: "Müller & Söhne",
      phone: null,
      website: "https://x.example/?a=b",
      billing_address: { city: "Berlin" },
      custom_fields: { cf_tier: "Gold" },
      tags: ["vip", "new"],
      contact_persons: [{ first_name: "Ada", is_primary: true }],
    });
    const { stdout } = await command("customers", "timeline", id);
    expect(
      stdout
        .trim()
        .split("\n")
        .map((line) => line.split(/ {2,}/).slice(1, 3)),
    ).toEqual([
      ["owner key", "contact_person_added"],
      ["owner key", "changed"],
      ["owner key", "created"],
    ]);
    expect(stdout).toContain('phone: "030 1234567" -> null');
  });

  test("when a value is wrong or a field unknown, then the command ends with 1 and names it", async () => {
    const wrong = await command("customers", "create", "Wrong", "--set", "email=nobody");
    expect(wrong).toMatchObject({ code: 1, stdout: "" });
    expect(wrong.stderr).toContain("E-mail must be an address like name@example.com");
    const unknown = await command("customers", "create", "Wrong", "--set", "shoe_size=43");
    expect(unknown.stderr).toContain("shoe_size");
    const pair = await command("customers", "create", "Wrong", "--set", "phone");
    expect(pair.stderr).toContain("cli.usage: --set phone is not a pair; Write it as field=value.");
  });

  test("when several are made inactive, then those that may not be are named and the command ends with 1", async () => {
    const [one, two] = [
      await asked<CustomerView>("customers", "create", "One"),
      await asked<CustomerView>("customers", "create", "Two"),
    ];
    const { code, stdout, stderr } = await command(
      "customers",
      "status",
      "inactive",
      one.id,
      two.id,
      "cus_none",
    );
    expect(code).toBe(1);
    expect(stdout).toContain("2 customers made inactive");
    expect(stdout).toContain("cus_none: There is no such customer.");
    expect(stderr).toContain("1 customer left as it is");
    await asked("customers", "delete", two.id);
    expect(await organization.refusal(getCustomer, { params: { customer: two.id } })).toMatchObject({
      status: 404,
    });
  });

  test("when people are added, given a role and removed, then the members are these, and the audit log tells it as for a page", async () => {
    const { member, password } = await asked<{ member: MemberView; password: string }>(
      ...["members", "add", "sam@example.com", "--name", "Sam Seller", "--role", "sales"],
    );
    expect(password.length).toBeGreaterThan(15);
    await asked("members", "role", member.id, "read_only");
    const { items } = await organization.send(listOrganizationMembers, {});
    expect(items.map(({ email, role }) => [email, role])).toContainEqual(["sam@example.com", "read_only"]);
    await asked("members", "remove", member.id);
    const log = await organization.send(listAuditLog, { query: { action: "member", limit: 3 } });
    expect(log.items.map(({ action, actor_kind: kind }) => [action, kind])).toEqual([
      ["member.removed", "api_key"],
      ["member.role_changed", "api_key"],
      ["member.added", "api_key"],
    ]);
    expect(JSON.stringify(log.items)).not.toContain(password);
  });

  test("when the CRM's only administrator is removed, then it is refused in one line that says what to do first", async () => {
    const tom = await addColleague(world, organization, {
      name: "Tom Teller",
      role: "sales",
      profile: "Administrator",
    });
    const { users = [] } = (await organization.crm("GET", "/users?type=AllUsers")).body;
    const owner = users.find(({ email }) => email === organization.owner.email)?.id ?? "";
    await organization.crm("PUT", `/users/${owner}`, { users: [{ status: "inactive" }] });
    const { items } = await organization.send(listOrganizationMembers, {});
    const member = items.find(({ email }) => email === tom.person.email)?.id ?? "";
    const { code, stderr } = await command("members", "remove", member);
    expect([code, stderr.trim()]).toEqual([
      1,
      "member.last_administrator: The CRM would have no administrator left; Make another user of the CRM an administrator first (CRM > Setup > Users).",
    ]);
  });
});
