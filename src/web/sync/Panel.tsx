import { Group, Title } from "@mantine/core";
import { type ReactNode, useId } from "react";
import classes from "./Panel.module.css";

type PanelProps = {
  title: string;
  /** Beside the title: a status. */ status?: ReactNode;
  /** At the right of the title. */ action?: ReactNode;
  children: ReactNode;
};

/** A part of a screen with a heading and a line around it. */
export function Panel({ title, status, action, children }: PanelProps) {
  const id = useId();
  return (
    <section className={classes.panel} aria-labelledby={id}>
      <Group justify="space-between" gap="sm" mb="sm" wrap="wrap">
        <Group gap="sm">
          <Title order={2} id={id}>
            {title}
          </Title>
          {status}
        </Group>
        {action}
      </Group>
      {children}
    </section>
  );
}
