import { createRoute } from "@tanstack/react-router";
import { z } from "zod";
import { creditNoteStatuses } from "#billing/credit-note/credit-note-status.ts";
import { lazyScreen } from "#web/app/lazy-screen.ts";
import { needs } from "#web/app/needs.ts";
import { organizationRoute } from "#web/app/roots.ts";
import { textParam } from "#web/app/search-params.ts";
import { listSearch } from "#web/billing/documents/list/list-search.ts";

const creditNotesRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "billing/credit-notes",
  validateSearch: listSearch(creditNoteStatuses),
  component: lazyScreen(() => import("./CreditNoteList.tsx"), "CreditNoteList"),
});

const newCreditNoteRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "billing/credit-notes/new",
  // The customer on whose page it was begun.
  validateSearch: z.object({ customer: textParam }),
  beforeLoad: needs("write"),
  component: lazyScreen(() => import("./NewCreditNote.tsx"), "NewCreditNote"),
});

const creditNoteRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "billing/credit-notes/$credit_note",
  component: lazyScreen(() => import("./CreditNotePage.tsx"), "CreditNotePage"),
});

const editCreditNoteRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "billing/credit-notes/$credit_note/edit",
  beforeLoad: needs("write"),
  component: lazyScreen(() => import("./EditCreditNote.tsx"), "EditCreditNote"),
});

export const creditNoteRoutes = [
  creditNotesRoute,
  newCreditNoteRoute,
  creditNoteRoute,
  editCreditNoteRoute,
] as const;
