/**
 * The three-way rule for one field of a linked pair (docs/spec/reconcile.md has the table, test/sync/reconcile.test.ts
 * enumerates it). Values are compared in canonical form, so that two spellings of the same thing are equal.
 */

/** A canonical value; null is "blank". An absent base (undefined) means the sides have never agreed. */
export type Value = string | number | boolean | null;

export type FieldDirection = "to_billing" | "to_crm" | "both";

/** Who wins where both sides changed the same field; `ask` leaves both and opens a conflict, and so does `latest` where it is not known who was later. */
export type ConflictPolicy = "crm" | "billing" | "latest" | "ask";

export type FieldState = {
  base: Value | undefined;
  crm: Value;
  billing: Value;
  direction: FieldDirection;
  policy: ConflictPolicy;
  /** Which side's change is the later one, where that is known. */
  later?: "crm" | "billing" | undefined;
  /** Whether a blank may replace a value (F83). */
  blankErases: boolean;
};

export type FieldPlan =
  /** Nothing to write; `base` is what both sides hold. */
  | { do: "agree"; base: Value }
  /** Nothing to write, and nothing agreed: a value the direction or the blank rule keeps where it is. */
  | { do: "keep"; why: "direction" | "blank" }
  | { do: "write_billing"; value: Value; loser: Value | undefined }
  | { do: "write_crm"; value: Value; loser: Value | undefined }
  | { do: "ask"; crm: Value; billing: Value };

/** What to do with one field. Total: every combination of base, sides, direction and policy has exactly one answer. */
export function reconcileField(field: FieldState): FieldPlan {
  const { base, crm, billing } = field;
  if (crm === billing) return { do: "agree", base: crm };
  const crmChanged = changed(base, crm);
  const billingChanged = changed(base, billing);
  if (crmChanged && !billingChanged) return toBilling(field, undefined);
  if (billingChanged && !crmChanged) return toCrm(field, undefined);
  return conflict(field);
}

/** A side has changed when it differs from the base; without a base, when it holds anything at all. */
function changed(base: Value | undefined, now: Value): boolean {
  return base === undefined ? now !== null : now !== base;
}

function toBilling(field: FieldState, loser: Value | undefined): FieldPlan {
  if (field.direction === "to_crm") return { do: "keep", why: "direction" };
  if (field.crm === null && !field.blankErases) return { do: "keep", why: "blank" };
  return { do: "write_billing", value: field.crm, loser };
}

function toCrm(field: FieldState, loser: Value | undefined): FieldPlan {
  if (field.direction === "to_billing") return { do: "keep", why: "direction" };
  if (field.billing === null && !field.blankErases) return { do: "keep", why: "blank" };
  return { do: "write_crm", value: field.billing, loser };
}

/** Both changed. A one-way field has one possible winner; a blank never wins over a value unless it may erase. */
function conflict(field: FieldState): FieldPlan {
  if (field.direction === "to_billing") return toBilling(field, field.billing);
  if (field.direction === "to_crm") return toCrm(field, field.crm);
  if (!field.blankErases && field.crm === null) return toCrm(field, undefined);
  if (!field.blankErases && field.billing === null) return toBilling(field, undefined);
  const winner = field.policy === "latest" ? (field.later ?? "ask") : field.policy;
  if (winner === "ask") return { do: "ask", crm: field.crm, billing: field.billing };
  return winner === "crm" ? toBilling(field, field.billing) : toCrm(field, field.crm);
}
