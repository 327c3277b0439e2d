import { Group } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { getConnection } from "#sync/connection/connection.api.ts";
import { useCall } from "#web/api.ts";
import { usePlaces } from "#web/sync/places.ts";
import { showNumber } from "#web/ui/show.ts";
import { linkLists } from "./link-lists.ts";
import classes from "./ListTabs.module.css";

/** The way from one list of linked records to another, with their counts. */
export function ListTabs({ connection, chosen }: { connection: string; chosen: string }) {
  const places = usePlaces();
  const asked = useCall(getConnection, { params: { connection } });
  return (
    <Group component="nav" aria-label="Lists" gap={4}>
      <Link
        to={places.conflicts(connection)}
        className={classes.tab}
        aria-current={chosen === "conflicts" ? "page" : undefined}
        activeProps={{}}
      >
        Conflicts
        {asked.data && <span className={classes.count}>{showNumber(asked.data.counts.conflicts)}</span>}
      </Link>
      {linkLists.map(({ state, title, countOf }) => (
        <Link
          key={state}
          to={places.links(connection)}
          search={{ state }}
          className={classes.tab}
          aria-current={state === chosen ? "page" : undefined}
          activeProps={{}}
        >
          {title}
          {asked.data && <span className={classes.count}>{showNumber(countOf(asked.data.counts))}</span>}
        </Link>
      ))}
      <Link
        to={places.closed(connection)}
        className={classes.tab}
        aria-current={chosen === "closed" ? "page" : undefined}
        activeProps={{}}
      >
        Closed
        {asked.data && <span className={classes.count}>{showNumber(asked.data.counts.closed)}</span>}
      </Link>
    </Group>
  );
}
