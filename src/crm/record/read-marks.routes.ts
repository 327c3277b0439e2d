import { AppError } from "#kernel/errors.ts";
import type { Member } from "#platform/auth/actor.ts";
import { inOrganization, type Tx } from "#platform/db/db.ts";
import type { Deps } from "#platform/deps.ts";
import { type Route, route } from "#platform/http/serve.ts";
import type { ModuleName } from "#crm/field/field.ts";
import type { CrmCaller } from "#crm/user/caller.ts";
import { seatOf } from "#crm/user/seat.commands.ts";
import { mayDo } from "#crm/user/permissions.ts";
import { findUnread, markRecords } from "./read-marks.api.ts";
import { forgetViewed, noteAllViewed, unreadIds } from "./viewed.store.ts";

type Seeing = { tx: Tx; caller: Pick<CrmCaller, "user" | "sees">; module: ModuleName };

/** What one has read and what not, below /api/v1/crm/records. */
export function readMarkRoutes(): Route[] {
  return [
    route(findUnread, ({ deps, member }, { params: { module }, query }) =>
      seeing({ deps, member }, module, async (of) => ({ unread: await unreadIds(of.tx, of, query.ids) })),
    ),
    route(markRecords, ({ deps, member }, { params: { module }, body }) =>
      seeing({ deps, member }, module, async (of) => ({
        marked: await (body.read ? noteAllViewed : forgetViewed)(of.tx, of, body.ids),
      })),
    ),
  ];
}

function seeing<Value>(
  { deps, member }: { deps: Deps; member: Member },
  module: ModuleName,
  work: (of: Seeing) => Promise<Value>,
): Promise<Value> {
  return inOrganization(deps.db, member.organizationId, async (tx) => {
    const caller = await seatOf(tx, member);
    if (!mayDo(caller.permissions, module, "view"))
      throw new AppError("crm.records_forbidden", { module, profile: caller.user.profile.name });
    return work({ tx, caller, module });
  });
}
