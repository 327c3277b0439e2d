import { afterAll, beforeAll, expect, test } from "vitest";
import type { Json } from "../crm/support/crm-world.ts";
import { crmClass, parameters, sdkClass } from "./official-client.ts";
import { type OfficialWorld, openOfficialWorld } from "./official-world.ts";

let crm: OfficialWorld;
beforeAll(async () => {
  crm = await openOfficialWorld("refresh_token");
});
afterAll(() => crm.stop());

const operations = (folder: string, name: string): Json =>
  new (crmClass(`${folder}/${folder}_operations`, name))();

/** A parameter of one of a folder's operations. */
const param = (folder: string, kind: string, name: string, value: unknown): Promise<unknown> =>
  parameters([[crmClass(`${folder}/${folder}_operations`, kind)[name], value]]);

/** An object of the client, filled by its setters. */
function filled(path: string, name: string, fill: (object: Json) => void): Json {
  const object = new (crmClass(path, name))();
  fill(object);
  return object;
}

const outcome = (item: Json): [string, string] => [
  item.getCode().getValue(),
  item.getMessage().getValue?.() ?? item.getMessage(),
];

test("profiles: cloned, a permission switched off, deleted with its users' next one", async () => {
  const profiles = operations("profiles", "ProfilesOperations");
  const [, standard] = (await profiles.getProfiles()).getObject().getProfiles();
  const bodyOf = (fill: (profile: Json) => void): Json =>
    filled("profiles/body_wrapper", "BodyWrapper", (body) =>
      body.setProfiles([filled("profiles/profile", "Profile", fill)]),
    );
  const cloned = await profiles.cloneProfiles(
    standard.getId(),
    bodyOf((profile) => profile.setName("Inside sales")),
  );
  expect(cloned.getStatusCode()).toBe(201);
  const [made] = cloned.getObject().getProfiles();
  expect(outcome(made)).toEqual(["SUCCESS", "profile created successfully"]);
  const id = BigInt(made.getDetails().get("id"));
  const before = (await profiles.getProfile(id)).getObject().getProfiles()[0].getPermissionsDetails();
  const view = before.find((one: Json) => one.getName() === "Crm_Implied_View_Deals");
  expect([view.getEnabled(), view.getModule(), view.getCustomizable()]).toEqual([true, "Deals", true]);
  const off = filled("profiles/permission_detail", "PermissionDetail", (one) => {
    one.setId(view.getId());
    one.setEnabled(false);
  });
  const changed = await profiles.updateProfile(
    id,
    bodyOf((profile) => profile.setPermissionsDetails([off])),
  );
  expect(outcome(changed.getObject().getProfiles()[0])).toEqual(["SUCCESS", "profile updated successfully"]);
  const after = (await profiles.getProfile(id)).getObject().getProfiles()[0].getPermissionsDetails();
  const enabled = after.filter((one: Json) => one.getModule() === "Deals" && one.getEnabled());
  expect(enabled).toEqual([]);
  const deleted = await profiles.deleteProfile(
    id,
    await param("profiles", "DeleteProfileParam", "TRANSFER_TO", standard.getId()),
  );
  expect(outcome(deleted.getObject().getProfiles()[0])).toEqual(["SUCCESS", "Profile deleted"]);
});

test("roles: made below another one, moved, refused a circle, deleted with their users' next one", async () => {
  const roles = operations("roles", "RolesOperations");
  const [head, manager] = (await roles.getRoles()).getObject().getRoles();
  const bodyOf = (fill: (role: Json) => void): Json =>
    filled("roles/body_wrapper", "BodyWrapper", (body) =>
      body.setRoles([filled("roles/role", "Role", fill)]),
    );
  const below = (id: unknown) => (role: Json) =>
    role.setReportingTo(filled("roles/reporting_to", "ReportingTo", (above) => above.setId(id)));
  const made = await roles.createRoles(
    bodyOf((role) => {
      role.setName("Sales");
      role.setShareWithPeers(true);
      below(manager.getId())(role);
    }),
  );
  expect(made.getStatusCode()).toBe(201);
  const id = BigInt(made.getObject().getRoles()[0].getDetails().get("id"));
  expect((await roles.updateRole(id, bodyOf(below(head.getId())))).getStatusCode()).toBe(200);
  const circle = await roles.updateRole(head.getId(), bodyOf(below(id)));
  const [refusal] = circle.getObject().getRoles();
  expect([refusal.getCode().getValue(), refusal.getDetails().get("api_name")]).toEqual([
    "INVALID_DATA",
    "reporting_to",
  ]);
  const role = (await roles.getRole(id)).getObject().getRoles()[0];
  expect([role.getReportingTo().getName(), role.getShareWithPeers()]).toEqual(["CEO", true]);
  const deleted = await roles.deleteRole(
    id,
    await param("roles", "DeleteRoleParam", "TRANSFER_TO_ID", manager.getId()),
  );
  expect(deleted.getObject().getRoles()[0].getCode().getValue()).toBe("SUCCESS");
});

test("data sharing: read, and a module made private", async () => {
  const sharing = operations("data_sharing", "DataSharingOperations");
  const types = async (): Promise<string[]> =>
    (await sharing.getDataSharing())
      .getObject()
      .getDataSharing()
      .map((one: Json) => `${one.getModule().getAPIName()} ${one.getShareType().getValue()}`);
  expect(await types()).toEqual(["Accounts public", "Contacts public", "Deals public"]);
  const Choice = sdkClass("utils/util/choice", "Choice");
  const body = filled("data_sharing/body_wrapper", "BodyWrapper", (wrapper) =>
    wrapper.setDataSharing([
      filled("data_sharing/data_sharing", "DataSharing", (one) => {
        one.setShareType(new Choice("private"));
        one.setModule(filled("data_sharing/module", "Module", (module) => module.setAPIName("Deals")));
      }),
    ]),
  );
  expect((await sharing.updateDataSharing(body)).getStatusCode()).toBe(200);
  expect(await types()).toEqual(["Accounts public", "Contacts public", "Deals private"]);
});

test("notes: written by Parent_Id, read, changed, deleted", async () => {
  const made = await crm.call("POST", "/crm/v8/Accounts", { data: [{ Account_Name: "Akamai" }] });
  const account = BigInt(made.body.data[0].details.id);
  const notes = operations("notes", "NotesOperations");
  const bodyOf = (fill: (note: Json) => void): Json =>
    filled("notes/body_wrapper", "BodyWrapper", (body) => body.setData([filled("notes/note", "Note", fill)]));
  const created = await notes.createNotes(
    bodyOf((note) => {
      note.setNoteTitle("Call");
      note.setNoteContent("They like it");
      note.setParentId(
        filled("notes/parent_id", "ParentId", (parent) => {
          parent.setId(account);
          parent.setModule(
            filled("modules/minified_module", "MinifiedModule", (module) => module.setAPIName("Accounts")),
          );
        }),
      );
    }),
  );
  expect(created.getStatusCode()).toBe(201);
  const id = BigInt(created.getObject().getData()[0].getDetails().get("id"));
  const changed = await notes.updateNote(
    id,
    bodyOf((note) => note.setNoteContent("They love it")),
  );
  expect(outcome(changed.getObject().getData()[0])).toEqual(["SUCCESS", "record updated"]);
  const note = (await notes.getNote(id)).getObject().getData()[0];
  expect([note.getNoteTitle(), note.getNoteContent(), note.getParentId().getName()]).toEqual([
    "Call",
    "They love it",
    "Akamai",
  ]);
  const all = (
    await notes.getNotes(await param("notes", "GetNotesParam", "FIELDS", "Note_Content"))
  ).getObject();
  expect(all.getData()).toHaveLength(1);
  expect(outcome((await notes.deleteNote(id)).getObject().getData()[0])).toEqual([
    "SUCCESS",
    "record deleted",
  ]);
  expect((await notes.getNote(id)).getStatusCode()).toBe(204);
});
