import { Menu, UnstyledButton } from "@mantine/core";
import { IconCheck, IconPlus, IconSelector, IconSettings } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useMe, useOrganization } from "./organization.ts";
import classes from "./Rail.module.css";
import { addressIn } from "./address.ts";

/** The organization one works in, and the way to the others. */
export function OrganizationSwitch({ isNarrow }: { isNarrow: boolean }) {
  const here = useOrganization();
  const { organizations } = useMe();
  return (
    <Menu position={isNarrow ? "right-start" : "bottom-start"} width={isNarrow ? 240 : "target"}>
      <Menu.Target>
        <UnstyledButton className={classes.organization} title={here.name}>
          <span className={classes.letter} data-letter={here.name.slice(0, 1).toUpperCase()} />
          <span className={classes.title}>{here.name}</span>
          <IconSelector size={16} className={classes.chevron} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Organizations</Menu.Label>
        {organizations.map(({ id, name }) => (
          <Menu.Item
            key={id}
            component={Link}
            to={addressIn(id, "billing")}
            rightSection={id === here.id ? <IconCheck size={16} aria-label="chosen" /> : null}
          >
            {name}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item
          component={Link}
          to={addressIn(here.id, "settings")}
          leftSection={<IconSettings size={16} />}
        >
          Settings
        </Menu.Item>
        <Menu.Item component={Link} to="/new-organization" leftSection={<IconPlus size={16} />}>
          Create organization
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
