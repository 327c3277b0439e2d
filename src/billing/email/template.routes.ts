import type { Tx } from "#platform/db/db.ts";
import type { Route } from "#platform/http/serve.ts";
import { tenantRoute } from "#billing/tenant-route.routes.ts";
import { type EmailKind, emailKinds } from "./email-kind.ts";
import * as api from "./template.api.ts";
import { resetTemplate, setTemplate } from "./template.commands.ts";
import { findTemplate } from "./template.store.ts";
import { defaultTemplates, placeholdersOf, placeholderWords } from "./template.ts";

/** The endpoints of the words of e-mails. */
export function templateRoutes(): Route[] {
  return [
    tenantRoute(api.listTemplates, async ({ tx }) => {
      const items: api.TemplateView[] = [];
      for (const kind of emailKinds) items.push(await viewOf(tx, kind));
      return { items };
    }),
    tenantRoute(api.setTemplate, async ({ tx, act, body }) => {
      await setTemplate(tx, act, body);
      return viewOf(tx, body.kind);
    }),
    tenantRoute(api.resetTemplate, async ({ tx, act, body }) => {
      await resetTemplate(tx, act, body.kind);
      return viewOf(tx, body.kind);
    }),
  ];
}

async function viewOf(tx: Tx, kind: EmailKind): Promise<api.TemplateView> {
  const own = await findTemplate(tx, kind);
  const { subject, body } = own ?? defaultTemplates[kind];
  return {
    kind,
    subject,
    text: body,
    is_own: own !== undefined,
    placeholders: placeholdersOf[kind].map((name) => ({ name, meaning: placeholderWords[name] })),
  };
}
