import { Checkbox, type CheckboxProps, Stack, Text } from "@mantine/core";
import { IconShare } from "@tabler/icons-react";
import { sharedItems } from "#sync/connection/connection.api.ts";
import { Panel } from "#web/sync/Panel.tsx";
import classes from "./Connect.module.css";

/** What connecting shares with the CRM, and the consent to it; takes what `form.checkbox("consent")` gives. */
export function SharedItems({ consent }: { consent: CheckboxProps }) {
  return (
    <Panel title="What will be shared">
      <Stack gap="md">
        <Text>
          These seven items of this organization are shared with the CRM once it is connected. Nothing is sent
          before.
        </Text>
        <ul className={classes.items}>
          {sharedItems.map((item) => (
            <li key={item}>
              <IconShare size={16} stroke={1.6} aria-hidden />
              {item}
            </li>
          ))}
        </ul>
        <Checkbox
          {...consent}
          label="I agree to sharing these items with the CRM"
          description="Your name and the time are recorded."
        />
      </Stack>
    </Panel>
  );
}
