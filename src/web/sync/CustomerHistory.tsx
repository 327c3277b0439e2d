import { Anchor, Skeleton, Stack, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { customerHistory } from "#sync/run/run.api.ts";
import { useCall } from "#web/api.ts";
import { Empty } from "#web/ui/Empty.tsx";
import { Loaded } from "#web/ui/Loaded.tsx";
import { Status } from "#web/ui/Status.tsx";
import { When } from "#web/ui/When.tsx";
import classes from "./CustomerHistory.module.css";
import { outcomeTold } from "./outcomes.ts";
import { usePlaces } from "./places.ts";
import { Changes } from "./run/RecordInside.tsx";

/** What runs did with a customer and its contact persons, newest first: when, by whom, why, each field before and after. */
export function CustomerHistory({ customer }: { customer: string }) {
  const places = usePlaces();
  const history = useCall(customerHistory, { params: { customer } });
  return (
    <Loaded of={history} skeleton={<Skeleton height={120} />}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty sentence="No sync has touched this customer." />
        ) : (
          <ol className={classes.events}>
            {items.map((event) => (
              <li key={`${event.run} ${event.seq}`}>
                <Stack gap={6}>
                  <Text size="sm">
                    <Status {...outcomeTold(event.outcome, false)} />{" "}
                    {event.contact_person !== null && <b>{event.name}: </b>}
                    {event.explanation}
                  </Text>
                  <Text size="xs" c="dimmed">
                    <When at={event.at} /> by {event.by},{" "}
                    <Anchor component={Link} to={places.run(event.run)} size="xs" underline="always">
                      in this run
                    </Anchor>
                  </Text>
                  {event.changes.length > 0 && <Changes of={event.changes} />}
                </Stack>
              </li>
            ))}
          </ol>
        )
      }
    </Loaded>
  );
}
