import { Button, Skeleton, Stack, Text } from "@mantine/core";
import { customerTimeline } from "#billing/customer/customer.api.ts";
import { customFields } from "#billing/custom-field/custom-field.api.ts";
import { customerHistory } from "#sync/run/run.api.ts";
import { useCall, usePages } from "#web/api.ts";
import { ValueChange } from "#web/ui/ValueChange.tsx";
import { fieldWords } from "#web/billing/customers/words.ts";
import { usePlaces } from "#web/sync/places.ts";
import { ProblemBox } from "#web/ui/Problem.tsx";
import { showDate } from "#web/ui/show.ts";
import { useWaitedLong } from "#web/ui/waiting.ts";
import { When } from "#web/ui/When.tsx";
import { inOrder, type Line, lineOfEvent, lineOfSync } from "./timeline-lines.tsx";
import thread from "#web/ui/Thread.module.css";
import classes from "./Timeline.module.css";

type TimelineProps = {
  customer: string;
  /** Only so many of the newest; all where not given. */ most?: number;
};

/** All that happened to a customer, here and by syncs, newest first: who did what and why, each field before and after. */
export function Timeline({ customer, most }: TimelineProps) {
  const events = usePages(customerTimeline, { params: { customer } });
  const history = useCall(customerHistory, { params: { customer } });
  const { run: runAt } = usePlaces();
  const isWaiting = events.isWaiting || history.isPending;
  const waitedLong = useWaitedLong(isWaiting);
  if (isWaiting) return waitedLong ? <Shape /> : null;
  const syncs = (history.data?.items ?? []).map((event) => lineOfSync(event, runAt));
  const lines = inOrder(events.items.map(lineOfEvent), syncs, events.hasMore).slice(0, most);
  const problem = events.problem ?? history.error;
  return (
    <Stack gap="md">
      {problem !== null && <ProblemBox problem={problem} />}
      {daysOf(lines).map(({ day, members }) => (
        <section key={day}>
          {most === undefined && (
            <Text component="h2" size="xs" c="dimmed" fw={500} m={0} mb={4}>
              {day}
            </Text>
          )}
          <ol className={thread.line}>
            {members.map((line) => (
              <TimelineLine key={line.id} line={line} />
            ))}
          </ol>
        </section>
      ))}
      {most === undefined && events.hasMore && (
        <Button variant="default" loading={events.isLoadingMore} onClick={events.more} w="fit-content">
          Show earlier
        </Button>
      )}
    </Stack>
  );
}

/** Lines of one day under its name. */
function daysOf(lines: Line[]): { day: string; members: Line[] }[] {
  const days = [...new Set(lines.map(({ at }) => showDate(at)))];
  return days.map((day) => ({ day, members: lines.filter(({ at }) => showDate(at) === day) }));
}

function TimelineLine({ line: { icon: Glyph, who, did, changes, at } }: { line: Line }) {
  const fields = useCall(customFields.customer.list);
  const custom = Object.fromEntries(
    (fields.data?.items ?? []).map(({ api_name, label }) => [api_name, label]),
  );
  return (
    <li>
      <span className={thread.mark}>
        <Glyph size={14} stroke={1.8} aria-hidden />
      </span>
      <div className={thread.body}>
        <Text>
          <strong>{who}</strong> {did}{" "}
          <Text span size="xs" c="dimmed" className={classes.when}>
            <When at={at} />
          </Text>
        </Text>
        {changes.length > 0 && (
          <dl className={classes.changes}>
            {changes.map(({ field, from, to }) => (
              <div key={field}>
                <dt>{fieldWords(field, custom)}</dt>
                <dd>
                  <ValueChange from={from} to={to} />
                </dd>
              </div>
            ))}
          </dl>
        )}
      </div>
    </li>
  );
}

function Shape() {
  return (
    <Stack gap="md" aria-hidden>
      {[0, 1, 2].map((at) => (
        <Skeleton key={at} height={40} />
      ))}
    </Stack>
  );
}
