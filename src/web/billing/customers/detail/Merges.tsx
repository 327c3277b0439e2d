import { Alert, Anchor, Button, Group, List, Stack, Text } from "@mantine/core";
import { IconArrowBackUp } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { CustomerView } from "#billing/customer/customer.api.ts";
import { listMerges, type MergeView, undoMerge } from "#billing/customer/customer-merge.api.ts";
import type { Received } from "#platform/http/endpoint.ts";
import { useCall, useSend } from "#web/api.ts";
import { useMay } from "#web/app/organization.ts";
import { Empty } from "#web/ui/Empty.tsx";
import { Loaded } from "#web/ui/Loaded.tsx";
import { showCount } from "#web/ui/show.ts";
import { tell, tellProblem } from "#web/ui/tell.tsx";
import { When } from "#web/ui/When.tsx";
import { useCustomerPlaces } from "#web/billing/customers/places.ts";
import { fieldWords } from "#web/billing/customers/words.ts";

type NotReturned = Received<typeof undoMerge>["not_returned"];

/** The merges of a customer, each with what it moved and the way back. */
export function Merges({ customer }: { customer: CustomerView }) {
  const merges = useCall(listMerges, { params: { customer: customer.id } });
  const [left, setLeft] = useState<NotReturned>([]);
  return (
    <Stack gap="md">
      {left.length > 0 && <Left of={left} />}
      <Loaded of={merges}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty sentence="This customer was never merged with another one." />
          ) : (
            <Stack gap="lg" component="ol" style={{ listStyle: "none", margin: 0, padding: 0 }}>
              {items.map((merge) => (
                <li key={merge.id}>
                  <Merge merge={merge} onLeft={setLeft} />
                </li>
              ))}
            </Stack>
          )
        }
      </Loaded>
    </Stack>
  );
}

function Merge({ merge, onLeft }: { merge: MergeView; onLeft: (left: NotReturned) => void }) {
  const places = useCustomerPlaces();
  const mayWrite = useMay("write");
  const undo = useSend(undoMerge, {
    failed: tellProblem,
    done: ({ not_returned: left }) => {
      onLeft(left);
      tell("The merge is undone.");
    },
  });
  return (
    <Group justify="space-between" align="flex-start" wrap="nowrap">
      <Stack gap={4}>
        <Text>
          <Named of={merge.loser} to={places.customer} /> into{" "}
          <Named of={merge.survivor} to={places.customer} />
        </Text>
        <Text size="sm">{movedWords(merge)}</Text>
        <Text size="xs" c="dimmed">
          {merge.merged_by}, <When at={merge.merged_at} />
          {merge.undone_at !== null && (
            <>
              {" "}
              · undone by {merge.undone_by}, <When at={merge.undone_at} />
            </>
          )}
        </Text>
      </Stack>
      {mayWrite && merge.undone_at === null && (
        <Button
          variant="default"
          leftSection={<IconArrowBackUp size={16} />}
          loading={undo.isPending}
          onClick={() => undo.mutate({ params: { merge: merge.id } })}
        >
          Undo
        </Button>
      )}
    </Group>
  );
}

function Named({ of, to }: { of: MergeView["survivor"]; to: (id: string) => string }) {
  return (
    <Anchor component={Link} to={to(of.id)} fw={500} underline="always">
      {of.display_name}
    </Anchor>
  );
}

function movedWords({ filled, persons_moved: persons }: MergeView): string {
  const fields =
    filled.length === 0
      ? "No field was filled"
      : `Filled: ${filled.map(({ field }) => fieldWords(field)).join(", ")}`;
  return persons === 0
    ? `${fields}.`
    : `${fields}. ${showCount(persons, "contact person", "contact persons")} moved.`;
}

const reasons = {
  changed_since: "was changed since and stays",
  deleted_since: "was deleted since",
  moved_since: "was moved since and stays",
} as const;

function Left({ of }: { of: NotReturned }) {
  return (
    <Alert color="conflict" title="Not everything went back" role="status">
      <List>
        {of.map(({ what, id, name, why }) => (
          <List.Item key={`${what} ${id} ${name}`}>
            {what === "field" ? fieldWords(name) : name} {reasons[why]}
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}
