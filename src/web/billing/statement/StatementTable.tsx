import { Anchor } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { negated } from "#billing/paper/price-words.ts";
import type { StatementView } from "#billing/statement/statement.api.ts";
import { useCreditNotePlaces } from "#web/billing/credit-notes/places.ts";
import { useInvoicePlaces } from "#web/billing/invoices/places.ts";
import { usePaymentPlaces } from "#web/billing/payments/places.ts";
import { showAmount, showDay } from "#web/ui/show.ts";
import classes from "./StatementTable.module.css";

type Line = StatementView["lines"][number];

/** The account of a customer from its opening to its closing balance; where there is little room, the day stands below the name. */
export function StatementTable({ view }: { view: StatementView }) {
  const { lines, opening, closing, from, to, currency_code: currency } = view;
  const show = (amount: string | null) => (amount === null ? "" : showAmount(amount, currency));
  return (
    <div className={classes.frame}>
      <table className={classes.table} aria-label="Statement of account">
        <thead>
          <tr>
            <th scope="col" data-wide>
              Date
            </th>
            <th scope="col">Transaction</th>
            <th scope="col" data-number data-wide>
              Invoiced
            </th>
            <th scope="col" data-number data-wide>
              Received
            </th>
            <th scope="col" data-number data-narrow>
              Amount
            </th>
            <th scope="col" data-number>
              Balance
            </th>
          </tr>
        </thead>
        <tbody>
          <Row day={from} amounts={{ balance: opening.balance }} show={show} isStanding>
            Opening balance
          </Row>
          {lines.map((line, at) => (
            // oxlint-disable-next-line react/no-array-index-key -- a line is known by its place
            <Row key={at} day={line.date} amounts={line} show={show} below={<Details of={line} />}>
              <Named line={line} />
            </Row>
          ))}
          {lines.length === 0 && (
            <tr>
              <td data-wide>{show(null)}</td>
              <td colSpan={3} data-quiet>
                No transactions in these days
              </td>
            </tr>
          )}
        </tbody>
        <tfoot>
          <Row
            day={to}
            amounts={{ ...view, balance: closing.balance }}
            show={show}
            below={<Parts of={closing} currency={currency} />}
            isStanding
          >
            Closing balance
          </Row>
        </tfoot>
      </table>
    </div>
  );
}

type RowProps = {
  day: string;
  amounts: { invoiced?: string | null; received?: string | null; balance: string };
  show: (amount: string | null) => string;
  /** What stands below the name, and the name. */
  below?: React.ReactNode;
  children: React.ReactNode;
  /** It tells how the account stands, not what happened. */
  isStanding?: boolean;
};

function Row({ day, amounts, show, below, children, isStanding = false }: RowProps) {
  const { invoiced = null, received = null, balance } = amounts;
  const amount = isStanding ? null : (invoiced ?? negated(received ?? "0"));
  return (
    <tr data-standing={isStanding || undefined}>
      <td data-wide>{showDay(day)}</td>
      <th scope="row">
        {children}
        <p data-narrow>{showDay(day)}</p>
        {below}
      </th>
      <td data-number data-wide>
        {show(invoiced)}
      </td>
      <td data-number data-wide>
        {show(received)}
      </td>
      <td data-number data-narrow>
        {show(amount)}
      </td>
      <td data-number>{show(balance)}</td>
    </tr>
  );
}

/** What a line is about, which leads there. */
function Named({ line }: { line: Line }) {
  const invoices = useInvoicePlaces();
  const notes = useCreditNotePlaces();
  const payments = usePaymentPlaces();
  const { document_id: document, document_kind: kind, payment_id: payment, title, number } = line;
  const page = kind === "credit_note" ? notes.page : invoices.invoice;
  return (
    <Anchor component={Link} to={payment === null ? page(document ?? "") : payments.payment(payment)} inherit>
      {title} <span className={classes.number}>{number}</span>
    </Anchor>
  );
}

function Details({ of: { due_date: due, reference_number: reference } }: { of: Line }) {
  const words = [
    ...(due === null ? [] : [`Due ${showDay(due)}`]),
    ...(reference === null ? [] : [reference]),
  ];
  return words.length === 0 ? null : <p>{words.join(" · ")}</p>;
}

/** Of what a balance is made, where it is made of both. */
function Parts({ of, currency }: { of: StatementView["closing"]; currency: string }) {
  const { outstanding, unused_credits: credits } = of;
  if (Number(outstanding) === 0 || Number(credits) === 0) return null;
  return (
    <p>
      {showAmount(outstanding, currency)} outstanding, {showAmount(credits, currency)} unused credits
    </p>
  );
}
