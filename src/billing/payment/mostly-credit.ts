/**
 * Whether a payment is rather a slip than a wish: it settles invoices, and more of it would become credit than settles
 * them, as where a digit too many was typed. Minor units. What settles nothing was paid ahead, and meant so.
 */
export function isMostlyCredit(paid: bigint, settled: bigint): boolean {
  return settled > 0n && paid - settled > settled;
}
