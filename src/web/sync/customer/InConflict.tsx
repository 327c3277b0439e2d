import { Anchor, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { listConflicts } from "#sync/conflict/conflict.api.ts";
import { useCall } from "#web/api.ts";
import { usePlaces } from "#web/sync/places.ts";
import { showList } from "#web/ui/show.ts";
import { Status } from "#web/ui/Status.tsx";

/** Which fields of a customer wait for a decision, and the way there; nothing where none does. */
export function InConflict({ customer }: { customer: string }) {
  const places = usePlaces();
  const { data } = useCall(listConflicts, { query: { customer } });
  const [first] = data?.items ?? [];
  if (data === undefined || first === undefined) return null;
  const fields = [...new Set(data.items.map(({ label }) => label))];
  return (
    <Text component="div" size="sm">
      <Status word="In conflict" meaning="conflict" />{" "}
      <Anchor
        component={Link}
        to={`${places.conflicts(first.connection)}?customer=${customer}`}
        size="sm"
        underline="always"
      >
        Decide on {showList(fields)}
      </Anchor>
    </Text>
  );
}
