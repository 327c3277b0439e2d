import { Link } from "@tanstack/react-router";
import type { ConnectionView } from "#sync/connection/connection.api.ts";
import { listDuplicates } from "#sync/duplicate/duplicate.api.ts";
import { useCall } from "#web/api.ts";
import { useMay } from "#web/app/organization.ts";
import { usePlaces } from "#web/sync/places.ts";
import { showNumber } from "#web/ui/show.ts";
import { Status } from "#web/ui/Status.tsx";
import { linkLists } from "./link-lists.ts";
import classes from "./Details.module.css";

/** The linked records, and those that need a look: each number leads to its list. */
export function CountedLists({ connection }: { connection: ConnectionView }) {
  const places = usePlaces();
  const { conflicts, closed } = connection.counts;
  const mayDecide = useMay("admin");
  return (
    <nav aria-label="Linked records" className={classes.lists}>
      <Link to={places.conflicts(connection.id)} className={classes.list}>
        <span className={classes.number}>{showNumber(conflicts)}</span>
        <Status word="Conflicts" meaning={conflicts === 0 ? "gray" : "conflict"} plain />
      </Link>
      {linkLists.map(({ state, title, meaning, countOf }) => (
        <Link key={state} to={places.links(connection.id)} search={{ state }} className={classes.list}>
          <span className={classes.number}>{showNumber(countOf(connection.counts))}</span>
          <Status
            word={title}
            meaning={countOf(connection.counts) === 0 && state !== "linked" ? "gray" : meaning}
            plain
          />
        </Link>
      ))}
      {mayDecide && <PossibleDuplicates />}
      {closed > 0 && (
        <Link to={places.closed(connection.id)} className={classes.list}>
          <span className={classes.number}>{showNumber(closed)}</span>
          <Status word="Closed" meaning="gray" plain />
        </Link>
      )}
    </nav>
  );
}

/** Pairs that a search found and that nobody has decided. */
function PossibleDuplicates() {
  const places = usePlaces();
  const counts = useCall(listDuplicates, { query: { limit: 1 } }).data?.counts;
  const all = counts === undefined ? undefined : counts.billing + counts.crm + counts.across;
  return (
    <Link to={places.duplicates} className={classes.list}>
      <span className={classes.number}>{all === undefined ? "–" : showNumber(all)}</span>
      <Status word="Possible duplicates" meaning={all ? "conflict" : "gray"} plain />
    </Link>
  );
}
