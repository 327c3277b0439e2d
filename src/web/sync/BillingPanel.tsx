import { Anchor, Stack } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { Field, Fields } from "#web/ui/Field.tsx";
import { showCount } from "#web/ui/show.ts";
import { Status } from "#web/ui/Status.tsx";
import { When } from "#web/ui/When.tsx";
import { linkLists } from "./details/link-lists.ts";
import { type Link as RecordLink, useLinksOf } from "./links-of.ts";
import { Panel } from "./Panel.tsx";
import { usePlaces } from "./places.ts";

/** What a record of the CRM is in billing. Shows nothing for one that is not linked. */
export function BillingPanel({ record }: { record: string }) {
  const found = useLinksOf(record);
  const places = usePlaces();
  if (found.length === 0) return null;
  return (
    <Panel title="Billing">
      <Stack gap="md">
        {found.map((link) => (
          <Fields key={link.connection}>
            <Field name={link.contact_person === null ? "Customer" : "Contact person"}>
              <Anchor component={Link} to={places.customer(link.customer)} inherit>
                {link.name}
              </Anchor>
            </Field>
            <Field name="State">
              <State link={link} />
            </Field>
            <Field name="Last synced">
              <When at={link.updated_at} />
            </Field>
            {link.issues.length > 0 && (
              <Field
                name="Issues"
                value={showCount(link.issues.length, "value does not fit", "values do not fit")}
              />
            )}
          </Fields>
        ))}
      </Stack>
    </Panel>
  );
}

function State({ link: { state } }: { link: RecordLink }) {
  const list = linkLists.find((one) => one.state === state);
  return <Status word={list?.title ?? state} meaning={list?.meaning ?? "gray"} />;
}
