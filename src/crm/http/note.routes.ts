import type { ModuleName } from "#crm/field/field.ts";
import { findModule, moduleOf, modules } from "#crm/field/module.ts";
import { isRecordId } from "#crm/field/record-id.ts";
import { mayChangeNote, type Note, noteLengths, type NoteTexts } from "#crm/note/note.ts";
import { deleteNote, insertNote, listNotes, updateNote } from "#crm/note/note.store.ts";
import { existingRecords } from "#crm/record/record.store.ts";
import type { CrmCaller } from "#crm/user/caller.ts";
import { mayDo } from "#crm/user/permissions.ts";
import { needRight } from "./admission.ts";
import { type Item, itemsAnswer, nothing, ok, refused, success, type V8Answer } from "./answer.ts";
import { isObject } from "./body.ts";
import { readCount, readIds } from "./query.ts";
import { refusals } from "./refusal.ts";
import { invalid, itemsOf, missing } from "./setup-input.ts";
import type { V8Call, V8Route } from "./v8.routes.ts";

/** Most notes in one write. */
const maxNotes = 100;

/** Notes of one record, or of all that the caller sees; the newest first. */
async function list(call: V8Call): Promise<V8Answer> {
  const { query, params } = call;
  const perPage = readCount(query, "per_page", 200, 200);
  const page = readCount(query, "page", 1);
  const recordId = params["module"] === undefined ? undefined : recordOf(call);
  const ids = params["module"] === undefined ? readIds(query.get("ids"), "ids") : undefined;
  const found = await listNotes(
    call.tx,
    { caller: call.caller, modules: seenModules(call), recordId, ids },
    { offset: (page - 1) * perPage, limit: perPage + 1 },
  );
  const notes = found.slice(0, perPage);
  if (notes.length === 0) return nothing;
  const info = { per_page: perPage, count: notes.length, page, more_records: found.length > perPage };
  return ok({ data: notes.map((note) => noteJson(note, call.caller)), info });
}

async function one(call: V8Call): Promise<V8Answer> {
  const note = await findNote(call, call.params["id"] ?? "");
  return note ? ok({ data: [noteJson(note, call.caller)] }) : nothing;
}

async function create(call: V8Call): Promise<V8Answer> {
  const items: Item[] = [];
  for (const [at, input] of itemsOf(call.body, "data", maxNotes).entries())
    items.push(await createOne(call, input, at));
  return itemsAnswer("data", items, 201);
}

async function createOne(call: V8Call, input: Record<string, unknown>, at: number): Promise<Item> {
  const parent =
    call.params["module"] === undefined
      ? parentOf(input["Parent_Id"])
      : { module: call.module, id: recordOf(call) };
  if (!parent) return invalid(placeOf("Parent_Id", at), "Parent_Id names a record by its id and its module");
  needRight(call.caller, parent.module, "edit");
  const { visible } = await existingRecords(call.tx, call.caller, [parent.id]);
  if (!visible.has(`${parent.module} ${parent.id}`))
    return invalid(placeOf("Parent_Id", at), "the id given seems to be invalid");
  const texts = textsOf(input, at);
  if ("code" in texts) return texts;
  if (texts.content === undefined) return missing("Note_Content");
  const by = { organizationId: call.caller.organization.organization_id, userId: call.caller.user.id };
  return success(await insertNote(call.tx, { ...by, recordId: parent.id }, texts), "record added");
}

/** The notes that the items name, or the one of the path. */
async function change(call: V8Call): Promise<V8Answer> {
  const inputs = itemsOf(call.body, "data", maxNotes);
  const named = call.params["note"] ?? (call.params["module"] === undefined ? call.params["id"] : undefined);
  const wanted = named === undefined ? inputs : inputs.slice(0, 1);
  const items: Item[] = [];
  for (const [at, input] of wanted.entries())
    items.push(await changeOne(call, named ?? input["id"], input, at));
  return itemsAnswer("data", items, 200);
}

async function changeOne(
  call: V8Call,
  id: unknown,
  input: Record<string, unknown>,
  at: number,
): Promise<Item> {
  const note = await changeable(call, id);
  if ("code" in note) return note;
  const texts = textsOf(input, at);
  if ("code" in texts) return texts;
  await updateNote(call.tx, note.id, texts, call.caller.user.id);
  return success(note.id, "record updated");
}

async function remove(call: V8Call): Promise<V8Answer> {
  const named = call.params["note"] ?? (call.params["module"] === undefined ? call.params["id"] : undefined);
  const ids = named === undefined ? readIds(call.query.get("ids"), "ids") : [named];
  if (!ids) throw refusals.missingParam("ids");
  const items: Item[] = [];
  for (const id of ids) {
    const note = await changeable(call, id);
    if (!("code" in note)) await deleteNote(call.tx, note.id);
    items.push("code" in note ? note : success(note.id, "record deleted"));
  }
  return itemsAnswer("data", items, 200);
}

/** A note that the caller may change, or why not. */
async function changeable(call: V8Call, id: unknown): Promise<Note | Item> {
  const note = typeof id === "string" ? await findNote(call, id) : undefined;
  if (!note) return invalid({ id, api_name: "id" }, "the id given seems to be invalid");
  return mayChangeNote(note, call.caller)
    ? note
    : refused("NO_PERMISSION", "a note is changed by who wrote it, and by administrators", { id: note.id });
}

async function findNote(call: V8Call, id: string): Promise<Note | undefined> {
  if (!isRecordId(id)) return undefined;
  const recordId = call.params["module"] === undefined ? undefined : recordOf(call);
  const filter = { caller: call.caller, modules: seenModules(call), recordId, ids: [id] };
  return (await listNotes(call.tx, filter, { offset: 0, limit: 1 }))[0];
}

/** The module of the path, or all whose records the caller's profile may view. */
function seenModules({ params, module, caller }: V8Call): ModuleName[] {
  const all = params["module"] === undefined ? modules.map(({ api_name }) => api_name) : [module];
  return all.filter((name) => mayDo(caller.permissions, name, "view"));
}

function recordOf({ params }: V8Call): string {
  const id = params["id"] ?? "";
  if (!isRecordId(id)) throw refusals.url();
  return id;
}

function parentOf(given: unknown): { module: ModuleName; id: string } | undefined {
  const { id, module: named } = isObject(given) ? given : {};
  const name = isObject(named) ? named["api_name"] : named;
  const module = typeof name === "string" ? findModule(name)?.api_name : undefined;
  return typeof id === "string" && isRecordId(id) && module ? { module, id } : undefined;
}

function textsOf(input: Record<string, unknown>, at: number): NoteTexts | Item {
  const texts: NoteTexts = {};
  for (const [key, name] of [
    ["title", "Note_Title"],
    ["content", "Note_Content"],
  ] as const) {
    const given = input[name];
    if (given === undefined || (given === null && key === "content")) continue;
    const text = given === null ? "" : typeof given === "string" ? given.trim() : undefined;
    if (text === undefined) return invalid({ ...placeOf(name, at), expected_data_type: "text" });
    if (text === "" && key === "content") return missing(name);
    if (text.length > noteLengths[key])
      return invalid({ ...placeOf(name, at), maximum_length: noteLengths[key] });
    texts[key] = text;
  }
  return texts;
}

function placeOf(api_name: string, at: number): { api_name: string; json_path: string } {
  return { api_name, json_path: `$.data[${at}].${api_name}` };
}

/** A note as /Notes shows it. */
function noteJson(note: Note, caller: CrmCaller): Record<string, unknown> {
  const { id: module } = moduleOf(note.record.module);
  return {
    id: note.id,
    Note_Title: note.title === "" ? null : note.title,
    Note_Content: note.content,
    Parent_Id: {
      id: note.record.id,
      name: note.record.name,
      module: { api_name: note.record.module, id: module },
    },
    Owner: note.created_by,
    Created_By: note.created_by,
    Modified_By: note.modified_by,
    Created_Time: note.created_time,
    Modified_Time: note.modified_time,
    $editable: mayChangeNote(note, caller),
    $state: "save",
    $attachments: null,
    $is_shared_to_client: false,
    $voice_note: false,
    $size: null,
    $sharing_permission: "full_access",
  };
}

const all = "/crm/v8/Notes";
const ofRecord = "/crm/v8/:module/:id/Notes";
const reading: V8Route["scope"] = () => "modules.notes.READ";
const creating: V8Route["scope"] = () => "modules.notes.CREATE";
const updating: V8Route["scope"] = () => "modules.notes.UPDATE";
const deleting: V8Route["scope"] = () => "modules.notes.DELETE";

/** Before the routes of records, whose module they look like. */
export const noteRoutes: readonly V8Route[] = [
  { method: "GET", path: all, scope: reading, handle: list },
  { method: "POST", path: all, scope: creating, handle: create },
  { method: "PUT", path: all, scope: updating, handle: change },
  { method: "DELETE", path: all, scope: deleting, handle: remove },
  { method: "GET", path: `${all}/:id`, scope: reading, handle: one },
  { method: "PUT", path: `${all}/:id`, scope: updating, handle: change },
  { method: "DELETE", path: `${all}/:id`, scope: deleting, handle: remove },
  { method: "GET", path: ofRecord, scope: reading, right: "view", handle: list },
  { method: "POST", path: ofRecord, scope: creating, right: "edit", handle: create },
  { method: "PUT", path: ofRecord, scope: updating, right: "view", handle: change },
  { method: "DELETE", path: ofRecord, scope: deleting, right: "view", handle: remove },
  { method: "PUT", path: `${ofRecord}/:note`, scope: updating, right: "view", handle: change },
  { method: "DELETE", path: `${ofRecord}/:note`, scope: deleting, right: "view", handle: remove },
];
