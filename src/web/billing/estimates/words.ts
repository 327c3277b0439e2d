import type { EstimateStatus } from "#billing/estimate/estimate.ts";
import type { StatusWords } from "#web/billing/documents/status.ts";

export const estimateWords: StatusWords<EstimateStatus> = {
  draft: { word: "Draft", meaning: "gray" },
  sent: { word: "Sent", meaning: "change" },
  accepted: { word: "Accepted", meaning: "agree" },
  declined: { word: "Declined", meaning: "fail" },
  expired: { word: "Expired", meaning: "conflict" },
  invoiced: { word: "Invoiced", meaning: "agree" },
};
