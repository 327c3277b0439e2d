import { Select, type SelectProps, Text } from "@mantine/core";
import { Role } from "#platform/auth/organization.api.ts";
import { useOrganization } from "#web/app/organization.ts";
import { choicesFor, roleChoices } from "./roles.ts";

type RoleSelectProps = Omit<SelectProps, "data"> & { of?: readonly Role[] };

/** Chooses one of some roles, each with what it may do. */
export function RoleSelect({ of = Role.options, ...props }: RoleSelectProps) {
  const { role } = useOrganization();
  return (
    <Select
      {...props}
      data={choicesFor(role)
        .filter(({ value }) => of.includes(value))
        .map(({ value, label }) => ({ value, label }))}
      allowDeselect={false}
      // All of them, each with its sentence, without scrolling.
      maxDropdownHeight={400}
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
