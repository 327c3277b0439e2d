import { Anchor, Button, Group, Skeleton, Stack, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { usePlaces } from "./places.ts";
import { IconExternalLink } from "@tabler/icons-react";
import { customerPanel, listLinks } from "#sync/run/run.api.ts";
import type { CallError } from "#platform/http/call.ts";
import type { Received } from "#platform/http/endpoint.ts";
import { useCall } from "#web/api.ts";
import { useMay } from "#web/app/organization.ts";
import { Field, Fields } from "#web/ui/Field.tsx";
import { Loaded } from "#web/ui/Loaded.tsx";
import { ProblemBox } from "#web/ui/Problem.tsx";
import { showNumber } from "#web/ui/show.ts";
import { Status } from "#web/ui/Status.tsx";
import { When } from "#web/ui/When.tsx";
import { Fetched } from "./customer/Fetched.tsx";
import { InConflict } from "./customer/InConflict.tsx";
import { MergedInCrm } from "./customer/MergedInCrm.tsx";
import { useFetchCustomer } from "./customer/fetch-customer.ts";
import { useUnlink } from "./customer/unlink.ts";
import { Panel } from "./Panel.tsx";

type CrmPanelProps = {
  customer: string;
  /** On a form one only reads: without the action to fetch. */
  readOnly?: boolean;
};

/** What the CRM says of a linked customer, read now. Shows nothing for a customer that is not linked. */
export function CrmPanel({ customer, readOnly = false }: CrmPanelProps) {
  const panel = useCall(customerPanel, { params: { customer } });
  const mayFetch = useMay("write") && !readOnly;
  const fetching = useFetchCustomer(customer);
  const unlinking = useUnlink(customer);
  const places = usePlaces();
  const code = panel.error?.view.code;
  if (code === "link.not_found") return null;
  if (code === "run.record_not_visible")
    return <NoRecord customer={customer} problem={panel.error} mayUnlink={mayFetch} />;
  return (
    <Panel title="CRM" status={panel.data && <Status word="Linked with CRM" meaning="agree" />}>
      {code?.startsWith("connection.") && (
        <Anchor component={Link} to={places.root} mb="xs" display="inline-block">
          Open the connection, to mend it or replace its credentials
        </Anchor>
      )}
      <Loaded of={panel} skeleton={<Skeleton height={150} />}>
        {(found) => (
          <Stack gap="sm">
            <InConflict customer={customer} />
            <PanelFields of={found} />
            {mayFetch && (
              <Group>
                <Button
                  size="compact-sm"
                  variant="default"
                  h="auto"
                  py={4}
                  styles={{ label: { whiteSpace: "normal" } }}
                  loading={fetching.isBusy}
                  onClick={() => {
                    fetching.start();
                  }}
                >
                  Fetch this contact from CRM
                </Button>
                <Button
                  size="compact-sm"
                  variant="subtle"
                  color="gray"
                  loading={unlinking.isBusy}
                  onClick={() => unlinking.start()}
                >
                  Unlink
                </Button>
              </Group>
            )}
            {fetching.run !== undefined && <Fetched run={fetching.run} />}
            <Text size="xs" c="dimmed">
              Read from the CRM <When at={found.read_at} />
            </Text>
          </Stack>
        )}
      </Loaded>
    </Panel>
  );
}

type NoRecordProps = { customer: string; problem: CallError | null; mayUnlink: boolean };

/** A record that the CRM does not show: deleted as far as the sync knows, or only out of its user's sight. */
function NoRecord({ customer, problem, mayUnlink }: NoRecordProps) {
  const links = useCall(listLinks, { query: { customer, state: "deleted_in_crm" } });
  const unlinking = useUnlink(customer);
  const isDeleted = links.data?.items.some(({ contact_person: person }) => person === null) ?? false;
  if (links.isPending) return null;
  return (
    <Panel title="CRM" status={isDeleted && <Status word="Deleted in CRM" meaning="conflict" />}>
      <Stack gap="sm">
        {isDeleted && <MergedInCrm customer={customer} />}
        {isDeleted ? (
          <Text>
            The record was deleted in the CRM. The customer stays, with all that belongs to it, and nothing
            comes from the CRM any more unless the record is restored there.
          </Text>
        ) : (
          problem !== null && <ProblemBox problem={problem} />
        )}
        {mayUnlink && (
          <Group>
            <Button
              size="compact-sm"
              variant="subtle"
              color="gray"
              loading={unlinking.isBusy}
              onClick={() => unlinking.start()}
            >
              Unlink
            </Button>
          </Group>
        )}
      </Stack>
    </Panel>
  );
}

function PanelFields({ of }: { of: Received<typeof customerPanel> }) {
  return (
    <Fields>
      <Field name={of.crm_module === "Contacts" ? "Contact" : "Account"}>
        <Anchor href={of.crm_url}>
          {of.name} <IconExternalLink size={14} aria-label="opens the CRM" />
        </Anchor>
      </Field>
      <Field name="Owner" value={of.owner} />
      <Field name="Phone" value={of.phone} />
      <Field name="Address" value={of.address} />
      <Field name="Open deals" value={of.open_deals === null ? null : showNumber(of.open_deals)} />
      <Field name="Last activity">
        <When at={of.last_activity} never="–" />
      </Field>
    </Fields>
  );
}
