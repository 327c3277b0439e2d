import { Anchor, Table, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { PlanView } from "#billing/catalog/plan.api.ts";
import { HeadlinePrice } from "#web/billing/catalog/HeadlinePrice.tsx";
import { useCatalogPlaces } from "#web/billing/catalog/places.ts";
import { intervalWords, statusOf } from "#web/billing/catalog/words.ts";
import { showCount } from "#web/ui/show.ts";
import { Status } from "#web/ui/Status.tsx";

/** Plans of a product, a line each. */
export function PlanTable({ product, plans }: { product: string; plans: readonly PlanView[] }) {
  const places = useCatalogPlaces();
  return (
    <Table.ScrollContainer minWidth={300} type="native">
      <Table aria-label={`Plans of ${product}`} verticalSpacing="xs" highlightOnHover layout="fixed">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">Plan</Table.Th>
            <Table.Th scope="col">Price</Table.Th>
            <Table.Th scope="col" visibleFrom="sm">
              Trial
            </Table.Th>
            <Table.Th scope="col" w={112}>
              Status
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {plans.map((plan) => (
            <Table.Tr key={plan.id}>
              <Table.Td style={{ overflowWrap: "anywhere" }}>
                <Anchor component={Link} to={places.plan(plan.id)} fw={500} c="var(--mantine-color-text)">
                  {plan.name}
                </Anchor>
                <Text size="sm" c="dimmed">
                  {plan.plan_code}
                </Text>
              </Table.Td>
              <Table.Td>
                <HeadlinePrice of={plan} every={intervalWords(plan)} />
              </Table.Td>
              <Table.Td visibleFrom="sm">
                {plan.trial_period === 0 ? "–" : showCount(plan.trial_period, "day")}
              </Table.Td>
              <Table.Td>
                <Status {...statusOf(plan.status)} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
