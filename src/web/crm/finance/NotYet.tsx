import { Anchor, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { Module } from "#web/crm/module.ts";
import { usePlaces } from "#web/sync/places.ts";
import { useTied } from "./tied.ts";

/** Why billing has nothing for a record: nobody of it is a customer yet. Leads whoever sees the sync to its connection. */
export function NotYet({ module }: { module: Module }) {
  const tied = useTied();
  const places = usePlaces();
  return (
    <Text c="dimmed">
      {module.name === "Deals"
        ? "Nobody of this deal is a customer in billing yet. Its account or contact becomes one with the next sync that takes it in."
        : `This ${module.one} is no customer in billing yet. It becomes one with the next sync that takes it in.`}{" "}
      {tied && (
        <Anchor component={Link} to={places.details(tied.id)} inherit underline="always">
          Show the connection
        </Anchor>
      )}
    </Text>
  );
}
