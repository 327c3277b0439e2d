import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { addressIn } from "#web/app/address.ts";
import { useOrganization } from "#web/app/organization.ts";
import type { Module } from "#web/crm/module.ts";
import { Empty } from "#web/ui/Empty.tsx";

/** What stands where a record was, or never was. */
export function NoRecord({ module }: { module: Module }) {
  const { id } = useOrganization();
  return (
    <Empty
      drawing="lost"
      sentence={`This ${module.one} does not exist; it may have been deleted.`}
      action={
        <Button component={Link} to={addressIn(id, `crm/${module.path}`)} variant="default">
          All {module.many}
        </Button>
      }
    />
  );
}
