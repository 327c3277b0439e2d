import { AppError } from "#kernel/errors.ts";
import type { Member } from "#platform/auth/actor.ts";
import { inOrganization } from "#platform/db/db.ts";
import type { Deps } from "#platform/deps.ts";
import { eventStream } from "#platform/http/event-stream.ts";
import { type Route, route } from "#platform/http/serve.ts";
import * as api from "./connection.api.ts";
import {
  billingCurrency,
  changeSchedule,
  changeState,
  connectCrm,
  getConnectionRow,
  replaceCredentialsOf,
} from "./connection.commands.ts";
import { listConnectionRows } from "./connection.store.ts";
import { connectionView } from "./connection-view.commands.ts";
import { checkConnection } from "./health.commands.ts";
import { identify } from "./identify.commands.ts";
import { readOptions, saveSettings, tryOutSettings } from "./options.commands.ts";
import { readSamples } from "./samples.api.ts";
import { samplesOf } from "./samples.commands.ts";

type Call = { deps: Deps; member: Member };

function show(call: Call, id: string): Promise<api.ConnectionView> {
  return inOrganization(call.deps.db, call.member.organizationId, async (tx) =>
    connectionView(call.deps, tx, await getConnectionRow(tx, id)),
  );
}

/** Handlers of the connection's operations. */
export function connectionRoutes(): Route[] {
  return [
    route(api.listConnections, async ({ deps, member }) => {
      const items = await inOrganization(deps.db, member.organizationId, async (tx) => {
        const views: api.ConnectionView[] = [];
        for (const row of await listConnectionRows(tx)) views.push(await connectionView(deps, tx, row));
        return views;
      });
      return { items, shared: [...api.sharedItems], embedded_crm_url: deps.publicUrl };
    }),
    route(api.getConnection, (call, { params }) => show(call, params.connection)),
    route(api.checkCredentials, async (call, { body }) => {
      refuseGrantCode(body.kind);
      const { checks, identified } = await identify(call.deps, body, await billingCurrency(call));
      return { checks, company: identified?.org.company ?? null };
    }),
    route(api.watchCheck, async (call, { body }) => {
      refuseGrantCode(body.kind);
      const currency = await billingCurrency(call);
      return eventStream((tell) => identify(call.deps, body, currency, tell));
    }),
    route(api.connect, async (call, { body }) => {
      const { id, checks } = await connectCrm(call, body.credentials);
      return { connection: await show(call, id), checks };
    }),
    route(api.replaceCredentials, async (call, { params, body }) => {
      await replaceCredentialsOf(call, params.connection, body);
      return show(call, params.connection);
    }),
    route(api.configureOptions, (call, { params, query }) =>
      readOptions(call, params.connection, query.module),
    ),
    route(readSamples, (call, { params, query }) => samplesOf(call, params.connection, query)),
    route(api.checkSettings, (call, { params, body }) => tryOutSettings(call, params.connection, body)),
    route(api.configure, async (call, { params, body }) => {
      await saveSettings(call, params.connection, body);
      return show(call, params.connection);
    }),
    route(api.setSchedule, async (call, { params, body }) => {
      await changeSchedule(call, params.connection, body.interval_minutes);
      return show(call, params.connection);
    }),
    ...stateRoutes(),
    route(api.checkHealth, async (call, { params }) => {
      await checkConnection(call, params.connection);
      return show(call, params.connection);
    }),
  ];
}

function refuseGrantCode(kind: "zsc" | "oauth"): void {
  if (kind === "zsc") return;
  throw new AppError("request.invalid", {
    message: "A grant code can be used once only, so it is checked when connecting",
    remedy: "Connect; nothing is kept if a check fails.",
  });
}

function stateRoutes(): Route[] {
  const actions = {
    pause: api.pauseConnection,
    resume: api.resumeConnection,
    disable: api.disableConnection,
    reactivate: api.reactivateConnection,
  } as const;
  return (Object.keys(actions) as (keyof typeof actions)[]).map((name) =>
    route(actions[name] as typeof api.pauseConnection, async (call, { params }) => {
      await changeState(call, params.connection, name);
      return show(call, params.connection);
    }),
  );
}
