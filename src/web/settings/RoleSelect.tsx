import { Select, type SelectProps, Text } from "@mantine/core";
import { useOrganization } from "#web/app/organization.ts";
import { choicesFor, roleChoices } from "./roles.ts";

/** Chooses a role, each with what it may do. */
export function RoleSelect(props: Omit<SelectProps, "data">) {
  const { role } = useOrganization();
  return (
    <Select
      {...props}
      data={choicesFor(role).map(({ value, label }) => ({ value, label }))}
      allowDeselect={false}
      renderOption={({ option }) => (
        <div>
          <Text>{option.label}</Text>
          <Text size="xs" c="dimmed">
            {roleChoices.find(({ value }) => value === option.value)?.description}
          </Text>
        </div>
      )}
    />
  );
}
