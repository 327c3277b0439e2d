import { Menu, Text, UnstyledButton, useMantineColorScheme } from "@mantine/core";
import {
  IconCheck,
  IconDeviceDesktop,
  IconLogout,
  IconMoon,
  IconSun,
  IconUserCircle,
} from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { signOut } from "#web/account/sign-in.client.ts";
import { tellProblem } from "#web/ui/tell.tsx";
import { useMe, useOrganization } from "./organization.ts";
import classes from "./TopBar.module.css";
import { addressIn } from "./address.ts";

const schemes = [
  { value: "auto", title: "As the system", icon: IconDeviceDesktop },
  { value: "light", title: "Light", icon: IconSun },
  { value: "dark", title: "Dark", icon: IconMoon },
] as const;

/** Who is signed in, their account, the colours, and the way out. */
export function UserMenu() {
  const { person } = useMe();
  const { id } = useOrganization();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const leave = useSignOut();
  return (
    <Menu position="bottom-end" width={232}>
      <Menu.Target>
        <UnstyledButton
          className={classes.user}
          aria-label={`Account of ${person.name}`}
          data-initials={initialsOf(person.name)}
        />
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text component="span" display="block" fw={600} c="var(--mantine-color-text)" truncate>
            {person.name}
          </Text>
          <Text component="span" display="block" size="xs" truncate>
            {person.email}
          </Text>
        </Menu.Label>
        <Menu.Item
          component={Link}
          to={addressIn(id, "settings/account")}
          leftSection={<IconUserCircle size={16} />}
        >
          Your account
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>Colours</Menu.Label>
        {schemes.map(({ value, title, icon: Glyph }) => (
          <Menu.Item
            key={value}
            leftSection={<Glyph size={16} />}
            rightSection={colorScheme === value ? <IconCheck size={16} aria-label="chosen" /> : null}
            onClick={() => setColorScheme(value)}
            closeMenuOnClick={false}
          >
            {title}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={leave}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** Ends the session; nothing of what was on the pages stays in the browser's memory. */
function useSignOut(): () => void {
  const client = useQueryClient();
  const navigate = useNavigate();
  return () => {
    signOut()
      .then(() => {
        client.clear();
        return navigate({ to: "/sign-in", search: {} });
      })
      .catch(tellProblem);
  };
}

function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/);
  return [words[0], words.length > 1 ? words.at(-1) : undefined]
    .map((word) => word?.slice(0, 1).toUpperCase() ?? "")
    .join("");
}
