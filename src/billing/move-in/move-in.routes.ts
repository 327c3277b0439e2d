import { cursorOf } from "#kernel/page.ts";
import { decodeCsv } from "#platform/csv/decode-csv.ts";
import { inOrganization, type Tx } from "#platform/db/db.ts";
import { type Route, route } from "#platform/http/serve.ts";
import { actOf, tenantRoute } from "#billing/tenant-route.routes.ts";
import { countDifferences } from "./difference.store.ts";
import { differenceRoutes } from "./difference.routes.ts";
import { errorsFile } from "./errors-file.routes.ts";
import * as api from "./move-in.api.ts";
import * as commands from "./move-in.commands.ts";
import { moveInView as viewOf, listItemOf, rowView } from "./move-in-view.ts";
import { listFirstRows, listRows } from "./move-in-row.store.ts";
import { countOutcomes, listMoveIns } from "./move-in.store.ts";
import { isImported } from "./move-in-kind.ts";
import { noCounts } from "./move-in.ts";
import type { MoveInId } from "./move-in.table.ts";
import { upload } from "./upload.commands.ts";

/** The endpoints of moving in. */
export function moveInRoutes(): Route[] {
  return [...fileRoutes(), ...actionRoutes(), ...rowRoutes(), ...differenceRoutes()];
}

function fileRoutes(): Route[] {
  return [
    tenantRoute(api.listMoveIns, async ({ tx, query }) => {
      const page = await listMoveIns(tx, cursorOf(query.cursor), query.limit);
      const counts = await countOutcomes(
        tx,
        page.items.map(({ id }) => id),
      );
      return { ...page, items: page.items.map((one) => listItemOf(one, counts.get(one.id) ?? noCounts)) };
    }),
    route(api.uploadMoveIn, async (context, { body }) => {
      const { csv, file_base64, ...given } = body;
      const act = actOf(context);
      const text = csv ?? decodeCsv(Buffer.from(file_base64 ?? "", "base64"));
      const id = await upload(context.deps, act, { ...given, text });
      return inOrganization(context.deps.db, act.organizationId, (tx) => show(tx, id));
    }),
    tenantRoute(api.getMoveIn, ({ tx, params }) => show(tx, params.move_in)),
    tenantRoute(api.editMoveIn, async ({ tx, params, body }) => {
      const { fields, ...choices } = body;
      await commands.chooseMoveIn(tx, params.move_in, {
        ...Object.fromEntries(Object.entries(choices).filter(([, value]) => value !== undefined)),
        ...(fields === undefined ? {} : { fields: fields.map((field) => field ?? "") }),
      });
      return show(tx, params.move_in);
    }),
    tenantRoute(api.deleteMoveIn, async ({ tx, act, params }) => {
      await commands.deleteMoveIn(tx, act, params.move_in);
      return { deleted: true as const };
    }),
  ];
}

function actionRoutes(): Route[] {
  const actions = [
    [api.previewMoveIn, commands.previewMoveIn],
    [api.runMoveIn, commands.runMoveIn],
    [api.undoMoveIn, commands.undoMoveIn],
  ] as const;
  return actions.map(([endpoint, command]) =>
    route(endpoint, (context, { params }) => {
      const act = actOf(context);
      return inOrganization(context.deps.db, act.organizationId, async (tx) => {
        await command(context.deps, tx, act, params.move_in);
        return show(tx, params.move_in);
      });
    }),
  );
}

function rowRoutes(): Route[] {
  return [
    tenantRoute(api.listMoveInRows, async ({ tx, params, query: { outcome, cursor, limit } }) => {
      const moveIn = await commands.getMoveIn(tx, params.move_in);
      const page = await listRows(tx, moveIn.id, { outcome, after: cursorOf(cursor), limit });
      return { ...page, items: page.items.map((line) => rowView(moveIn, line)) };
    }),
    route(api.moveInErrors, async (context, { params }) => {
      const moveIn = await inOrganization(context.deps.db, context.member.organizationId, (tx) =>
        commands.getMoveIn(tx, params.move_in),
      );
      return errorsFile(context, moveIn);
    }),
  ];
}

/** Rows that are looked at for samples. */
const sampledRows = 50;

async function show(tx: Tx, id: MoveInId): Promise<api.MoveInView> {
  const moveIn = await commands.getMoveIn(tx, id);
  const counts = (await countOutcomes(tx, [id])).get(id) ?? noCounts;
  return viewOf(moveIn, {
    counts,
    kind: await commands.columnsOf(tx, moveIn),
    first: await listFirstRows(tx, id, sampledRows),
    differences: isImported(moveIn) ? await countDifferences(tx, id) : null,
  });
}
