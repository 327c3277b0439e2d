import { Button, Group, Stack, Text, Title } from "@mantine/core";
import { IconArrowsDiagonal, IconPencil } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { type CustomerView, getCustomer } from "#billing/customer/customer.api.ts";
import { useCall } from "#web/api.ts";
import { useMay } from "#web/app/organization.ts";
import { useCustomerPlaces } from "#web/billing/customers/places.ts";
import { showText } from "#web/ui/show.ts";
import { Loaded } from "#web/ui/Loaded.tsx";
import { SidePanel } from "#web/ui/SidePanel.tsx";
import { CustomerBadges } from "./CustomerBadges.tsx";
import { Details } from "./Details.tsx";
import { personName } from "./person-values.ts";
import { Timeline } from "./Timeline.tsx";

/** The newest lines of the timeline that a panel shows. */
const mostLines = 5;

/** One customer beside the list. */
export function CustomerPanel({ id, onClose }: { id: string; onClose: () => void }) {
  const customer = useCall(getCustomer, { params: { customer: id } });
  const places = useCustomerPlaces();
  const mayEdit = useMay("write") && customer.data?.merged_into === null;
  return (
    <SidePanel
      title={customer.data?.display_name ?? "Customer"}
      onClose={onClose}
      facts={
        <Stack gap="sm" mt={4}>
          {customer.data && (
            <Group gap="xs">
              <CustomerBadges customer={customer.data} />
            </Group>
          )}
          <Group gap="xs">
            <Button
              component={Link}
              to={places.customer(id)}
              size="compact-md"
              variant="default"
              leftSection={<IconArrowsDiagonal size={16} />}
            >
              Open page
            </Button>
            {mayEdit && (
              <Button
                component={Link}
                to={places.edit(id)}
                size="compact-md"
                variant="default"
                leftSection={<IconPencil size={16} />}
              >
                Edit
              </Button>
            )}
          </Group>
        </Stack>
      }
    >
      <Loaded of={customer}>{(found) => <Inside customer={found} />}</Loaded>
    </SidePanel>
  );
}

function Inside({ customer }: { customer: CustomerView }) {
  return (
    <Stack gap="lg">
      <Details customer={customer} isNarrow />
      {customer.contact_persons.length > 0 && (
        <Stack component="section" gap="xs">
          <Title order={2}>Contact persons</Title>
          {customer.contact_persons.map((person) => (
            <div key={person.id}>
              <Text fw={500}>{personName(person)}</Text>
              <Text size="sm" c="dimmed">
                {showText([person.email, person.phone ?? person.mobile].filter(Boolean).join(" · "))}
              </Text>
            </div>
          ))}
        </Stack>
      )}
      <Stack component="section" gap="xs">
        <Title order={2}>Recent activity</Title>
        <Timeline customer={customer.id} most={mostLines} />
      </Stack>
    </Stack>
  );
}
