import { Anchor, Stack } from "@mantine/core";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { listEmails, type EmailListItem } from "#billing/email/email.api.ts";
import { emailKindNames } from "#billing/email/email-kind.ts";
import { usePages } from "#web/api.ts";
import { useMay } from "#web/app/organization.ts";
import { type Column, DataTable } from "#web/ui/DataTable.tsx";
import { Empty } from "#web/ui/Empty.tsx";
import { FilterTabs } from "#web/ui/FilterTabs.tsx";
import { Page } from "#web/ui/Page.tsx";
import { showText } from "#web/ui/show.ts";
import { Status } from "#web/ui/Status.tsx";
import { When } from "#web/ui/When.tsx";
import { About, AboutCustomer } from "./About.tsx";
import { EmailTabs } from "./EmailTabs.tsx";
import { useEmailPlaces } from "./places.ts";
import { emailStatuses, emailTold, receiverWords } from "./words.ts";

const route = getRouteApi("/o/$org/settings/email/messages");

/** All e-mails, the newest first: what was sent, caught, or failed, and why. */
export function Emails() {
  const { status } = route.useSearch();
  const places = useEmailPlaces();
  const navigate = useNavigate();
  const mayOpen = useMay("write");
  const pages = usePages(listEmails, { query: status === undefined ? {} : { status } });
  return (
    <Page title="E-mails" width="fill">
      <Stack gap="xs">
        <EmailTabs here="emails" />
      </Stack>
      <DataTable
        name="emails"
        label="E-mails"
        columns={columnsOf(mayOpen ? places.email : undefined)}
        pages={pages}
        rowId={({ id }) => id}
        rowName={(email) => `${subjectOf(email)} to ${receiverWords(email)}`}
        {...(mayOpen ? { onOpen: ({ id }: EmailListItem) => void navigate({ to: places.email(id) }) } : {})}
        tools={
          <FilterTabs
            label="Status"
            choices={emailStatuses}
            value={status}
            search={(next) => ({ status: next })}
          />
        }
        empty={
          <Empty
            sentence={
              status === undefined
                ? "Nothing has been e-mailed yet. Open an invoice and choose Send by e-mail."
                : "No e-mail is in this state."
            }
          />
        }
      />
    </Page>
  );
}

/** One that writes itself has no subject before it is first sent. */
function subjectOf({ subject, kind }: EmailListItem): string {
  return subject ?? emailKindNames[kind];
}

function columnsOf(to: ((id: string) => string) | undefined): Column<EmailListItem>[] {
  return [
    {
      id: "subject",
      title: "Subject",
      width: 300,
      cell: (row) =>
        to === undefined ? (
          subjectOf(row)
        ) : (
          <Anchor component={Link} to={to(row.id)} inherit fw={500} c="var(--mantine-color-text)">
            {subjectOf(row)}
          </Anchor>
        ),
    },
    { id: "status", title: "Status", width: 130, cell: (row) => <Status {...emailTold(row)} /> },
    { id: "about", title: "About", width: 130, cell: (row) => <About email={row} /> },
    { id: "customer", title: "Customer", width: 180, cell: (row) => <AboutCustomer email={row} /> },
    { id: "to", title: "To", width: 240, cell: (row) => showText(receiverWords(row)) },
    { id: "created_at", title: "Written", width: 130, cell: (row) => <When at={row.created_at} /> },
    { id: "created_by", title: "By", width: 140, cell: (row) => row.created_by },
    { id: "problem", title: "Problem", width: 300, cell: (row) => showText(row.problem) },
  ];
}
