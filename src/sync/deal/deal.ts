/** What billing makes by itself of a deal. */
export const dealEntities = ["estimate", "invoice", "subscription"] as const;
export type DealEntity = (typeof dealEntities)[number];

/** How a deal stands. */
export type DealKind = "open" | "won" | "lost";

/**
 * `passed`: nothing is to be made of it as it is. `waiting`: something is, and cannot be yet. `followed`: it was made.
 * `left_alone`: somebody took what was made into their own hands.
 */
export type FollowState = "passed" | "waiting" | "followed" | "left_alone";

export type DealOutcome = "made" | "accepted" | "declined" | "voided" | "waiting" | "left_alone";

/** How a stage stands, by the names that Zoho CRM gives closed ones: `Closed Won`, `Closed Lost to Competition`. */
export function kindOfStage(stage: string): DealKind {
  if (/^closed[ -]?won/i.test(stage)) return "won";
  return /^closed[ -]?lost/i.test(stage) ? "lost" : "open";
}

/** A deal as it was followed before. */
export type Before = {
  kind: DealKind;
  state: FollowState;
  /** The status in which what was made was left; null where nothing was. */
  left: string | null;
};

/** A deal as it is. The last two say of one that was never met whether this happened since the trigger was set. */
export type Seen = { kind: DealKind; isNew: boolean; hasTurned: boolean };

/** What is done with a deal: made, or moved on from the status in which it was left. */
export type DealStep = "make" | "accept" | "decline" | "void";

/**
 * What a deal leads to. *Estimate*: it is made with the deal, accepted when that is won and declined when it is lost.
 * *Invoice*: it is made when the deal is won, and void when that is lost afterwards. *Subscription*: it is made when the
 * deal is won. Each once for a deal.
 */
export function stepsFor(entity: DealEntity, before: Before | undefined, seen: Seen): DealStep[] {
  if (before?.state === "left_alone") return [];
  if (before?.left != null) return movesOf(entity, before.left, seen.kind);
  if (!isDue(entity, before, seen)) return [];
  return entity === "estimate" && seen.kind === "won" ? ["make", "accept"] : ["make"];
}

function isDue(entity: DealEntity, before: Before | undefined, { kind, isNew, hasTurned }: Seen): boolean {
  if (entity === "estimate")
    return kind !== "lost" && (before === undefined ? isNew : before.state === "waiting");
  if (kind !== "won") return false;
  if (before === undefined) return isNew || hasTurned;
  return before.state === "waiting" || before.kind !== "won";
}

/** What becomes of something that was made and left in a status. */
function movesOf(entity: DealEntity, left: string, kind: DealKind): DealStep[] {
  if (entity === "estimate") {
    if (kind === "won" && (left === "sent" || left === "declined")) return ["accept"];
    if (kind === "lost" && (left === "sent" || left === "accepted")) return ["decline"];
  }
  return entity === "invoice" && kind === "lost" && left === "draft" ? ["void"] : [];
}

/** Why something is not made yet, or no longer moved. */
export const dealReasons = {
  no_account: "The deal has no account. Give it one.",
  no_contact: "The deal has no contact. Give it one.",
  not_linked: "Its account or contact is no customer in billing. Sync it, or put it into the view.",
  no_amount: "The deal names neither plans nor an amount. Enter one of them.",
  other_currency:
    "The deal's amount is in another currency than its customer is billed in. Enter plans, which have prices in both.",
  no_plans: "The deal names no plan. Enter the code of a plan in its plans.",
  several_plans: "The deal names several plans, and a subscription has one. Leave one of them.",
  plans_unreadable:
    "A line of the deal's plans is no code with a number. Write a code, or a code x 5, in each line.",
  plan_unknown: "Billing's catalog has no plan or addon of this code. Correct the code.",
  refused: "Billing refuses it.",
  changed_by_hand: "Somebody changed its status in billing. It is left as it is.",
  made_before:
    "Its invoice is void since the deal was lost, and a deal makes one only. Write another one at the deal.",
  already_made: "One was made of this deal before, under another connection. Nothing is made again.",
  gone: "Somebody deleted it in billing. It is not made again.",
} as const;
export type DealReason = keyof typeof dealReasons;
