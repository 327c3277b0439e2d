import { z } from "zod";
import { languageCodes } from "#billing/language/language-code.ts";
import { endpoint } from "#platform/http/endpoint.ts";

const tag = "Public documents";

const params = z.object({ token: z.string().max(200) });

const Fact = z.object({ name: z.string(), value: z.string() });

/** A paper as paper.ts says it. */
const PaperView = z.object({
  language: z.enum(languageCodes),
  page: z.string(),
  title: z.string(),
  number: z.string().nullable(),
  mark: z.string().nullable(),
  from: z.array(z.string()),
  parties: z.array(z.object({ title: z.string(), lines: z.array(z.string()) })),
  facts: z.array(Fact),
  hasDiscount: z.boolean(),
  hasTax: z.boolean(),
  columns: z.object({
    lines: z.string(),
    item: z.string(),
    quantity: z.string(),
    price: z.string(),
    discount: z.string(),
    tax: z.string(),
    amount: z.string(),
  }),
  lines: z.array(
    z.object({
      name: z.string(),
      details: z.array(z.string()),
      quantity: z.string(),
      price: z.string(),
      discount: z.string(),
      tax: z.string(),
      amount: z.string(),
      short: z.string(),
    }),
  ),
  sums: z.array(z.object({ name: z.string(), amount: z.string(), isTotal: z.boolean() })),
  remarks: z.array(z.string()),
  words: z.array(z.object({ title: z.string(), text: z.string() })),
});

/** A document as whoever has its link sees it: what is on the paper, and nothing else of the organization. */
export const PublicDocument = z.object({
  paper: PaperView,
  /** Whether it holds no longer. */
  is_void: z.boolean(),
  /** Of an estimate that was sent: it can be accepted or declined. */
  can_answer: z.boolean(),
  /** What an estimate was answered with. */
  answer: z.enum(["accepted", "declined"]).nullable(),
});
export type PublicDocument = z.output<typeof PublicDocument>;

const common = {
  tag,
  access: "public",
  params,
  costly: true,
  refuses: ["public_link.not_found"],
} as const;

export const getPublicDocument = endpoint({
  ...common,
  method: "GET",
  path: "/public/documents/{token}",
  summary: "The document that a public link opens",
  reply: PublicDocument,
});

export const publicPdf = endpoint({
  ...common,
  method: "GET",
  path: "/public/documents/{token}/pdf",
  summary: "Its PDF",
  reply: z.string(),
  stream: "application/pdf",
  refuses: ["public_link.not_found", "pdf.unavailable"],
});

const answering = {
  ...common,
  method: "POST",
  body: z.strictObject({
    name: z.string().trim().min(1, "Enter your name").max(200, "Use at most 200 characters"),
  }),
  reply: PublicDocument,
  refuses: ["public_link.not_found", "estimate.wrong_status"],
} as const;

export const acceptPublicly = endpoint({
  ...answering,
  path: "/public/documents/{token}/actions/accept",
  summary: "Accept the estimate, as its customer; the name is kept with it",
});

export const declinePublicly = endpoint({
  ...answering,
  path: "/public/documents/{token}/actions/decline",
  summary: "Decline the estimate, as its customer; the name is kept with it",
});
