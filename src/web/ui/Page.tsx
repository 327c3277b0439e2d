import { ActionIcon, Box, Group, Menu, Title } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { usePageTitle } from "#web/app/page-title.ts";
import classes from "./Page.module.css";

type PageProps = {
  title: string;
  /** Beside the title: its status. */
  status?: ReactNode;
  /** Two or three short facts below the title. */
  facts?: ReactNode[];
  /** The main action, at the right. */
  action?: ReactNode;
  /** `Menu.Item`s of what is done less often. */
  menu?: ReactNode;
  /** `fill`: the content takes the rest of the window and scrolls by itself, as lists do; `narrow`: forms and reading. */
  width?: "full" | "fill" | "narrow";
  children: ReactNode;
};

/** A title of so many characters may not be shown whole. */
const longTitle = 60;

/** A screen's head and content. Its title is the window's title and the last crumb. */
export function Page({ title, status, facts = [], action, menu, width = "full", children }: PageProps) {
  const windowTitle = usePageTitle(title);
  return (
    <Box className={classes.page} data-width={width}>
      <title>{windowTitle}</title>
      <Group justify="space-between" align="flex-start" gap="md" className={classes.head}>
        <Box miw={0}>
          <Group gap="sm" wrap="wrap">
            <Title order={1} title={title.length > longTitle ? title : undefined}>
              {title}
            </Title>
            {status}
          </Group>
          {facts.length > 0 && (
            <ul className={classes.facts}>
              {facts.map((fact, at) => (
                // oxlint-disable-next-line react/no-array-index-key -- facts have their places
                <li key={at}>{fact}</li>
              ))}
            </ul>
          )}
        </Box>
        <Group gap="xs">
          {action}
          {menu && <MoreMenu>{menu}</MoreMenu>}
        </Group>
      </Group>
      <Box className={classes.content}>{children}</Box>
    </Box>
  );
}

function MoreMenu({ children }: { children: ReactNode }) {
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="default" size={36} aria-label="More actions">
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>{children}</Menu.Dropdown>
    </Menu>
  );
}
