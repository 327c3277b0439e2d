import { Anchor } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { IconCheck } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { exponentOf } from "#kernel/money.ts";
import { addressIn } from "#web/app/address.ts";
import { useOrganization } from "#web/app/organization.ts";
import { useCrmOrganization } from "#web/crm/crm-queries.ts";
import { moduleOf, modules } from "#web/crm/module.ts";
import { textOf } from "#web/crm/record-name.ts";
import type { CrmField, Reference } from "#web/crm/types.ts";
import { showDay, showList, showMoney, showNumber, showPercent, showText } from "#web/ui/show.ts";
import { When } from "#web/ui/When.tsx";
import { kindOf } from "./field-kind.ts";

type FieldValueProps = {
  field: CrmField;
  value: unknown;
  /** Without links, for use inside one. */ isPlain?: boolean;
};

/** A field's value as people read it. */
export function FieldValue({ field, value, isPlain = false }: FieldValueProps): ReactNode {
  if (value === null || value === undefined || value === "") return showText(undefined);
  switch (kindOf(field)) {
    case "tick":
      return value === true ? <Ticked /> : "No";
    case "number":
      return <span className="figures">{showNumber(Number(value))}</span>;
    case "percent":
      return <span className="figures">{showPercent(Number(value) / 100)}</span>;
    case "money":
      return <MoneyValue amount={Number(value)} />;
    case "date":
      return showDay(textOf(value));
    case "moment":
      return <When at={textOf(value)} />;
    case "choices":
      return Array.isArray(value) && value.length > 0 ? showList(value.map(String)) : showText(undefined);
    case "tags":
      return Array.isArray(value) && value.length > 0
        ? showList(value.map((one: { name: string }) => one.name))
        : showText(undefined);
    case "user":
      return showText((value as Reference).name);
    case "record":
      return isPlain ? (
        showText((value as Reference).name)
      ) : (
        <RecordLink field={field} to={value as Reference} />
      );
    default:
      return <TextValue field={field} text={textOf(value)} isPlain={isPlain} />;
  }
}

function Ticked() {
  return (
    <span>
      <IconCheck size={14} stroke={2.4} aria-hidden style={{ verticalAlign: -2 }} /> Yes
    </span>
  );
}

function TextValue({ field, text, isPlain }: { field: CrmField; text: string; isPlain: boolean }) {
  const kind = kindOf(field);
  if (!isPlain && kind === "email")
    return (
      <Anchor href={`mailto:${text}`} inherit>
        {text}
      </Anchor>
    );
  if (!isPlain && kind === "phone")
    return (
      <Anchor href={`tel:${text.replaceAll(/[^+\d]/g, "")}`} inherit>
        {text}
      </Anchor>
    );
  if (!isPlain && kind === "link") {
    const address = /^https?:\/\//i.test(text) ? text : `https://${text}`;
    return (
      <Anchor href={address} target="_blank" rel="noreferrer" inherit>
        {text.replace(/^https?:\/\//i, "").replace(/\/$/, "")}
      </Anchor>
    );
  }
  return <span style={kind === "long" ? { whiteSpace: "pre-wrap" } : undefined}>{text}</span>;
}

/** Money comes as a decimal number in the CRM's currency. */
function MoneyValue({ amount }: { amount: number }) {
  const currency = useCrmOrganization()?.iso_code;
  if (currency === undefined) return <span className="figures">{showNumber(amount)}</span>;
  const minor = BigInt(Math.round(amount * 10 ** exponentOf(currency)));
  return <span className="figures">{showMoney({ minor, currency })}</span>;
}

function RecordLink({ field, to }: { field: CrmField; to: Reference }) {
  const { id } = useOrganization();
  const module = modules.find(({ name }) => name === field.lookup.module?.api_name) ?? moduleOf("Accounts");
  return (
    <Anchor component={Link} to={addressIn(id, `crm/${module.path}/${to.id}`)} inherit>
      {showText(to.name)}
    </Anchor>
  );
}
