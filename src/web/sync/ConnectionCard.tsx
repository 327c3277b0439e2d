import { Button, Group, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useId } from "react";
import type { ConnectionView } from "#sync/connection/connection.api.ts";
import { useMay } from "#web/app/organization.ts";
import { showCount } from "#web/ui/show.ts";
import { Status } from "#web/ui/Status.tsx";
import { When } from "#web/ui/When.tsx";
import classes from "./ConnectionCard.module.css";
import { usePlaces } from "./places.ts";
import { connectionTold, crmKinds, kindWord, statusTold } from "./words.ts";

/** One CRM: its state, who connected it, its last run and the next one. */
export function ConnectionCard({ connection }: { connection: ConnectionView }) {
  const places = usePlaces();
  const id = useId();
  const mayConfigure = useMay("admin") && connection.settings === null && connection.state !== "disabled";
  return (
    <section className={classes.card} aria-labelledby={id}>
      <Group justify="space-between" align="flex-start" gap="sm">
        <div>
          <Group gap="sm">
            <Title order={2} id={id}>
              {connection.crm_company}
            </Title>
            <Status {...connectionTold(connection)} />
          </Group>
          <Text c="dimmed">
            {crmKinds[connection.kind]} · as {connection.crm_user_name} ({connection.email})
          </Text>
        </div>
        <Group gap="xs">
          {mayConfigure && (
            <Button component={Link} to={places.configure(connection.id)}>
              Configure now
            </Button>
          )}
          <Button variant="default" component={Link} to={places.details(connection.id)}>
            Show details
          </Button>
        </Group>
      </Group>
      {connection.problem !== null && connection.state !== "disabled" && (
        <Text mt="sm" className={classes.problem}>
          {connection.problem.title}. {connection.problem.remedy}
        </Text>
      )}
      <dl className={classes.facts}>
        <Fact name="Connected">
          by {connection.consent_by}, <When at={connection.consent_at} />
        </Fact>
        <Fact name="Last run">
          <LastRun of={connection.last_run} />
        </Fact>
        <Fact name="Next run">
          <NextRun of={connection} />
        </Fact>
        <Fact name="Linked">
          {showCount(connection.counts.linked, "customer or contact person", "customers and contact persons")}
        </Fact>
      </dl>
    </section>
  );
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function LastRun({ of }: { of: ConnectionView["last_run"] }) {
  const places = usePlaces();
  if (of === null) return "none yet";
  return (
    <>
      <Link to={places.run(of.id)} className={classes.link}>
        {kindWord(of.kind)}
      </Link>{" "}
      {of.finished_at !== null && <When at={of.finished_at} />} <Status {...statusTold(of.status)} plain />
    </>
  );
}

/** When the next automatic run is, or why there is none. */
export function NextRun({ of }: { of: ConnectionView }) {
  if (of.state === "disabled") return "none while disabled";
  if (of.state === "paused") return "none while paused";
  if (of.settings === null) return "after it is configured";
  if (of.interval_minutes === 0) return "auto-sync is off";
  if (of.waits_for_approval) return "after the preview is approved";
  return <When at={of.next_run_at} never="after the first import" />;
}
