import { Alert, Anchor } from "@mantine/core";
import { IconPlugConnected, IconPlugConnectedX } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTied } from "#web/crm/finance/tied.ts";
import { usePlaces } from "#web/sync/places.ts";

/** Whether billing is tied to this CRM, which is what the CRM shows of it; nothing for who does not see the sync. */
export function FinanceState() {
  const tied = useTied();
  const places = usePlaces();
  if (tied === undefined) return null;
  return tied ? (
    <Alert color="agree" icon={<IconPlugConnected size={18} />} title="Billing is connected">
      The customers of {tied.crm_company} are those of this CRM&apos;s records.{" "}
      <Anchor component={Link} to={places.details(tied.id)} inherit>
        Show details
      </Anchor>
    </Alert>
  ) : (
    <Alert
      color="conflict"
      icon={<IconPlugConnectedX size={18} />}
      title="Billing is not connected to this CRM"
    >
      Nothing of it is shown until it is.{" "}
      <Anchor component={Link} to={places.root} inherit>
        Connect under Settings &gt; Integrations
      </Anchor>
    </Alert>
  );
}
