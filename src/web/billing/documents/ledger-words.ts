const kinds: Record<string, string> = {
  invoice: "Invoice sent",
  void: "Void",
  credit_note: "Credit note",
  payment: "Payment received",
  settlement: "Applied",
  unsettlement: "No longer applied",
  refund: "Refund",
  write_off: "Written off",
  recognition: "Revenue earned",
};

/** What a posting is about. */
export function postingWords(kind: string): string {
  return kinds[kind] ?? kind.replaceAll("_", " ");
}
