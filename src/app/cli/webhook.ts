import type { Command } from "commander";
import { eventNames, type EventType } from "#platform/webhook/event-choice.api.ts";
import {
  createWebhook,
  deleteWebhook,
  editWebhook,
  listDeliveries,
  listWebhooks,
  resendDelivery,
  rotateSecret,
  testWebhook,
  type WebhookView,
} from "#platform/webhook/webhook.api.ts";
import { act } from "./context.ts";
import { limitOf } from "./limit.ts";
import { type Answer, tableLines } from "./output.ts";
import { collect } from "./pairs.ts";

/** `concord webhooks …`: servers that are told of what happens. */
export function addWebhookCommands(program: Command): void {
  const webhooks = program.command("webhooks").description("servers that are told of what happens");
  act(webhooks.command("list").description("all webhooks"), async ({ call }) => {
    const page = await call(listWebhooks, {});
    const rows = page.items.map((one) => [one.id, standingOf(one), one.url, one.description ?? ""]);
    return { json: page, lines: rows.length === 0 ? ["No webhook yet"] : tableLines(rows) };
  });
  act(webhooks.command("events").description("the kinds of events there are"), async () => ({
    json: eventNames,
    lines: [...eventNames],
  }));
  addCreate(webhooks);
  addChanges(webhooks);
  addDeliveries(webhooks);
}

function addCreate(webhooks: Command): void {
  act<{ event?: string[]; description?: string }>(
    webhooks
      .command("create <url>")
      .description("tell a server of what happens; the secret is shown this once")
      .option("--event <type>", "a kind of event; may be repeated; all of them if left out", collect)
      .option("--description <text>", "what it is for"),
    async ({ call, options }, url = "") => {
      const { event: events = [...eventNames], description = null } = options;
      const body = { url, description, events: events as EventType[] };
      const made = await call(createWebhook, { body });
      return {
        json: made,
        lines: [`The webhook is made: ${made.webhook.id}`, `Signing secret: ${made.secret}`],
      };
    },
  );
}

function addChanges(webhooks: Command): void {
  for (const [name, enabled] of [
    ["on", true],
    ["off", false],
  ] as const)
    act(
      webhooks.command(`${name} <webhook>`).description(`switch a webhook ${name}`),
      async ({ call }, webhook = "") => {
        const done = await call(editWebhook, { params: { webhook }, body: { enabled } });
        return { json: done, lines: [`${done.url} is ${name}`] };
      },
    );
  act(
    webhooks
      .command("rotate <webhook>")
      .description("give a webhook another secret; the present one signs along for a day"),
    async ({ call }, webhook = "") => {
      const made = await call(rotateSecret, { params: { webhook } });
      return { json: made, lines: [`Signing secret: ${made.secret}`] };
    },
  );
  act(
    webhooks.command("delete <webhook>").description("delete a webhook with its deliveries"),
    async ({ call }, webhook = "") => {
      const done = await call(deleteWebhook, { params: { webhook } });
      return { json: done, lines: [`${webhook} is deleted`] };
    },
  );
}

function addDeliveries(webhooks: Command): void {
  act(
    webhooks.command("test <webhook>").description("send a test event"),
    async ({ call }, webhook = ""): Promise<Answer> => {
      const sent = await call(testWebhook, { params: { webhook } });
      return { json: sent, lines: [`The test event is on its way: ${sent.id}`] };
    },
  );
  act<{ limit: string }>(
    webhooks
      .command("deliveries <webhook>")
      .description("what was sent to a webhook, newest first")
      .option("--limit <number>", "how many at most", "50"),
    async ({ call, options }, webhook = "") => {
      const page = await call(listDeliveries, { params: { webhook }, query: { limit: limitOf(options) } });
      const rows = page.items.map(({ id, at, type, state, status, problem }) => [
        id,
        at,
        type,
        state,
        String(status ?? ""),
        problem ?? "",
      ]);
      return { json: page, lines: rows.length === 0 ? ["Nothing was sent yet"] : tableLines(rows) };
    },
  );
  act(
    webhooks.command("resend <delivery>").description("send a message again, under the same id"),
    async ({ call }, delivery = "") => {
      const sent = await call(resendDelivery, { params: { delivery } });
      return { json: sent, lines: [`${sent.message} is sent again`] };
    },
  );
}

function standingOf({ enabled, disabled_because: because }: WebhookView): string {
  if (because !== null) return `switched off (${because})`;
  return enabled ? "on" : "off";
}
