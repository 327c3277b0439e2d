import { createCustomer } from "#billing/customer/customer.api.ts";
import type { Rng } from "../simulator/rng.ts";
import {
  type Edit,
  editBilling,
  editCrm,
  editedFields,
  type EditedField,
  valueOf,
} from "../support/both-sides.ts";
import type { Company } from "../support/data.ts";
import { addRecords, deleteRecords, query, type Sync } from "../support/sync-world.ts";
import type { World } from "../support/world.ts";

/** What somebody wrote into a field of the record of this id: one of the CRM, or a customer. */
export type Writing = Pick<Edit, "side" | "field" | "value"> & { id: string };

/** What people did, one thing after the other. */
export type Diary = {
  writings: Writing[];
  /** How many records they made, on either side. */
  made: number;
  /** The CRM records that they have deleted and not brought back. */
  deleted: Set<string>;
};

type Place = { world: World; sync: Sync; rng: Rng; all: readonly Company[] };

/** People on both sides; each call does one thing. What they do is drawn from the seed; what is there to do it with, is not. */
export function gatherPeople({ world, sync: { organization }, rng, all }: Place): {
  diary: Diary;
  act: () => Promise<void>;
} {
  const diary: Diary = { writings: [], made: 0, deleted: new Set() };
  let number = 0;
  const fresh = (): number => (number += 1);
  const some = async <Row extends Record<string, string>>(text: string): Promise<Row | undefined> => {
    const rows = await query<Row>(world, text, [organization.id]);
    return rows.length > 0 ? rng.pick(rows) : undefined;
  };
  const fields = (): EditedField[] => [...new Set([rng.pick(editedFields), rng.pick(editedFields)])];

  async function edit(side: Edit["side"], id: string, edited: readonly EditedField[]): Promise<void> {
    const own = edited.map((field) => ({
      side,
      id,
      field,
      value: valueOf(field, rng.pick(all).city, fresh()),
    }));
    diary.writings.push(...own);
    const ids = { crmId: id, customerId: id };
    const edits = own.map((one) => ({ ...one, ...ids }));
    await (side === "crm" ? editCrm(organization, edits) : editBilling(organization, edits));
  }
  async function editOne(side: Edit["side"]): Promise<void> {
    const found = await some<{ id: string }>(side === "crm" ? records : customers);
    if (found) await edit(side, found.id, fields());
  }
  async function editBoth(): Promise<void> {
    const pair = await some<{ crm_id: string; customer_id: string }>(linked);
    // Before the first run there is none, and a deleted record is edited by nobody.
    if (!pair || diary.deleted.has(pair.crm_id)) return;
    const field = [rng.pick(editedFields)];
    await Promise.all([edit("crm", pair.crm_id, field), edit("billing", pair.customer_id, field)]);
  }
  function newName(): string {
    diary.made += 1;
    return `${rng.pick(all).city} Branch ${fresh()}`;
  }
  async function add(): Promise<void> {
    const name = newName();
    await organization.send(createCustomer, { body: { display_name: name, company_name: name } });
  }
  async function remove(): Promise<void> {
    const found = await some<{ id: string }>(records);
    if (!found) return;
    await deleteRecords(organization, "Accounts", [found.id]);
    diary.deleted.add(found.id);
  }
  async function restore(): Promise<void> {
    if (diary.deleted.size === 0) return;
    const id = rng.pick([...diary.deleted]);
    const { status, body } = await organization.crm("POST", `/settings/recycle_bin/${id}/actions/restore`);
    if (status !== 200) throw new Error(`the CRM did not restore ${id}: ${JSON.stringify(body)}`);
    diary.deleted.delete(id);
  }
  const acts: readonly (readonly [weight: number, act: () => Promise<unknown>])[] = [
    [8, () => editOne("crm")],
    [8, () => editOne("billing")],
    [4, editBoth],
    [1, () => addRecords(organization, "Accounts", [{ Account_Name: newName() }])],
    [1, add],
    [1, remove],
    [1, restore],
  ];
  const cards = acts.flatMap(([weight, act]) => Array.from({ length: weight }, () => act));
  return { diary, act: async () => void (await rng.pick(cards)()) };
}

const records =
  "select id::text from crm_record where organization_id = $1 and deleted_time is null order by id";
const customers = "select id from customer where organization_id = $1 order by id";
const linked =
  "select crm_id, customer_id from link where organization_id = $1 and state = 'linked' order by crm_id";
