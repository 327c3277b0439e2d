import { expect } from "vitest";
import type { Organization, World } from "../support/world.ts";
import { concord, type Ended } from "./processes.ts";

/** What somebody types who has the key of an organization; `of` is asked when it is typed. */
export function atCommandLine(of: () => { world: World; organization: Organization }) {
  function command(...args: string[]): Promise<Ended> {
    const { world, organization } = of();
    return concord(args, { CONCORD_URL: world.url, CONCORD_API_KEY: organization.key });
  }

  /** What a command says that must succeed. */
  async function said(...args: string[]): Promise<string> {
    const { code, stdout, stderr } = await command(...args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    return stdout;
  }

  /** The same with --json, read: one line. */
  async function asked<Value>(...args: string[]): Promise<Value> {
    const stdout = await said("--json", ...args);
    expect(stdout.trim().split("\n")).toHaveLength(1);
    return JSON.parse(stdout) as Value;
  }

  return { command, said, asked };
}
