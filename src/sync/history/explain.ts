import type { Reason } from "#sync/plan/decision.ts";

/** One sentence for each reason, in the words of the pages, the command line and the CSV alike. */
const sentences: Record<Reason, string> = {
  new: "No customer matched, so a new one is made.",
  "linked.changed": "The CRM record changed since the last sync.",
  "linked.remapped":
    "The set-up changed since the last sync of this record, and the values come with its new mapping.",
  "linked.equal": "Both sides hold the same values.",
  "linked.kept_local": "Values edited in billing are kept; the CRM did not change them.",
  "linked.on_its_way":
    "An update of the CRM is on its way for this record; it is looked at when that has arrived.",
  "conflict.asked":
    "Both sides changed the same field since they last agreed: a person decides. The other fields are synced.",
  "conflict.waits": "A field that both sides changed waits for a decision.",
  "conflict.decided": "A person decided whose value is taken.",
  "billing.changed": "The customer changed in billing since the last sync.",
  "billing.new": "The customer is not in the CRM, so a record is made there.",
  "billing.match_skipped":
    "The CRM has a record with the same match key and duplicates are skipped, so none is made.",
  "billing.match_taken": "The CRM's record with the same match key is linked with another customer.",
  "crm.refused": "The CRM refused the values; they are taken up when the record changes again.",
  "crm.locked": "The record is locked in the CRM; the next run tries again.",
  reentered: "The record is in the view again.",
  "match.skipped": "A customer with the same match key exists and duplicates are skipped.",
  "match.cloned": "A customer with the same match key exists; a second one is made beside it.",
  "match.overwritten": "A customer with the same match key exists and takes the CRM's values.",
  "match.merged": "Several customers match; they are merged into one, which takes the CRM's values.",
  "match.other_currency": "A customer matches but has another currency, so a new one is made.",
  "duplicate.remembered": "A duplicate in the CRM of a record that is linked already.",
  "duplicate.of_linked":
    "Another CRM record with the same match key has the customer; this one is its duplicate in the CRM, and its values are not taken.",
  "duplicate.takes_place":
    "The record that the customer was linked with was deleted in the CRM; this one takes its place.",
  closed: "The link was closed in billing.",
  "contact.no_account": "The contact has no account, and such contacts are not included.",
  "contact.account_not_linked": "The contact's account is not synced.",
  "contact.moved": "The contact belongs to another account now; its contact person moves with it.",
  "required.missing": "A required value is missing or cannot be used.",
  "customer.gone": "The customer was deleted in billing; the link is closed and nothing is made again.",
  "customer.merged":
    "The customer was merged into another one in billing; this record changes nothing until the merge is undone.",
  "customer.changed_meanwhile": "The customer was being changed by somebody else; the next run takes it up.",
  "view.left": "The record is no longer in the view; the customer stays and is not updated any more.",
  "crm.deleted": "The record was deleted in the CRM; the customer stays.",
  "preview.new_since": "The record is new since the preview, so nothing was done. Make a new preview.",
  "preview.differs":
    "The record or the customer changed since the preview, so nothing was done. Make a new preview.",
  "preview.excluded": "Left out by hand in the preview.",
};

/** The sentence for a reason. Reasons of older versions are shown as they are. */
export function explain(reason: string): string {
  return (sentences as Record<string, string>)[reason] ?? reason;
}
