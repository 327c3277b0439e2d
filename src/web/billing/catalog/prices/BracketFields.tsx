import { ActionIcon, Button, Group, TextInput, Tooltip, VisuallyHidden } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import type { FormState } from "#web/ui/form.ts";
import { fromOf, type PricedValues } from "./price-values.ts";
import classes from "./Prices.module.css";

/** The brackets of a price: where each ends and what it costs; where it begins follows from the one before. */
export function BracketFields({ of, at }: { of: FormState<PricedValues>; at: number }) {
  const { brackets = [], currency_code: currency = "" } = of.values.prices[at] ?? {};
  const isPackage = of.values.pricing_scheme === "package";
  const path = `prices.${at}.brackets` as const;
  const add = (): void => {
    const last = brackets.at(-1);
    const end =
      last?.to.trim() === "" ? { ...last, to: nextEnd(fromOf(brackets, brackets.length - 1)) } : last;
    of.set(path, [...brackets.slice(0, -1), ...(end ? [end] : []), { to: "", price: "" }]);
  };
  return (
    <div>
      <table className={classes.brackets} aria-label={`Brackets in ${currency}`}>
        <thead>
          <tr>
            <th scope="col">From</th>
            <th scope="col">To</th>
            <th scope="col">{isPackage ? "Price for all" : "Price per unit"}</th>
            <th scope="col">
              <VisuallyHidden>Remove</VisuallyHidden>
            </th>
          </tr>
        </thead>
        <tbody>
          {brackets.map((_, row) => (
            // oxlint-disable-next-line react/no-array-index-key -- a bracket is what its place says
            <tr key={row}>
              <td>{fromOf(brackets, row) ?? "…"}</td>
              <td>
                <TextInput
                  {...of.field(`${path}.${row}.to`)}
                  aria-label={`End of bracket ${row + 1} in ${currency}`}
                  placeholder={row === brackets.length - 1 ? "and more" : ""}
                  inputMode="numeric"
                  autoComplete="off"
                />
              </td>
              <td>
                <TextInput
                  {...of.field(`${path}.${row}.price`)}
                  aria-label={`Price of bracket ${row + 1} in ${currency}`}
                  inputMode="decimal"
                  autoComplete="off"
                />
              </td>
              <td>
                <Tooltip label="Remove this bracket">
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    size={36}
                    aria-label={`Remove bracket ${row + 1} in ${currency}`}
                    disabled={brackets.length === 1}
                    onClick={() =>
                      of.set(
                        path,
                        brackets.filter((_bracket, other) => other !== row),
                      )
                    }
                  >
                    <IconX size={16} />
                  </ActionIcon>
                </Tooltip>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Group>
        <Button variant="subtle" size="compact-sm" leftSection={<IconPlus size={14} />} onClick={add}>
          Add a bracket
        </Button>
      </Group>
    </div>
  );
}

/** An end for a bracket that was the open last one: as wide again as where it begins. */
function nextEnd(from: string | undefined): string {
  return from === undefined ? "" : String(BigInt(from) * 2n - 2n + (from === "1" ? 10n : 0n));
}
