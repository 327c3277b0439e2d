import { Alert, Anchor, Button, Stack } from "@mantine/core";
import { IconSend } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { emailAttachment, type EmailView, getEmail, resendEmail } from "#billing/email/email.api.ts";
import { emailKindNames } from "#billing/email/email-kind.ts";
import { addressOf } from "#platform/http/call.ts";
import { query, useOrganizationId, useSend } from "#web/api.ts";
import { Empty } from "#web/ui/Empty.tsx";
import { Field, Fields } from "#web/ui/Field.tsx";
import { Loaded } from "#web/ui/Loaded.tsx";
import { Page } from "#web/ui/Page.tsx";
import { showCount, showText } from "#web/ui/show.ts";
import { Status } from "#web/ui/Status.tsx";
import { tell, tellProblem } from "#web/ui/tell.tsx";
import { When } from "#web/ui/When.tsx";
import { About, AboutCustomer } from "./About.tsx";
import { Letter } from "./Letter.tsx";
import { useEmailPlaces } from "./places.ts";
import { caughtWords, emailTold, isOnItsWay, underWayMs } from "./words.ts";

const route = getRouteApi("/o/$org/settings/email/messages/$email");

/** One e-mail: how it reads, and what became of it. */
export function EmailPage() {
  const { email: id } = route.useParams();
  const email = useQuery({
    ...query(useOrganizationId(), getEmail, { params: { email: id } }),
    refetchInterval: ({ state: { data } }) => (data !== undefined && isOnItsWay(data) ? underWayMs : false),
  });
  return email.data === undefined || email.error?.status === 404 ? (
    <Page title="E-mail">
      <Loaded of={email}>{() => null}</Loaded>
    </Page>
  ) : (
    <Record key={id} email={email.data} />
  );
}

function Record({ email }: { email: EmailView }) {
  const places = useEmailPlaces();
  const navigate = useNavigate();
  const resend = useSend(resendEmail, {
    failed: tellProblem,
    done: ({ id }) => {
      tell("It is sent again, as a new e-mail.");
      void navigate({ to: places.email(id) });
    },
  });
  return (
    <Page
      title={email.subject ?? emailKindNames[email.kind]}
      status={<Status {...emailTold(email)} />}
      width="narrow"
      facts={[
        <Anchor key="all" component={Link} to={places.emails}>
          All e-mails
        </Anchor>,
        <About key="about" email={email} />,
        email.customer_id !== null && <AboutCustomer key="customer" email={email} />,
        <span key="written">
          Written by {email.created_by}, <When at={email.created_at} />
        </span>,
      ]}
      action={
        email.status !== "queued" && (
          <Button
            leftSection={<IconSend size={16} />}
            loading={resend.isPending}
            onClick={() => resend.mutate({ params: { email: email.id } })}
          >
            Send again
          </Button>
        )
      }
    >
      <Stack gap="lg">
        <Notice email={email} />
        {email.text === null ? (
          <Empty sentence="It has no words yet: it is written when it is first sent." />
        ) : (
          <Letter
            {...(email.from === null && email.status !== "caught" ? {} : { from: email.from })}
            to={email.to}
            cc={email.cc}
            subject={email.subject ?? ""}
            text={email.text}
            file={email.attachment === null ? undefined : <Attachment email={email} />}
          />
        )}
        <Outcome email={email} />
      </Stack>
    </Page>
  );
}

/** What a person has to know of it. */
function Notice({ email }: { email: EmailView }) {
  const { status, problem, remedy } = email;
  if (status === "caught")
    return (
      <Alert color="gray" variant="light" title="Sent to nobody">
        {caughtWords}
      </Alert>
    );
  if (isOnItsWay(email))
    return (
      <Alert color="change" variant="light" title="On its way">
        It is being sent. What becomes of it is shown here.
      </Alert>
    );
  if (problem === null) return null;
  return (
    <Alert color={status === "failed" ? "fail" : "conflict"} variant="light" title={problem}>
      {remedy}
    </Alert>
  );
}

function Outcome({ email }: { email: EmailView }) {
  return (
    <Fields>
      <Field name="Attempts" value={showCount(email.attempts, "attempt")} />
      <Field name="Last attempt">
        <When at={email.tried_at} never="–" />
      </Field>
      {email.next_at !== null && (
        <Field name="Tried again">
          <When at={email.next_at} />
        </Field>
      )}
      <Field name="The mail server said" value={showText(email.answer)} />
      <Field name="Message-ID" value={showText(email.message_id)} />
    </Fields>
  );
}

function Attachment({ email: { id, attachment } }: { email: EmailView }) {
  const organization = useOrganizationId() ?? "";
  if (attachment === null) return null;
  const address = addressOf(emailAttachment, { params: { email: id } });
  return (
    <Anchor href={`${address}?organization=${organization}`} download>
      {attachment.name}
    </Anchor>
  );
}
