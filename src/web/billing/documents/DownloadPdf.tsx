import { Menu } from "@mantine/core";
import { IconFileTypePdf } from "@tabler/icons-react";
import { documentPdf } from "#billing/delivery/pdf.api.ts";
import type { DocumentKind } from "#billing/document/kind.ts";
import { addressOf } from "#platform/http/call.ts";
import { useOrganizationId } from "#web/api.ts";

/** In a document's menu: its PDF, kept by the browser as any file. */
export function DownloadPdf({ kind, id }: { kind: DocumentKind; id: string }) {
  const organization = useOrganizationId() ?? "";
  const address = addressOf(documentPdf(kind), { params: { [kind]: id } as never });
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
