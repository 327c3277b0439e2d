import { Title } from "@mantine/core";
import type { ReactNode } from "react";
import { getOrganization } from "#billing/organization/organization.api.ts";
import { useCall } from "#web/api.ts";
import { addressLines, organizationLines } from "./address.ts";
import type { DocumentView } from "./document-view.ts";
import { PaperLines } from "./PaperLines.tsx";
import { PaperTotals, type Sum } from "./PaperTotals.tsx";
import classes from "./Paper.module.css";

type PaperProps = {
  document: DocumentView;
  /** What kind it is, as its receiver calls it: `Invoice`. */
  kind: string;
  /** Days and references beside the address, those without a value left out. */
  facts: { name: string; value: string | null }[];
  /** What is said below the total: paid, due. */
  sums?: Sum[];
};

/** A document as one would send it: who writes to whom, what is sold, what it comes to. */
export function Paper({ document, kind, facts, sums = [] }: PaperProps) {
  const organization = useCall(getOrganization);
  const { billing_address: billing, shipping_address: shipping } = document;
  const isShipped = addressLines(shipping).length > 0 && !isSame(billing, shipping);
  const known = facts.filter(({ value }) => value !== null && value !== "");
  return (
    <article className={classes.paper} aria-label={`${kind} ${document.number ?? ""}`.trim()}>
      <header className={classes.head}>
        <Address lines={organization.data ? organizationLines(organization.data) : []} isStrong />
        <div className={classes.title}>
          <Title order={2}>{kind}</Title>
          <span className="figures">{document.number ?? "Draft"}</span>
        </div>
      </header>
      <div className={classes.parties}>
        <Party title="Bill to">
          <Address lines={[document.customer_name, ...addressLines(billing)]} isStrong />
        </Party>
        {isShipped && (
          <Party title="Ship to">
            <Address lines={addressLines(shipping)} />
          </Party>
        )}
        <dl className={classes.facts}>
          {known.map(({ name, value }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </div>
      <PaperLines document={document} />
      <PaperTotals document={document} sums={sums} />
      <Words title="Notes" text={document.notes} />
      <Words title="Terms" text={document.terms} />
    </article>
  );
}

function Party({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div>
      <h3>{title}</h3>
      {children}
    </div>
  );
}

function Address({ lines: [first, ...others], isStrong = false }: { lines: string[]; isStrong?: boolean }) {
  return (
    <address className={classes.address}>
      {isStrong ? <strong>{first}</strong> : first}
      {others.length > 0 && `\n${others.join("\n")}`}
    </address>
  );
}

function Words({ title, text }: { title: string; text: string | null }) {
  if (text === null || text === "") return null;
  return (
    <section className={classes.words}>
      <h3>{title}</h3>
      <p>{text}</p>
    </section>
  );
}

function isSame(one: object, other: object): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
