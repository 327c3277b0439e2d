import type { ReportName } from "#billing/report/report-names.ts";
import { addressIn } from "#web/app/address.ts";
import { useOrganization } from "#web/app/organization.ts";

/** The addresses of the reports' screens. */
export function useReportPlaces(): { list: string; report: (name: ReportName) => string } {
  const root = addressIn(useOrganization().id, "billing/reports");
  return { list: root, report: (name) => `${root}/${name}` };
}
