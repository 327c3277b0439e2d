import { AppError } from "#kernel/errors.ts";
import { cursorOf, pageOf } from "#kernel/page.ts";
import { inOrganization } from "#platform/db/db.ts";
import { type Route, route } from "#platform/http/serve.ts";
import * as api from "./duplicate.api.ts";
import * as commands from "./duplicate.commands.ts";
import { duplicateView, searchView } from "./duplicate-view.ts";
import { countPairs, findPair, listPairs } from "./duplicate.store.ts";
import type { DuplicateId, DuplicateSearch } from "./duplicate.table.ts";

/** Handlers of the duplicate console (F87, B7). */
export function duplicateRoutes(): Route[] {
  return [
    route(api.searchDuplicates, async (call, { body }) => {
      await commands.startSearch(call, body);
      return shownSearch(call);
    }),
    route(api.getDuplicateSearch, async (call) => {
      const search = await lastSearch(call);
      return { search: search ? searchView(search) : null };
    }),
    route(api.cancelDuplicateSearch, async (call) => {
      await commands.cancelSearch(call);
      return shownSearch(call);
    }),
    route(api.listDuplicates, ({ deps, member }, { query: { kind, state, cursor, limit } }) =>
      inOrganization(deps.db, member.organizationId, async (tx) => {
        const at = cursorOf(cursor);
        const after = at && { bits: Number(at.value), id: at.id };
        const rows = await listPairs(tx, { kind, state }, { after, limit: limit + 1 });
        return {
          ...pageOf(rows, limit, ({ bits, id }) => ({ value: String(bits), id }), duplicateView),
          counts: await countPairs(tx, state),
        };
      }),
    ),
    route(api.getDuplicate, (call, { params }) => show(call, params.duplicate)),
    route(api.mergeDuplicate, async (call, { params, body }) => {
      await commands.mergePair(call, params.duplicate as DuplicateId, body.keep);
      return show(call, params.duplicate);
    }),
    route(api.linkDuplicate, async (call, { params }) => {
      await commands.linkPair(call, params.duplicate as DuplicateId);
      return show(call, params.duplicate);
    }),
    route(api.dismissDuplicate, async (call, { params }) => {
      await commands.dismissPair(call, params.duplicate as DuplicateId);
      return show(call, params.duplicate);
    }),
    route(api.undoDuplicate, async (call, { params }) => {
      await commands.undoPair(call, params.duplicate as DuplicateId);
      return show(call, params.duplicate);
    }),
  ];
}

async function show({ deps, member }: commands.Call, id: string): Promise<api.DuplicateView> {
  const row = await inOrganization(deps.db, member.organizationId, (tx) => findPair(tx, id as DuplicateId));
  if (!row) throw new AppError("duplicate.not_found", { duplicate: id });
  return duplicateView(row);
}

async function lastSearch(call: commands.Call): Promise<DuplicateSearch | undefined> {
  const { deps, member } = call;
  return inOrganization(deps.db, member.organizationId, (tx) => commands.lastSearch(call, tx));
}

async function shownSearch(call: commands.Call): Promise<api.DuplicateSearchView> {
  const search = await lastSearch(call);
  if (!search) throw new AppError("duplicate.no_search");
  return searchView(search);
}
