import { ActionIcon, Tooltip } from "@mantine/core";
import type { Icon } from "@tabler/icons-react";

type RowActionProps = {
  /** What it does, in a word that shows on hovering: `Delete`. */
  label: string;
  /** The same with what it is done to, for who hears the page: `Delete Contract.pdf`. */
  name: string;
  icon: Icon;
  onClick: () => void;
};

/** Something that is done to one row of a table, as an icon at its end. */
export function RowAction({ label, name, icon: Picture, onClick }: RowActionProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon variant="subtle" color="gray" aria-label={name} onClick={onClick}>
        <Picture size={16} />
      </ActionIcon>
    </Tooltip>
  );
}
