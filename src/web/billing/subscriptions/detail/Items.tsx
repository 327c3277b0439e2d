import { Anchor, Table, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { SubscriptionView } from "#billing/subscription/subscription.api.ts";
import { useCatalogPlaces } from "#web/billing/catalog/places.ts";
import { itemWords } from "#web/billing/subscriptions/words.ts";

type ItemsProps = { items: SubscriptionView["items"]; currency: string; label: string };

/** The plan and the addons that a subscription sells, each with its price. */
export function Items({ items, currency, label }: ItemsProps) {
  const places = useCatalogPlaces();
  return (
    <Table aria-label={label} verticalSpacing="xs">
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">Item</Table.Th>
          <Table.Th scope="col" ta="right">
            Price for each term
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {items.map((item) => (
          <Table.Tr key={item.id}>
            <Table.Td style={{ overflowWrap: "anywhere" }}>
              {item.kind === "plan" ? (
                <Anchor component={Link} to={places.plan(item.id)} fw={500} c="var(--mantine-color-text)">
                  {item.name}
                </Anchor>
              ) : (
                <Text fw={500}>{item.name}</Text>
              )}
              <Text size="sm" c="dimmed">
                {item.kind === "plan" ? "Plan" : "Addon"}
              </Text>
            </Table.Td>
            <Table.Td ta="right" className="figures">
              {itemWords(item, currency)}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
