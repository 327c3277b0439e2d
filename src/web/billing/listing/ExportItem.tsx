import { Menu } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useOrganization } from "#web/app/organization.ts";

type ExportItemProps = {
  /** The address of the export, filters and all. */
  file: string;
  name: string;
  /** Whether the file has a part of all only. */
  isFiltered: boolean;
  /** Said where nothing is filtered. */
  words?: string;
};

/** In the menu of a list: downloads what it shows as a CSV file. */
export function ExportItem({ file, name, isFiltered, words = "Export as CSV" }: ExportItemProps) {
  const { id } = useOrganization();
  return (
    <Menu.Item
      component="a"
      href={`${file}&organization=${id}`}
      download={`${name}.csv`}
      leftSection={<IconDownload size={16} />}
    >
      {isFiltered ? "Export the filtered ones as CSV" : words}
    </Menu.Item>
  );
}
