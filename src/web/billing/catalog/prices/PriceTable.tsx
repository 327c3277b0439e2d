import { Table, Text } from "@mantine/core";
import type { AddonView } from "#billing/catalog/addon.api.ts";
import { priceWords } from "#web/billing/catalog/words.ts";
import { showName, showNumber, showPrice } from "#web/ui/show.ts";
import type { Scheme } from "./price-values.ts";

type Price = AddonView["prices"][number] & { setup_fee?: string };

type PriceTableProps = { scheme: Scheme; unit: string | null; prices: readonly Price[] };

/** What something costs in each currency, for reading. */
export function PriceTable({ scheme, unit, prices }: PriceTableProps) {
  const hasFee = prices.some(({ setup_fee: fee = "" }) => /[1-9]/.test(fee));
  return (
    <Table.ScrollContainer minWidth={320} type="native">
      <Table aria-label="Prices" verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">Currency</Table.Th>
            <Table.Th scope="col">Price</Table.Th>
            {hasFee && <Table.Th scope="col">Setup fee</Table.Th>}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {prices.map((price) => (
            <Table.Tr key={price.currency_code} style={{ verticalAlign: "top" }}>
              <Table.Td>
                {price.currency_code}{" "}
                <Text span c="dimmed" visibleFrom="sm">
                  {showName("currency", price.currency_code)}
                </Text>
              </Table.Td>
              <Table.Td>
                {price.brackets === null ? (
                  priceWords(scheme, unit, price)
                ) : (
                  <Brackets scheme={scheme} unit={unit} of={price} />
                )}
              </Table.Td>
              {hasFee && <Table.Td>{showPrice(price.setup_fee ?? "0", price.currency_code)}</Table.Td>}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Brackets({ scheme, unit, of }: { scheme: Scheme; unit: string | null; of: Price }) {
  const per = scheme === "package" ? "for all" : `per ${unit ?? "unit"}`;
  return (of.brackets ?? []).map(({ from, to, price }) => (
    <div key={from}>
      {showNumber(BigInt(from))}
      {to === null ? " and more" : to === from ? "" : ` to ${showNumber(BigInt(to))}`}:{" "}
      <strong>{showPrice(price, of.currency_code)}</strong> {per}
    </div>
  ));
}
