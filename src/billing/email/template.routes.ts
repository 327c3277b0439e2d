import type { Route } from "#platform/http/serve.ts";
import { tenantRoute } from "#billing/tenant-route.routes.ts";
import { type EmailKind, emailKinds } from "./email-kind.ts";
import * as api from "./template.api.ts";
import { resetTemplate, setTemplate } from "./template.commands.ts";
import { findTemplate, listTemplates } from "./template.store.ts";
import { placeholdersOf, placeholderWords, type Template, type Wording, wordings } from "./template.ts";
import { templatesIn } from "./templates.ts";

/** The endpoints of the words of e-mails. */
export function templateRoutes(): Route[] {
  return [
    tenantRoute(api.listTemplates, async ({ tx }) => {
      const own = new Map((await listTemplates(tx)).map((one) => [one.kind, one]));
      return { items: emailKinds.map((kind) => viewOf(kind, own.get(kind))) };
    }),
    tenantRoute(api.setTemplate, async ({ tx, act, body }) => {
      await setTemplate(tx, act, body);
      return viewOf(body.kind, await findTemplate(tx, body.kind));
    }),
    tenantRoute(api.resetTemplate, async ({ tx, act, body }) => {
      await resetTemplate(tx, act, body.kind);
      return viewOf(body.kind, undefined);
    }),
  ];
}

function viewOf(kind: EmailKind, own: Template | undefined): api.TemplateView {
  const { subject, body } = own ?? templatesIn.en[kind];
  return {
    kind,
    subject,
    text: body,
    is_own: own !== undefined,
    besides: own === undefined ? besides(kind) : [],
    placeholders: placeholdersOf[kind].map((name) => ({ name, meaning: placeholderWords[name] })),
  };
}

function besides(kind: EmailKind): api.TemplateView["besides"] {
  return (Object.keys(wordings) as Wording[])
    .filter((wording) => wordings[wording].of === kind)
    .map((wording) => {
      const { subject, body: text } = templatesIn.en[wording];
      return { when: wordings[wording].when, subject, text };
    });
}
