import { PageTabs } from "#web/ui/PageTabs.tsx";
import { useEmailPlaces } from "./places.ts";

const labels = { server: "Mail server", templates: "Templates", emails: "E-mails" };

/** The pages about e-mail, one beside the other. */
export function EmailTabs({ here }: { here: keyof typeof labels }) {
  const places = useEmailPlaces();
  const tabs = [
    { label: labels.server, to: places.server },
    { label: labels.templates, to: places.templates },
    { label: labels.emails, to: places.emails },
  ];
  return <PageTabs label="E-mail" tabs={tabs} here={labels[here]} />;
}
