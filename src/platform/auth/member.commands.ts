import { AppError } from "#kernel/errors.ts";
import { recordAudit } from "#platform/audit/audit.store.ts";
import { inOrganization, type Tx } from "#platform/db/db.ts";
import type { Deps } from "#platform/deps.ts";
import type { Member, MemberRole } from "./actor.ts";
import { refuseOwnerGrant } from "./grant.ts";
import { newPassword } from "./key-text.ts";
import {
  asSystem,
  deleteMember,
  findPerson,
  insertMember,
  listMembers,
  lockMembers,
  type MemberView,
  setMemberRole,
} from "./member.store.ts";
import type { SignIn } from "./sign-in.ts";

/** Who is about to be taken out of an organization. */
export type Leaving = Pick<MemberView, "user_id" | "email">;

/**
 * What a product has to say before somebody leaves an organization: it refuses, or lets go. Asked in the transaction
 * that takes them out, before their membership is gone; what it locks, it holds until then.
 */
export type LeaveCheck = (tx: Tx, leaving: Leaving) => Promise<void>;

type Ports = Pick<Deps, "db" | "system" | "clock" | "ids">;

/** Adds a person by e-mail address. Who has no account yet gets one, with a password that is told this once. */
export async function add(
  deps: Ports,
  signIn: SignIn,
  by: Member,
  { email, name, role }: { email: string; name: string; role: MemberRole },
): Promise<{ member: MemberView; password: string | null }> {
  refuseOwnerGrant(by.role, [role]);
  const members = await listMembers(deps.system, by.organizationId);
  if (members.some((member) => member.email === email)) throw new AppError("member.already_there", { email });
  const known = await findPerson(deps.system, email);
  const password = known ? null : newPassword();
  const person = known ?? (await createPerson(signIn, { email, name, password: password ?? "" }));
  const member: MemberView = {
    id: deps.ids("mem"),
    user_id: person.id,
    name: person.name,
    email,
    role,
    since: deps.clock.now(),
  };
  await audited(deps, by, { action: "member.added", member, details: { email, role } }, (tx) =>
    asSystem(tx, () =>
      insertMember(tx, {
        id: member.id,
        organizationId: by.organizationId,
        userId: person.id,
        role,
        createdAt: member.since,
      }),
    ),
  );
  return { member, password };
}

/** Gives a member another role. */
export async function changeRole(deps: Ports, by: Member, id: string, role: MemberRole): Promise<MemberView> {
  const member = await getMember(deps, by, id);
  refuseOwnerGrant(by.role, [member.role, role]);
  await audited(
    deps,
    by,
    { action: "member.role_changed", member, details: { email: member.email, from: member.role, to: role } },
    async (tx) =>
      asSystem(tx, async () => {
        if (role !== "owner") await refuseLastOwner(tx, by, id);
        await setMemberRole(tx, by.organizationId, id, role);
      }),
  );
  return { ...member, role };
}

/**
 * Takes a person out of the organization; from the next request on it is closed to them. Refuses where nobody could own
 * it any more, or where a product would miss them.
 */
export async function remove(
  deps: Ports,
  by: Member,
  id: string,
  mayLeave: LeaveCheck,
): Promise<{ id: string }> {
  const member = await getMember(deps, by, id);
  refuseOwnerGrant(by.role, [member.role]);
  await audited(
    deps,
    by,
    { action: "member.removed", member, details: { email: member.email, role: member.role } },
    async (tx) => {
      await asSystem(tx, () => refuseLastOwner(tx, by, id));
      await mayLeave(tx, member);
      await asSystem(tx, () => deleteMember(tx, by.organizationId, id));
    },
  );
  return { id };
}

type Change = { action: string; member: MemberView; details: Record<string, unknown> };

/** Makes a change of the members and writes its audit entry, both or neither. */
async function audited(
  deps: Ports,
  by: Member,
  { action, member, details }: Change,
  change: (tx: Tx) => Promise<void>,
): Promise<void> {
  await inOrganization(deps.db, by.organizationId, async (tx) => {
    await change(tx);
    const subject = { kind: "member", id: member.id };
    const named = { name: member.name, ...details };
    await recordAudit(tx, {
      organizationId: by.organizationId,
      at: deps.clock.now(),
      actor: by.actor,
      action,
      subject,
      details: named,
    });
  });
}

async function getMember(deps: Ports, by: Member, id: string): Promise<MemberView> {
  const member = (await listMembers(deps.system, by.organizationId)).find((one) => one.id === id);
  if (member === undefined) throw new AppError("member.not_found", { member: id });
  return member;
}

async function refuseLastOwner(tx: Tx, by: Member, id: string): Promise<void> {
  await lockMembers(tx, by.organizationId);
  const members = await listMembers(tx, by.organizationId);
  const owners = members.filter(({ role }) => role === "owner");
  if (owners.every((owner) => owner.id === id) && owners.length > 0) throw new AppError("member.last_owner");
}

/** An account with a password, made as signing up makes it, but without a session. */
async function createPerson(
  signIn: SignIn,
  { email, name, password }: { email: string; name: string; password: string },
): Promise<{ id: string; name: string }> {
  const { internalAdapter, password: hasher } = await signIn.$context;
  const person = await internalAdapter.createUser({ email, name, emailVerified: false }, { method: "admin" });
  await internalAdapter.linkAccount({
    userId: person.id,
    providerId: "credential",
    accountId: person.id,
    password: await hasher.hash(password),
  });
  return { id: person.id, name: person.name };
}
