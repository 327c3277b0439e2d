import { Button, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ConnectionView } from "#sync/connection/connection.api.ts";
import type { SyncSettings } from "#sync/connection/settings.api.ts";
import { useMay } from "#web/app/organization.ts";
import { Panel } from "#web/sync/Panel.tsx";
import { usePlaces } from "#web/sync/places.ts";
import { conflictWords, extentWords, keyWords, moduleWords, policyWords } from "#web/sync/words.ts";
import { Field, Fields } from "#web/ui/Field.tsx";
import { showCount, showList } from "#web/ui/show.ts";

/** What is synced and how, in five lines. */
export function SetUp({ connection }: { connection: ConnectionView }) {
  const places = usePlaces();
  const mayEdit = useMay("admin");
  const { settings } = connection;
  return (
    <Panel
      title="Set-up"
      action={
        mayEdit &&
        settings !== null && (
          <Button size="compact-sm" variant="default" component={Link} to={places.configure(connection.id)}>
            Edit
          </Button>
        )
      }
    >
      {settings === null ? (
        <Text c="dimmed">Not configured yet: choose which records become customers, and how.</Text>
      ) : (
        <Fields>
          <Field
            name="Module"
            value={`${moduleWords[settings.module]}${settings.include_unassociated ? ", and contacts without an account" : ""}`}
          />
          <Field name="Extent" value={extentOf(settings)} />
          <Field
            name="Duplicates"
            value={`${policyWords[settings.duplicates]}, matched by ${showList(settings.match_keys.map((key) => keyWords[key].toLowerCase()))}`}
          />
          <Field name="View" value={viewsOf(settings)} />
          <Field name="Mapping" value={mappingOf(settings)} />
        </Fields>
      )}
    </Panel>
  );
}

function extentOf({ extent, conflicts }: SyncSettings): string {
  return extent === "two-way"
    ? `${extentWords[extent]}; both changed: ${conflictWords[conflicts].toLowerCase()}`
    : extentWords[extent];
}

function viewsOf({ view, contact_view }: SyncSettings): string {
  return contact_view === null ? view.name : `${view.name}; contacts: ${contact_view.name}`;
}

function mappingOf({ mapping, contact_mapping }: SyncSettings): string {
  const persons =
    contact_mapping.length === 0
      ? ""
      : `, and ${showCount(contact_mapping.length, "field")} of contact persons`;
  return `${showCount(mapping.length, "field")}${persons}`;
}
