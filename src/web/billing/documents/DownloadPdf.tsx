import { Menu } from "@mantine/core";
import { IconFileTypePdf } from "@tabler/icons-react";
import { documentPdf } from "#billing/delivery/pdf.api.ts";
import { addressOf } from "#platform/http/call.ts";
import { useOrganizationId } from "#web/api.ts";
import { paramsOf, type Which } from "./which.ts";

/** In a document's menu: its PDF, kept by the browser as any file. */
export function DownloadPdf({ which }: { which: Which }) {
  const organization = useOrganizationId() ?? "";
  const address = addressOf(documentPdf(which.kind), { params: paramsOf(which) });
  return (
    <Menu.Item
      component="a"
      href={`${address}?organization=${organization}`}
      download
      leftSection={<IconFileTypePdf size={16} />}
    >
      Download PDF
    </Menu.Item>
  );
}
