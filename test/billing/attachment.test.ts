import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as api from "#billing/attachment/attachment.api.ts";
import { createCustomer, customerTimeline, deleteCustomer } from "#billing/customer/customer.api.ts";
import { mergeCustomers, undoMerge } from "#billing/customer/customer-merge.api.ts";
import { concord } from "../app/processes.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";

let world: World;
let shop: Organization;
const folder = mkdtempSync(join(tmpdir(), "concord-files-"));

beforeAll(async () => {
  world = await startWorld({ roles: "web" });
  shop = await world.organization("Files", { currency: "USD" });
});
afterAll(async () => {
  await world?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function customer(display_name: string): Promise<string> {
  return (await shop.send(createCustomer, { body: { display_name } })).id;
}

/** Keeps a file; its id. */
async function keep(of: string, name: string, content: Buffer | string = name): Promise<string> {
  const file_base64 = Buffer.from(content).toString("base64");
  return (await shop.send(api.addAttachment, { params: { customer: of }, body: { name, file_base64 } })).id;
}

async function namesOf(of: string): Promise<string[]> {
  const { items } = await shop.send(api.listAttachments, { params: { customer: of } });
  return items.map(({ name }) => name);
}

async function download(id: string): Promise<Response> {
  return fetch(`${world.url}/api/v1/attachments/${id}`, { headers: { authorization: `Bearer ${shop.key}` } });
}

describe("given a file that is kept with a customer", () => {
  test("when it is downloaded, then its bytes are the same, and no browser shows what it holds", async () => {
    const content = randomBytes(300_000);
    const id = await keep(await customer("Bytes"), 'Vertrag № 7 – "Entwurf".html', content);
    const response = await download(id);
    expect(Buffer.from(await response.arrayBuffer()).equals(content)).toBe(true);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": "application/octet-stream",
      "content-disposition": expect.stringMatching(
        /^attachment; .*filename\*=UTF-8''Vertrag%20%E2%84%96%207/,
      ),
      "x-content-type-options": "nosniff",
    });
  });

  test("when it is deleted, then it is gone, and the timeline tells of both", async () => {
    const of = await customer("Deleted");
    const id = await keep(of, "Contract.pdf");
    await shop.send(api.removeAttachment, { params: { attachment: id } });
    expect([await namesOf(of), (await download(id)).status]).toEqual([[], 404]);
    const { items } = await shop.send(customerTimeline, { params: { customer: of }, query: {} });
    expect(items.slice(0, 2).map(({ kind, note }) => [kind, note])).toEqual([
      ["file_removed", "Contract.pdf"],
      ["file_added", "Contract.pdf"],
    ]);
    expect(await shop.refusal(api.removeAttachment, { params: { attachment: id } })).toMatchObject({
      code: "attachment.not_found",
    });
  });

  test("when its customer is merged, then it goes along, and comes back when that is undone", async () => {
    const [stays, goes] = [await customer("Stays"), await customer("Goes")];
    await keep(stays, "Mine.txt");
    await keep(goes, "Theirs.txt");
    const { merge } = await shop.send(mergeCustomers, { params: { customer: stays }, body: { loser: goes } });
    expect([(await namesOf(stays)).toSorted(), await namesOf(goes)]).toEqual([
      ["Mine.txt", "Theirs.txt"],
      [],
    ]);
    const body = { name: "Late.txt", file_base64: "YQ==" };
    expect(await shop.refusal(api.addAttachment, { params: { customer: goes }, body })).toMatchObject({
      code: "customer.merged",
    });
    await shop.send(undoMerge, { params: { merge } });
    expect([await namesOf(stays), await namesOf(goes)]).toEqual([["Mine.txt"], ["Theirs.txt"]]);
  });

  test("when its customer is deleted, then it goes too", async () => {
    const of = await customer("Gone");
    const id = await keep(of, "Gone.txt");
    await shop.send(deleteCustomer, { params: { customer: of } });
    expect((await download(id)).status).toBe(404);
  });
});

describe("given a file that cannot be kept", () => {
  const a = "YQ==";
  test.each([
    ["an empty file", { name: "a.txt", file_base64: "" }, "file_base64", /empty/],
    ["what is no base64", { name: "a.txt", file_base64: "%%" }, "file_base64", /base64/],
    ["no name", { name: "  ", file_base64: a }, "name", /name/],
    ["a name with a folder", { name: "../a.txt", file_base64: a }, "name", /slash/],
    ["a name of two lines", { name: "a\nb", file_base64: a }, "name", /line break/],
    ["a name of dots", { name: "..", file_base64: a }, "name", /dots/],
    ["a name of 201 letters", { name: "a".repeat(201), file_base64: a }, "name", /200/],
  ])("when it is %s, then the field is named, and nothing is kept", async (_what, body, field, words) => {
    const of = await customer(`Refused ${_what}`);
    const refused = await shop.refusal(api.addAttachment, { params: { customer: of }, body });
    expect(JSON.stringify(refused.details)).toMatch(words);
    expect(JSON.stringify(refused.details)).toContain(`"${field}"`);
    expect(await namesOf(of)).toEqual([]);
  });

  test("when it has a byte more than 10 MB, then it is refused, and one of 10 MB is kept", async () => {
    const of = await customer("Large");
    const largest = Buffer.alloc(10_000_000, 7);
    await keep(of, "Largest.bin", largest);
    const body = {
      name: "Larger.bin",
      file_base64: Buffer.concat([largest, Buffer.from("a")]).toString("base64"),
    };
    expect(await shop.refusal(api.addAttachment, { params: { customer: of }, body })).toMatchObject({
      code: "attachment.too_large",
    });
    expect(await namesOf(of)).toEqual(["Largest.bin"]);
  });

  test("when it is the 21st, or two come at once for the last place, then 20 are kept", async () => {
    const of = await customer("Many");
    for (let at = 1; at <= 19; at += 1) await keep(of, `${at}.txt`);
    const ends = await Promise.allSettled([keep(of, "a.txt"), keep(of, "b.txt")]);
    expect(ends.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    const body = { name: "c.txt", file_base64: a };
    expect(await shop.refusal(api.addAttachment, { params: { customer: of }, body })).toMatchObject({
      code: "attachment.too_many",
      title: expect.stringMatching(/ files, and may have \d+$/) as string,
      details: { count: 20, limit: 20 },
    });
    expect(await namesOf(of)).toHaveLength(20);
  });
});

test("given the command line, when a file is added, listed, written and deleted, then it is that file", async () => {
  const env = { CONCORD_URL: world.url, CONCORD_API_KEY: shop.key };
  const of = await customer("By command");
  const [from, to] = [join(folder, "Order.pdf"), join(folder, "Copy.pdf")];
  const content = randomBytes(5000);
  writeFileSync(from, content);
  expect((await concord(["customers", "files", "add", of, from], env)).stdout).toMatch(
    /^Order\.pdf is kept: att_/,
  );
  const { stdout } = await concord(["customers", "files", "list", of], env);
  const [, id = ""] = /^(att_\w+) .*Order\.pdf .*5000 bytes/m.exec(stdout) ?? [];
  expect(await concord(["customers", "files", "get", id, to], env)).toMatchObject({ code: 0 });
  expect(readFileSync(to).equals(content)).toBe(true);
  expect((await concord(["customers", "files", "delete", id], env)).stdout).toBe(`${id} is deleted\n`);
  expect((await concord(["customers", "files", "list", of], env)).stdout).toBe("No file is kept with it\n");
  const missing = await concord(["customers", "files", "add", of, join(folder, "none.pdf")], env);
  expect(missing).toMatchObject({ code: 1, stderr: expect.stringContaining("there is no such file") });
});
