import { Paper, Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { usePageTitle } from "#web/app/page-title.ts";
import classes from "./Entry.module.css";

/** The frame of the screens before an organization: the mark, a card, a line below it. */
export function Entry({
  title,
  lead,
  below,
  children,
}: {
  title: string;
  lead?: string;
  below?: ReactNode;
  children: ReactNode;
}) {
  const windowTitle = usePageTitle(title);
  return (
    <main tabIndex={-1} className={classes.screen}>
      <title>{windowTitle}</title>
      <div className={classes.mark}>
        <img src="/icon.svg" width={28} height={28} alt="" />
        Concord
      </div>
      <Paper className={classes.card} withBorder shadow="xs">
        <Stack gap="lg">
          <div>
            <Title order={1}>{title}</Title>
            {lead !== undefined && (
              <Text c="dimmed" mt={4}>
                {lead}
              </Text>
            )}
          </div>
          {children}
        </Stack>
      </Paper>
      <Text ta="center">{below}</Text>
    </main>
  );
}
