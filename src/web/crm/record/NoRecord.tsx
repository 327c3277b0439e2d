import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { addressIn } from "#web/app/address.ts";
import { useOrganization } from "#web/app/organization.ts";
import type { Module } from "#web/crm/module.ts";
import { useTimeline } from "#web/crm/timeline-query.ts";
import { Empty } from "#web/ui/Empty.tsx";

/** What stands where a record was, or never was; where another one took it in, the way there. */
export function NoRecord({ module, id }: { module: Module; id: string }) {
  const { id: organization } = useOrganization();
  const [last] = useTimeline(module.name, id).items;
  const into = last?.action === "merged" ? last.related_record : null;
  const list = addressIn(organization, `crm/${module.path}`);
  return (
    <Empty
      drawing="lost"
      sentence={
        into
          ? `This ${module.one} was merged into ${into.name ?? "another one"}.`
          : `This ${module.one} does not exist; it may have been deleted.`
      }
      action={
        <Button component={Link} to={into ? `${list}/${into.id}` : list} variant="default">
          {into ? `Open ${into.name ?? "it"}` : `All ${module.many}`}
        </Button>
      }
    />
  );
}
