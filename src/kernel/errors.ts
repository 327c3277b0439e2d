import { billingErrors } from "./errors/billing-errors.ts";
import { catalogErrors } from "./errors/catalog-errors.ts";
import { crmErrors } from "./errors/crm-errors.ts";
import { dealErrors } from "./errors/deal-errors.ts";
import { deliveryErrors } from "./errors/delivery-errors.ts";
import { documentErrors } from "./errors/document-errors.ts";
import { duplicateErrors } from "./errors/duplicate-errors.ts";
import { emailErrors } from "./errors/email-errors.ts";
import { gatewayErrors } from "./errors/gateway-errors.ts";
import { moveInErrors } from "./errors/move-in-errors.ts";
import { peopleErrors } from "./errors/people-errors.ts";
import { serverErrors } from "./errors/server-errors.ts";
import { subscriptionErrors } from "./errors/subscription-errors.ts";
import { syncErrors } from "./errors/sync-errors.ts";
import { webhookErrors } from "./errors/webhook-errors.ts";

/**
 * Every refusal of Concord: code, HTTP status, title, remedy. One table, so that page, API, command line and
 * documentation (docs/reference/errors.md is printed from it) say the same. A code that is missing here does not compile.
 */
const table = {
  ...serverErrors,
  ...peopleErrors,
  ...billingErrors,
  ...moveInErrors,
  ...catalogErrors,
  ...documentErrors,
  ...dealErrors,
  ...deliveryErrors,
  ...emailErrors,
  ...subscriptionErrors,
  ...gatewayErrors,
  ...crmErrors,
  ...syncErrors,
  ...duplicateErrors,
  ...webhookErrors,
};

export type ErrorCode = keyof typeof table;

/** What the caller may know beside the code: names of fields, values, ids. Never secrets. */
export type Facts = Record<string, unknown>;

/** One field that was refused, and what to do about it. `path` is dotted: `billing_address.zip`. */
export type FieldProblem = { path: string; problem: string };

/** A refusal on its way to the user. Thrown past the core, turned into an answer by platform/http. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly facts: Facts;

  constructor(code: ErrorCode, facts: Facts = {}) {
    super(`${code}: ${table[code][1]}`);
    this.code = code;
    this.facts = facts;
  }
}

/** How an error is shown, in every place alike. */
export type ErrorView = { code: ErrorCode; title: string; remedy: string; details: Facts };

/** HTTP status of a code. */
export function statusOf(code: ErrorCode): number {
  return table[code][0];
}

/** The words for a refusal. `facts.message`, if given, says it more precisely than the title. */
export function viewOf(code: ErrorCode, facts: Facts = {}): ErrorView {
  const [, title, remedy] = table[code];
  const { message, remedy: better, ...details } = facts;
  return {
    code,
    title: typeof message === "string" ? message : title,
    remedy: typeof better === "string" ? better : remedy,
    details,
  };
}

/** All codes with status, title and remedy, in table order: for the printed reference. */
export function allErrors(): { code: ErrorCode; status: number; title: string; remedy: string }[] {
  return (Object.keys(table) as ErrorCode[]).map((code) => {
    const [status, title, remedy] = table[code];
    return { code, status, title, remedy };
  });
}
