import { Text } from "@mantine/core";
import type { AddonView } from "#billing/catalog/addon.api.ts";
import { headlineOf, useBaseCurrency } from "./headline.ts";
import { priceWords } from "./words.ts";

type HeadlinePriceProps = {
  of: Pick<AddonView, "unit_name" | "prices"> & { pricing_scheme: Parameters<typeof priceWords>[0] };
  /** What one pays it for, behind a slash: `month`. */ every?: string;
};

/** The price in the base currency, and how many others there are; which ones is told on hover. */
export function HeadlinePrice({
  of: { pricing_scheme: scheme, unit_name: unit, prices },
  every,
}: HeadlinePriceProps) {
  const base = useBaseCurrency();
  const { first, others } = headlineOf(prices, base);
  // Another price first for a moment would be one that jumps.
  if (first === undefined || base === undefined) return null;
  const all = others.map((price) => priceWords(scheme, unit, price)).join(", ");
  return (
    <>
      {[priceWords(scheme, unit, first), every].filter(Boolean).join(" / ")}
      {others.length > 0 && (
        <Text span inherit c="dimmed" title={all} style={{ whiteSpace: "nowrap" }}>
          {" "}
          + {others.length} more
        </Text>
      )}
    </>
  );
}
