import { Button, Stack, Text } from "@mantine/core";
import { customerTimeline, type TimelineEntry } from "#billing/customer/customer.api.ts";
import { listCustomFields } from "#billing/customer/customer-field.api.ts";
import { useCall, usePages } from "#web/api.ts";
import { ProblemBox } from "#web/ui/Problem.tsx";
import { When } from "#web/ui/When.tsx";
import { fieldWords, happeningWords, valueWords } from "#web/billing/customers/words.ts";
import classes from "./Timeline.module.css";

/** All that happened to a customer, newest first: who did what, each field before and after. */
export function Timeline({ customer }: { customer: string }) {
  const pages = usePages(customerTimeline, { params: { customer } });
  const fields = useCall(listCustomFields);
  const custom = Object.fromEntries(
    (fields.data?.items ?? []).map(({ api_name, label }) => [api_name, label]),
  );
  return (
    <Stack gap="md">
      <ol className={classes.events}>
        {pages.items.map((entry) => (
          <li key={entry.id}>
            <Entry entry={entry} custom={custom} />
          </li>
        ))}
      </ol>
      {pages.problem !== null && <ProblemBox problem={pages.problem} />}
      {pages.hasMore && (
        <Button variant="default" loading={pages.isLoadingMore} onClick={pages.more} w="fit-content">
          Show earlier
        </Button>
      )}
    </Stack>
  );
}

function Entry({ entry, custom }: { entry: TimelineEntry; custom: Record<string, string> }) {
  const namesOther =
    entry.note !== null && entry.kind !== "created" && entry.kind !== "imported" && entry.kind !== "changed";
  return (
    <>
      <Text>
        <strong>{entry.actor.name}</strong> {happeningWords(entry.kind)}
        {namesOther ? ` ${entry.note}` : ""}
        {entry.kind === "changed" && entry.note !== null ? ` (${entry.note})` : ""}
      </Text>
      {entry.changes.length > 0 && (
        <dl className={classes.changes}>
          {entry.changes.map(({ field, from, to }) => (
            <div key={field}>
              <dt>{fieldWords(field, custom)}</dt>
              <dd>
                <del>{valueWords(from)}</del> <span aria-label="became">→</span> <ins>{valueWords(to)}</ins>
              </dd>
            </div>
          ))}
        </dl>
      )}
      <Text size="xs" c="dimmed">
        <When at={entry.at} />
      </Text>
    </>
  );
}
