import { Anchor, Button, Code, Stack, Text } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck, IconCircleX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { examineConnection, type Finding } from "#sync/doctor/doctor.api.ts";
import { query, useOrganizationId } from "#web/api.ts";
import classes from "#web/sync/connect/Connect.module.css";
import { Panel } from "#web/sync/Panel.tsx";
import { type Places, usePlaces } from "#web/sync/places.ts";
import { Loaded } from "#web/ui/Loaded.tsx";
import { showCount } from "#web/ui/show.ts";

const titles: Record<Finding["check"], string> = {
  state: "State",
  credential: "Key",
  access: "Access",
  currencies: "Currencies",
  clock: "Clock",
  mapping: "Mapping",
  marker: "Marker",
  live: "Live",
  runs: "Runs",
  watermark: "Reading",
  changes: "Changes of billing",
  creations: "New in the CRM",
  links: "Links",
  records: "CRM records",
  conflicts: "Conflicts",
};

const pageWords: Record<Exclude<Finding["page"], null | "details">, string> = {
  credentials: "Replace credentials",
  configure: "Edit the set-up",
  conflicts: "Conflicts",
  closed: "Closed links",
  history: "History",
};

const looks = {
  ok: { Glyph: IconCircleCheck, mark: "passed", word: "well" },
  warned: { Glyph: IconAlertTriangle, mark: "warned", word: "warning" },
  failed: { Glyph: IconCircleX, mark: "failed", word: "wrong" },
} as const;

/** All that the sync stands on, looked at when one asks: what is wrong, and what to do. */
export function Doctor({ connection }: { connection: string }) {
  const [isAsked, setAsked] = useState(false);
  const organization = useOrganizationId();
  const asked = useQuery({
    ...query(organization, examineConnection, { params: { connection } }),
    enabled: isAsked,
    // What was found a while ago says nothing about now.
    gcTime: 0,
  });
  const examine = (): void => (isAsked ? void asked.refetch() : setAsked(true));
  return (
    <Panel
      title="Doctor"
      action={
        <Button size="compact-sm" variant="default" loading={asked.isFetching} onClick={examine}>
          Examine
        </Button>
      }
    >
      {isAsked ? (
        <Loaded of={asked}>{({ findings }) => <Findings of={connection} findings={findings} />}</Loaded>
      ) : (
        <Text c="dimmed">
          Looks at both sides: key, mapping, links, changes that wait, and more. It changes nothing.
        </Text>
      )}
    </Panel>
  );
}

type FindingsProps = { of: string; findings: readonly Finding[] };

/** What needs somebody first, then what is well. */
function Findings({ of: connection, findings }: FindingsProps) {
  const places = usePlaces();
  const ill = findings.filter(({ state }) => state !== "ok");
  const sorted = [...ill, ...findings.filter(({ state }) => state === "ok")];
  return (
    <Stack gap="sm">
      <Text role="status">
        {ill.length === 0 ? "All is well." : `${showCount(ill.length, "finding")} to look at.`}
      </Text>
      <ul className={classes.checks} aria-label="Findings">
        {sorted.map((finding) => {
          const { Glyph, mark, word } = looks[finding.state];
          return (
            <li key={`${finding.check} ${finding.what}`}>
              <Glyph size={18} className={classes.mark} data-state={mark} aria-label={word} role="img" />
              <div>
                <Text component="span" fw={600}>
                  {titles[finding.check]}
                </Text>{" "}
                <Text component="span">{finding.what}</Text>
              </div>
              {finding.remedy !== null && (
                <Text component="div" className={classes.remedy}>
                  {finding.remedy} <Way finding={finding} places={places} connection={connection} />
                </Text>
              )}
            </li>
          );
        })}
      </ul>
    </Stack>
  );
}

type WayProps = { finding: Finding; places: Places; connection: string };

/** Where the remedy is: a page, and a command that does the same. */
function Way({ finding: { page, command }, places, connection }: WayProps) {
  return (
    <>
      {page !== null && page !== "details" && (
        <Anchor
          component={Link}
          to={page === "history" ? places.history : places[page](connection)}
          underline="always"
        >
          {pageWords[page]}
        </Anchor>
      )}{" "}
      {command !== null && <Code>{command}</Code>}
    </>
  );
}
