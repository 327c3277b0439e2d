import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { AddonView } from "#billing/catalog/addon.api.ts";
import type { ProductView } from "#billing/catalog/product.api.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";
import { atCommandLine } from "./at-command-line.ts";
import { dataFolder } from "./processes.ts";

let world: World;
let organization: Organization;
const folder = dataFolder();

beforeAll(async () => {
  world = await startWorld({ roles: "web" });
  organization = await world.organization("Typed Ltd");
});
afterAll(async () => {
  folder.remove();
  await world.stop();
});

const { command } = atCommandLine(() => ({ world, organization }));

/** A file with a value as JSON. */
function file(name: string, value: unknown): string {
  const path = join(folder.path, name);
  writeFileSync(path, typeof value === "string" ? value : JSON.stringify(value));
  return path;
}

describe("B17 given the catalog at the command line", () => {
  test("when a product, a plan, an addon and a coupon are created, then each is listed", async () => {
    const made = await command("--json", "products", "create", "Tracker", "--description", "Where it is");
    const { id: product_id } = JSON.parse(made.stdout) as ProductView;
    const plan = {
      ...{ plan_code: "solo", name: "Solo", product_id, interval: 1, interval_unit: "months" },
      prices: [{ price: "19.99" }],
    };
    const addon = { addon_code: "seat", name: "Seat", plans: ["solo"], applicable_to: "plans" };
    const coupon = { coupon_code: "TEN", name: "Ten", discount_by: "percentage", discount_value: "10" };
    for (const [kind, value] of [
      ["plans", plan],
      ["addons", { ...addon, prices: [{ price: "5" }] }],
      ["coupons", coupon],
    ] as const)
      expect(await command(kind, "create", file(kind, value))).toMatchObject({ code: 0, stderr: "" });
    const listed = async (kind: string): Promise<string> => (await command(kind, "list")).stdout;
    expect(await listed("products")).toMatch(/^prd_\w+ {2}active {2}Tracker\n$/);
    expect(await listed("plans")).toMatch(/^solo {2}every 1 months {2}\w{3} {2}active {2}Solo\n$/);
    expect(await listed("addons")).toBe("seat  recurring  unit  active  Seat\n");
    expect(await listed("coupons")).toBe("TEN  10 %  one time  active  Ten\n");
    const found = await command("--json", "addons", "list", "--search", "sea");
    expect((JSON.parse(found.stdout) as { items: AddonView[] }).items).toMatchObject([
      { addon_code: "seat", plans: [{ plan_code: "solo" }] },
    ]);
  });

  test("when a file is no JSON, or no plan, then one line says so", async () => {
    const broken = await command("plans", "create", file("broken", "{"));
    expect(broken).toMatchObject({ code: 1, stdout: "" });
    expect(broken.stderr).toMatch(/^cli\.file: .* is no JSON/);
    const other = await command("plans", "create", file("other", { name: "Solo" }));
    expect(other).toMatchObject({ code: 1, stdout: "" });
    expect(other.stderr).toMatch(/^request\.invalid: /);
  });
});
