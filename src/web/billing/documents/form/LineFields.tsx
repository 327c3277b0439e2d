import { ActionIcon, Textarea, TextInput, Tooltip } from "@mantine/core";
import { IconArrowDown, IconArrowUp, type Icon, IconTrash } from "@tabler/icons-react";
import { TaxSelect } from "#web/billing/catalog/pick/TaxSelect.tsx";
import type { FormState } from "#web/ui/form.ts";
import { showText } from "#web/ui/show.ts";
import { DiscountInput } from "./DiscountInput.tsx";
import type { DocumentMoney } from "./document-money.ts";
import type { LineValues } from "./document-values.ts";
import { ItemName } from "./ItemName.tsx";
import { OfferPicker, OfferTax, pricePlaceholder } from "./OfferFields.tsx";
import classes from "./LineEditor.module.css";

type LineFieldsProps<Values> = {
  of: FormState<Values>;
  at: number;
  line: LineValues;
  money: DocumentMoney;
  isLast: boolean;
  onMove: (at: number, to: number) => void;
  onRemove: (at: number) => void;
};

/** Wider than the cell that they are chosen in. */
const taxChoices = { width: 220, position: "bottom-end" } as const;

/** The fields of one line. */
export function LineFields<Values>(props: LineFieldsProps<Values>) {
  const { of, at, line, money, isLast, onMove, onRemove } = props;
  const place = `line ${at + 1}`;
  const field = (name: string) => of.field(`line_items.${at}.${name}` as never);
  return (
    <>
      <div className={classes.item}>
        {line.offer === undefined ? (
          <ItemName of={of} at={at} line={line} money={money} />
        ) : (
          <OfferPicker of={of} at={at} line={line} offer={line.offer} money={money} />
        )}
        <Textarea
          {...field("description")}
          aria-label={`Description of ${place}`}
          placeholder="Description"
          variant="unstyled"
          autosize
          minRows={1}
          maxRows={6}
          classNames={{ input: classes.description }}
        />
      </div>
      <Labelled label="Quantity">
        <TextInput
          {...field("quantity")}
          aria-label={`Quantity of ${place}`}
          inputMode="decimal"
          autoComplete="off"
          classNames={{ input: classes.number }}
        />
      </Labelled>
      <Labelled label="Price">
        <TextInput
          {...field("price")}
          aria-label={`Price of ${place}`}
          placeholder={pricePlaceholder(line, money)}
          inputMode="decimal"
          autoComplete="off"
          classNames={{ input: classes.number }}
        />
      </Labelled>
      <Labelled label="Discount">
        {line.offer !== undefined ? (
          <span className={`${classes.fixed} ${classes.number}`}>{showText(null)}</span>
        ) : (
          <DiscountInput
            of={of}
            path={`line_items.${at}.discount`}
            value={line.discount}
            label={`Discount of ${place}`}
            currency={money.currency}
          />
        )}
      </Labelled>
      {money.taxes.length > 0 && (
        <Labelled label="Tax">
          {line.offer === undefined ? (
            <TaxSelect
              {...field("tax_id")}
              aria-label={`Tax of ${place}`}
              taxes={money.taxes}
              value={line.tax_id === "" ? null : line.tax_id}
              onChange={(id) => of.set(`line_items.${at}.tax_id` as never, id ?? "")}
              comboboxProps={taxChoices}
            />
          ) : (
            <OfferTax line={line} money={money} />
          )}
        </Labelled>
      )}
      <Labelled label="Amount">
        <output className={`${classes.amount} figures`} aria-label={`Amount of ${place}`}>
          {money.show(money.reckoned.amounts?.[at])}
        </output>
      </Labelled>
      <div className={classes.actions}>
        <Action
          label={`Move ${place} up`}
          icon={IconArrowUp}
          isOff={at === 0}
          onClick={() => onMove(at, at - 1)}
        />
        <Action
          label={`Move ${place} down`}
          icon={IconArrowDown}
          isOff={isLast}
          onClick={() => onMove(at, at + 1)}
        />
        <Action label={`Remove ${place}`} icon={IconTrash} onClick={() => onRemove(at)} />
      </div>
    </>
  );
}

/** Where there is no room for a row of headings, each field has its own. */
function Labelled({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div className={classes.cell}>
      <span className={classes.label} aria-hidden>
        {label}
      </span>
      {children}
    </div>
  );
}

type ActionProps = { label: string; icon: Icon; isOff?: boolean; onClick: () => void };

function Action({ label, icon: Glyph, isOff = false, onClick }: ActionProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={label}
        disabled={isOff}
        bg="transparent"
        onClick={onClick}
      >
        <Glyph size={16} />
      </ActionIcon>
    </Tooltip>
  );
}
