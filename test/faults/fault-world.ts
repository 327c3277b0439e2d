import { setTimeout as wait } from "node:timers/promises";
import { addRecords, outcomeOf, startSyncing, type Choice, type Sync } from "../support/sync-world.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";
import { type CrmProxy, startCrmProxy } from "./crm-proxy.ts";

/** A world whose waits between tries are short, with a breakable network before its CRM. */
export type FaultWorld = { world: World; proxy: CrmProxy; stop(): Promise<void> };

export async function startFaultWorld(): Promise<FaultWorld> {
  const world = await startWorld({ sleep: (ms, signal) => shortly(Math.min(ms, 30), signal) });
  const proxy = await startCrmProxy(world.url);
  return {
    world,
    proxy,
    async stop() {
      await proxy.close();
      await world.stop();
    },
  };
}

async function shortly(ms: number, signal: AbortSignal | undefined): Promise<void> {
  await wait(ms, undefined, signal ? { signal } : {}).catch(() => undefined);
}

export const companies = 230;

/** More accounts than fit on a page, one with contacts; synced by nobody yet. */
export async function withCompanies(
  { world, proxy }: FaultWorld,
  name: string,
  choice: Partial<Choice> = {},
): Promise<{ organization: Organization; sync: Sync; accounts: string[] }> {
  const organization = await world.organization(name);
  const accounts = await addRecords(
    organization,
    "Accounts",
    Array.from({ length: companies }, (_, at) => ({ Account_Name: `Company ${at}`, Phone: `+1 555 ${at}` })),
  );
  await addRecords(organization, "Contacts", [
    { First_Name: "Ann", Last_Name: "One", Email: "ann@example.com", Account_Name: { id: accounts[0] } },
    { Last_Name: "Two", Account_Name: { id: accounts[0] } },
  ]);
  const sync = await startSyncing(organization, {
    module: "accounts-and-contacts",
    crmUrl: proxy.url,
    ...choice,
  });
  return { organization, sync, accounts };
}

/** What a sync left behind, by names: comparable between organizations that began with the same records. */
export async function endOf(
  { world }: Pick<FaultWorld, "world">,
  organization: Organization,
): Promise<unknown[]> {
  const rows = (await outcomeOf(world, organization)) as { links: string }[];
  return rows.map((row) => ({
    ...row,
    links: (JSON.parse(row.links) as unknown[][]).map(([, module, state]) => `${module} ${state}`).toSorted(),
  }));
}
