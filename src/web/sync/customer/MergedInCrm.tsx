import { Text } from "@mantine/core";
import { customerHistory, listLinks } from "#sync/run/run.api.ts";
import { useCall } from "#web/api.ts";
import { OfferMerge } from "#web/billing/customers/merge/OfferMerge.tsx";
import { factsOf } from "#web/sync/run/facts.ts";

/** Says that a customer's record was merged in the CRM into another customer's, and offers to merge the two as well. */
export function MergedInCrm({ customer }: { customer: string }) {
  const history = useCall(customerHistory, { params: { customer } }).data?.items ?? [];
  const gone = useCall(listLinks, { query: { customer, state: "deleted_in_crm" } }).data?.items ?? [];
  const told = history.find(
    ({ reason, crm_id }) => reason === "crm.merged_apart" && gone.some((link) => link.crm_id === crm_id),
  );
  const into = told && factsOf(told.facts).merge_into;
  if (into === undefined) return null;
  return (
    <div>
      <Text size="sm">Its record was merged in the CRM into the record of another customer.</Text>
      <OfferMerge customer={customer} into={into} />
    </div>
  );
}
