import { Text } from "@mantine/core";
import { useMay, useMe } from "#web/app/organization.ts";
import { Empty } from "#web/ui/Empty.tsx";
import { Page } from "#web/ui/Page.tsx";

/** The CRM for somebody who belongs to the organization and is no user of its CRM. */
export function NoSeat() {
  const { person } = useMe();
  const seesBilling = useMay("read");
  return (
    <Page title="CRM" width="narrow">
      <Empty
        drawing="key"
        sentence="You are no active user of this CRM."
        action={
          <Text c="dimmed">
            An administrator of the CRM can add you under Setup &gt; Users, with {person.email}.
            {seesBilling && " Billing is open to you."}
          </Text>
        }
      />
    </Page>
  );
}
