import { Anchor, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { listEmails } from "#billing/email/email.api.ts";
import { query, useOrganizationId } from "#web/api.ts";
import { useMay } from "#web/app/organization.ts";
import list from "#web/billing/invoices/detail/Settlements.module.css";
import { Status } from "#web/ui/Status.tsx";
import { When } from "#web/ui/When.tsx";
import { useEmailPlaces } from "./places.ts";
import { emailTold, isOnItsWay, receiverWords, underWayMs } from "./words.ts";

/** The e-mails that went out with a document, and what became of them. */
export function DocumentEmails({ document }: { document: string }) {
  const places = useEmailPlaces();
  const mayOpen = useMay("write");
  const emails = useQuery({
    ...query(useOrganizationId(), listEmails, { query: { document_id: document } }),
    refetchInterval: ({ state }) => (state.data?.items.some(isOnItsWay) === true ? underWayMs : false),
  });
  const items = emails.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <Stack component="section" gap="xs">
      <Title order={2}>E-mails</Title>
      <ul className={list.list} aria-label="E-mails">
        {items.map((email) => (
          <li key={email.id}>
            <span className={list.name}>
              {mayOpen ? (
                <Anchor component={Link} to={places.email(email.id)}>
                  {receiverWords(email)}
                </Anchor>
              ) : (
                receiverWords(email)
              )}
              {email.problem !== null && (
                <Text size="sm" c="dimmed">
                  {email.problem}
                </Text>
              )}
            </span>
            <span className={list.quiet}>
              <When at={email.created_at} />
            </span>
            <Status {...emailTold(email)} />
          </li>
        ))}
      </ul>
    </Stack>
  );
}
