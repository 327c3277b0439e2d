import { Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { RunRecordView } from "#sync/run/run.api.ts";
import { OfferMerge } from "#web/billing/customers/merge/OfferMerge.tsx";
import { usePlaces } from "#web/sync/places.ts";
import { keyWords } from "#web/sync/words.ts";
import { showExact, showList } from "#web/ui/show.ts";
import { type Asked, type Decided, factsOf, type Match } from "./facts.ts";
import classes from "./Run.module.css";
import { Stays } from "./Stays.tsx";
import { fieldWords, showValue } from "./show-value.ts";

type InsideProps = { record: RunRecordView; isPreview: boolean };

/** What is known of one record's decision: why, by which evidence, and each field before and after. */
export function RecordInside({ record, isPreview }: InsideProps) {
  const places = usePlaces();
  const {
    matches,
    issues,
    asked,
    decided,
    kept,
    merge_into,
    merged_customers: merged,
  } = factsOf(record.facts);
  return (
    <>
      <Text size="sm">
        {record.explanation}{" "}
        {record.customer !== null && (
          <Link to={places.customer(record.customer)} className={classes.link}>
            Open the customer
          </Link>
        )}
      </Text>
      {merge_into !== undefined && record.customer !== null && !isPreview && (
        <OfferMerge customer={record.customer} into={merge_into} />
      )}
      {matches.length > 0 && (
        <ul className={classes.evidence} aria-label="Matches">
          {matches.map((match) => (
            <li key={`${match.customer} ${match.name}`}>
              <Evidence match={match} />
            </li>
          ))}
        </ul>
      )}
      {merged.length > 0 && (
        <Text size="sm">
          {merged.length === 1 ? "One customer is" : `${merged.length} customers are`} merged into it and
          become inactive.
        </Text>
      )}
      {kept.length > 0 && <Text size="sm">{keptWords(kept)}</Text>}
      {issues.map(({ field, problem }) => (
        <Text key={field} size="sm" c="var(--mantine-color-error)">
          {fieldWords(field)}: {problem}
        </Text>
      ))}
      {decided.map((one) => (
        <Text key={one.field} size="sm">
          {fieldWords(one.field)}: {decidedWords(one)}
        </Text>
      ))}
      {asked.length > 0 && <AskedFields of={asked} />}
      <Stays record={record} />
      {record.changes.length > 0 && <Changes of={record.changes} isPreview={isPreview} />}
    </>
  );
}

/** `Billing's own change is kept: Phone, Billing street.` */
export function keptWords(fields: readonly string[]): string {
  return `Billing's own change is kept: ${showList(fields.map(fieldWords))}.`;
}

/** `Olivia took the CRM's value.`, or which change was the later one, and when both were. */
function decidedWords(decided: Decided): string {
  const { take } = decided;
  const value = take === "crm" ? "the CRM's value" : "billing's value";
  if ("by" in decided) return `${decided.by} took ${value}.`;
  const { crm_at: crm, billing_at: billing } = decided;
  return `${value} is the later one, changed in the CRM ${showExact(crm)}, in billing ${showExact(billing)}.`;
}

/** The fields that wait for a person, with what both sides held last and hold now. */
function AskedFields({ of }: { of: readonly Asked[] }) {
  return (
    <table className={classes.changes} aria-label="Fields in conflict">
      <thead>
        <tr>
          <th scope="col">In conflict</th>
          <th scope="col">Last agreed</th>
          <th scope="col">CRM</th>
          <th scope="col">Billing</th>
        </tr>
      </thead>
      <tbody>
        {of.map(({ field, base, crm, billing }) => (
          <tr key={field}>
            <th scope="row">{fieldWords(field)}</th>
            <td>{showValue(base) || "empty"}</td>
            <td>{showValue(crm) || "empty"}</td>
            <td>{showValue(billing) || "empty"}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Evidence({ match }: { match: Match }) {
  const places = usePlaces();
  const keys = match.keys.map((key) => ((keyWords as Record<string, string>)[key] ?? key).toLowerCase());
  return (
    <>
      Same {showList(keys)} as{" "}
      {match.customer === null ? (
        <b>{match.name}</b>
      ) : (
        <Link to={places.customer(match.customer)} className={classes.link}>
          {match.name}
        </Link>
      )}
      : a {match.strength} match{match.currency === undefined ? "" : `, in ${match.currency}`}
    </>
  );
}

/** Fields with their value before and after, those that change marked. */
export function Changes({ of, isPreview = false }: { of: RunRecordView["changes"]; isPreview?: boolean }) {
  return (
    <table className={classes.changes}>
      <thead>
        <tr>
          <th scope="col">Field</th>
          <th scope="col">{isPreview ? "Now" : "Before"}</th>
          <th scope="col">{isPreview ? "After the sync" : "After"}</th>
        </tr>
      </thead>
      <tbody>
        {of.map(({ field, from, to }) => (
          <tr key={field}>
            <th scope="row">{fieldWords(field)}</th>
            <td className={classes.before}>{showValue(from) || "empty"}</td>
            <td className={classes.after}>
              <mark>{showValue(to) || "empty"}</mark>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
