import { Alert, Anchor } from "@mantine/core";
import { IconUsers } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useMay } from "#web/app/organization.ts";
import { showList } from "#web/ui/show.ts";
import { useLinksOf } from "./links-of.ts";
import { usePlaces } from "./places.ts";

/** What a merge in the CRM leaves to be done in billing, where its records are several customers. */
export function MergedCustomers({ records }: { records: readonly string[] }) {
  const links = useLinksOf(...records).filter(({ contact_person }) => contact_person === null);
  const places = usePlaces();
  const mayMerge = useMay("admin");
  const customers = [...new Map(links.map((link) => [link.customer, link])).values()];
  if (customers.length < 2) return null;
  return (
    <Alert color="gray" icon={<IconUsers size={18} />} title="In billing they stay separate customers">
      {showList(customers.map(({ name }) => name))} keep their documents and payments.{" "}
      {mayMerge ? (
        <Anchor component={Link} to={places.duplicates} inherit underline="always">
          Merge them under Duplicates
        </Anchor>
      ) : (
        "An administrator can merge them under Settings > Integrations > Duplicates."
      )}
    </Alert>
  );
}
