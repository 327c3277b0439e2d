import type { Reason } from "#sync/plan/decision.ts";
import type { UndoReason } from "#sync/undo/plan-undo.ts";

/** One sentence for each reason, in the words of the pages, the command line and the CSV alike. */
const sentences: Record<Reason | UndoReason, string> = {
  new: "No customer matched, so a new one is made.",
  "linked.changed": "The CRM record changed since the last sync.",
  "linked.remapped":
    "The set-up changed since the last sync of this record, and the values come with its new mapping.",
  "linked.equal": "Both sides hold the same values.",
  "linked.kept_local": "Values edited in billing are kept; the CRM did not change them.",
  "linked.not_held":
    "A value cannot go to the other side, so each keeps its own until that is mended; the rest is synced.",
  "crm.unheard":
    "An update was on its way when the record was deleted or left the view; whether it arrived is not known.",
  "linked.read_anew":
    "The CRM's list may show an older state than is known, so the record is read by its id.",
  "linked.on_its_way":
    "An update of the CRM is on its way for this record; it is looked at when that has arrived.",
  "conflict.asked":
    "Both sides changed the same field since they last agreed: a person decides. The other fields are synced.",
  "conflict.waits": "A field that both sides changed waits for a decision.",
  "conflict.decided": "A person decided whose value is taken.",
  "conflict.latest":
    "Both sides changed the same field since they last agreed: the later change is taken, the other value stays here.",
  "conflict.compared":
    "Both sides changed the same field since they last agreed: the record is read by its id, with when each side changed it.",
  "billing.changed": "The customer changed in billing since the last sync.",
  "billing.new": "The customer is not in the CRM, so a record is made there.",
  "billing.match_skipped":
    "The CRM has a record with the same match key and duplicates are skipped, so none is made.",
  "billing.match_taken": "The CRM's record with the same match key is linked with another customer.",
  "billing.merged_away":
    "What was made of it in the CRM was merged there into the record of another customer. Merge the customers too, or take that record's link away.",
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
    "The customer was merged into another one in billing; this record changes nothing until the merge is undone, or the records are merged in the CRM as well.",
  "customer.changed_meanwhile": "The customer was being changed by somebody else; the next run takes it up.",
  "view.left": "The record is no longer in the view; the customer stays and is not updated any more.",
  "crm.deleted": "The record was deleted in the CRM; the customer stays.",
  "crm.merged": "The record was merged into another one in the CRM, and the link went to that one.",
  "crm.merged_apart":
    "The record was merged in the CRM into one that has a link of its own; that one keeps it, and this customer stays without a record.",
  "preview.new_since": "The record is new since the preview, so nothing was done. Make a new preview.",
  "preview.differs":
    "The record or the customer changed since the preview, so nothing was done. Make a new preview.",
  "preview.excluded": "Left out by hand in the preview.",
  "undo.returned": "What the run had written is as it was before the run.",
  "undo.returned_in_crm": "Given back by an undo: the CRM has again what it had before the run.",
  "undo.made": "The run had made it, and nobody has changed or used it since, so it is deleted.",
  "undo.inactive":
    "The run had made it, but somebody has changed or used it since: it becomes inactive instead of being deleted.",
  "undo.unlinked":
    "The run had linked it with this CRM record; it is no longer, and is not linked again unless asked.",
  "undo.unmerged": "The run had merged customers into this one; they stand for themselves again.",
  "undo.made_in_crm":
    "The run had made the record in the CRM: it stays there, no longer linked, and is not linked again unless asked.",
  "undo.changed_since": "Changed since the run, so it stays as it is now.",
  "undo.blank":
    "The field was empty before the run. Emptying it in billing would not empty it in the CRM, so the value stays on both sides.",
  "undo.required": "It was empty before the run and has to have a value now, so it stays.",
  "undo.documents": "Documents are in this currency by now, so it stays.",
  "undo.contact_moved": "The contact belongs to this account in the CRM, so its contact person stays there.",
  "undo.gone": "It was deleted since the run, so there is nothing to give back.",
  "undo.merged_away": "It was merged into another customer since the run, so it stays as it is.",
  "undo.in_use": "Something hangs on it by now (contact persons, merges or links), so it is not deleted.",
  "undo.has_documents": "The run had made it, but it has documents by now, so it stays as it is, linked.",
  "undo.found":
    "The run had found out that the record left the view or was deleted in the CRM; that stays so.",
  "undo.merge_stays": "A merge of the run is undone, but some of it was changed since and stays.",
  "undo.merge_refused":
    "A merge of the run cannot be undone, because the customers were merged further since.",
};

/** The sentence for a reason. Reasons of older versions are shown as they are. */
export function explain(reason: string): string {
  return (sentences as Record<string, string>)[reason] ?? reason;
}
