import { AppError } from "#kernel/errors.ts";
import type { OrganizationId } from "#kernel/id.ts";
import { type Instant, msOf } from "#kernel/time.ts";
import type { Deps } from "#platform/deps.ts";
import { type Member, type MemberRole, memberRoles, type SignedIn } from "./actor.ts";
import { findLiveKey, noteKeyUse } from "./api-key.store.ts";
import { idleSeconds, type SignIn } from "./sign-in.ts";
import "./sign-in.table.ts";

/** A session ends after this long, however busy it is: then the password is asked for again. */
const longestSessionSeconds = 30 * 86_400;

/** Finds out who sent a request, or refuses. */
export type Authenticator = {
  person(request: Request): Promise<SignedIn>;
  member(request: Request): Promise<Member>;
};

/** A key in `Authorization: Bearer`, else the session cookie with the organization in `X-Concord-Organization` (or the query). */
export function createAuthenticator(
  deps: Pick<Deps, "system" | "clock" | "publicUrl">,
  signIn: SignIn,
): Authenticator {
  async function person(request: Request): Promise<SignedIn> {
    const session = await signIn.api.getSession({ headers: request.headers });
    if (!session || isOver(session.session, deps.clock.now())) throw new AppError("auth.required");
    refuseCrossSite(request, deps.publicUrl);
    return { userId: session.user.id, email: session.user.email, name: session.user.name };
  }

  async function keyMember(text: string): Promise<Member> {
    const now = deps.clock.now();
    const key = await findLiveKey(deps.system, text, now);
    if (!key) throw new AppError("auth.key_invalid");
    await noteKeyUse(deps.system, key, now);
    return {
      organizationId: key.organization_id,
      role: key.role,
      actor: { kind: "api_key", id: key.id, name: key.name },
      email: undefined,
    };
  }

  async function member(request: Request): Promise<Member> {
    const bearer = /^Bearer (\S+)$/.exec(request.headers.get("authorization") ?? "")?.[1];
    if (bearer) return keyMember(bearer);
    const who = await person(request);
    const wanted =
      request.headers.get("x-concord-organization") ?? new URL(request.url).searchParams.get("organization");
    if (!wanted)
      throw new AppError("auth.organization_unknown", {
        message: "The request names no organization",
        remedy: "Send its id in the header X-Concord-Organization.",
      });
    const role = await findRole(deps, wanted as OrganizationId, who.userId);
    if (!role) throw new AppError("auth.organization_unknown", { organization: wanted });
    return {
      organizationId: wanted as OrganizationId,
      role,
      actor: { kind: "user", id: who.userId, name: who.name },
      email: who.email,
    };
  }

  return { person, member };
}

type Session = { createdAt: Date | string; updatedAt: Date | string };

/** Whether a session is too old, or nobody has used it for too long. Its use is noted once an hour. */
function isOver({ createdAt, updatedAt }: Session, now: Instant): boolean {
  const msSince = (then: Date | string): number => msOf(now) - new Date(then).getTime();
  return msSince(createdAt) > longestSessionSeconds * 1000 || msSince(updatedAt) > idleSeconds * 1000;
}

async function findRole(
  deps: Pick<Deps, "system">,
  organizationId: OrganizationId,
  userId: string,
): Promise<MemberRole | undefined> {
  const row = await deps.system
    .selectFrom("auth.member")
    .select("role")
    .where("organizationId", "=", organizationId)
    .where("userId", "=", userId)
    .executeTakeFirst();
  return memberRoles.find((role) => role === row?.role) ?? (row ? "read_only" : undefined);
}

/** A cookie is sent by any page of any site; only our own pages may change something with it (OWASP ASVS 3.5). */
export function refuseCrossSite(request: Request, publicUrl: string): void {
  if (request.method === "GET" || request.method === "HEAD") return;
  const site = request.headers.get("sec-fetch-site");
  const origin = request.headers.get("origin");
  const ours = new URL(publicUrl).origin;
  const sameHost = origin !== null && new URL(request.url).host === safeHost(origin);
  if (site === "same-origin" || origin === ours || sameHost) return;
  throw new AppError("request.cross_site");
}

function safeHost(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
