import type { DuplicateSearchView, DuplicateView, EvidenceView } from "#sync/duplicate/duplicate.api.ts";
import { showCount, showNumber, showPercent } from "#web/ui/show.ts";
import type { Meaning } from "#web/ui/theme.ts";

export const kindChoices = [
  { value: "billing", label: "Within billing" },
  { value: "crm", label: "Within the CRM" },
  { value: "across", label: "Across" },
] as const;

export const stateChoices = [
  { value: "open", label: "to decide" },
  { value: "merged", label: "merged" },
  { value: "linked", label: "linked" },
  { value: "dismissed", label: "not the same" },
] as const;

export const placeWords: Record<DuplicateView["left"]["place"], string> = {
  customers: "Customer",
  Accounts: "Account in the CRM",
  Contacts: "Contact in the CRM",
};

export const fieldWords: Record<EvidenceView["field"], string> = {
  name: "Name",
  number: "Tax number",
  email: "E-mail",
  company: "Company",
  domain: "Website",
  phone: "Phone",
  street: "Street",
  city: "City",
  zip: "ZIP code",
};

/** A chance is never shown as certain, nor with more figures than it is good for. */
export function scoreWords(score: number): string {
  return score > 0.99 ? `Over ${showPercent(0.99)}` : showPercent(Math.floor(score * 100) / 100);
}

/** How far a field agrees, in a word, and what that means for the pair. */
export function agreementOf({ level, of, left, right }: EvidenceView): { word: string; meaning: Meaning } {
  if (level === null) {
    const isSaid = left !== null && right !== null;
    return { word: isSaid ? "not counted" : "one is blank", meaning: "gray" };
  }
  if (level === of) return { word: "the same", meaning: "agree" };
  if (level === 0) return { word: "differs", meaning: "fail" };
  return level === of - 1
    ? { word: "nearly the same", meaning: "change" }
    : { word: "partly the same", meaning: "conflict" };
}

const stateWords: Record<DuplicateView["state"], string> = {
  open: "To decide",
  merged: "Merged",
  linked: "Linked",
  dismissed: "Not the same",
};

export function decisionWords({ state, decided }: DuplicateView): string {
  return decided === null ? stateWords[state] : `${stateWords[state]}, by ${decided.by}`;
}

/** What a search is doing. */
export const phaseWords: Record<NonNullable<DuplicateSearchView["phase"]>, string> = {
  reading: "Reading the records of both sides",
  comparing: "Comparing records",
  writing: "Keeping what was found",
};

/** What the last search looked at, and found. */
export function searchWords(search: DuplicateSearchView): string {
  const { customers, crm_records: records, pairs, linked } = search;
  const looked = [
    showCount(customers ?? 0, "customer"),
    ...(records === null ? [] : [showCount(records, "CRM record")]),
  ].join(" and ");
  const found = pairs === 0 ? "no pair that may be the same" : `${showCount(pairs ?? 0, "pair")} to look at`;
  return `${looked}: ${found}${linked ? `, ${showNumber(linked)} linked` : ""}`;
}
