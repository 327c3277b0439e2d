import { Alert, Button, Group, Stack, VisuallyHidden } from "@mantine/core";
import { IconCircleCheck, IconCircleX, IconFileTypePdf } from "@tabler/icons-react";
import { getRouteApi } from "@tanstack/react-router";
import { getPublicDocument, type PublicDocument, publicPdf } from "#billing/delivery/public-document.api.ts";
import { wordsIn } from "#billing/language/language.ts";
import { say } from "#billing/language/say.ts";
import { addressOf } from "#platform/http/call.ts";
import { useCall } from "#web/api.ts";
import { Sheet } from "#web/billing/documents/Sheet.tsx";
import { Empty } from "#web/ui/Empty.tsx";
import { Loaded } from "#web/ui/Loaded.tsx";
import { AnswerForm } from "./AnswerForm.tsx";
import classes from "./PublicPage.module.css";

const route = getRouteApi("/p/$token");

/** A document as its receiver sees it, without signing in. */
export function PublicPage() {
  const { token } = route.useParams();
  const found = useCall(getPublicDocument, { params: { token } });
  return (
    <main tabIndex={-1} className={classes.page}>
      {found.error?.status === 404 ? (
        <>
          <title>Not found</title>
          <VisuallyHidden component="h1">Not found</VisuallyHidden>
          <Empty
            drawing="lost"
            sentence="There is nothing at this address. Ask whoever sent you the link for a new one."
          />
        </>
      ) : (
        <Loaded of={found}>{(document) => <Found token={token} found={document} />}</Loaded>
      )}
    </main>
  );
}

function Found({
  token,
  found: { paper, is_void, can_answer, answer },
}: {
  token: string;
  found: PublicDocument;
}) {
  const words = wordsIn[paper.language].publicPage;
  const name = `${paper.title} ${paper.number ?? ""}`.trim();
  const company = paper.from[0] ?? "";
  return (
    <Stack gap="lg" lang={paper.language}>
      <title>{`${name} · ${company}`}</title>
      <Group justify="space-between" align="flex-start">
        <h1 className={classes.title}>{say(words.heading, { document: name, company })}</h1>
        <Button
          component="a"
          href={addressOf(publicPdf, { params: { token } })}
          download
          variant="default"
          leftSection={<IconFileTypePdf size={16} />}
        >
          {words.download}
        </Button>
      </Group>
      {is_void && (
        <Alert color="gray" variant="light">
          {words.isVoid}
        </Alert>
      )}
      {answer === "accepted" && (
        <Alert color="agree" variant="light" icon={<IconCircleCheck size={18} />} role="status">
          {say(words.accepted, { company })}
        </Alert>
      )}
      {answer === "declined" && (
        <Alert color="gray" variant="light" icon={<IconCircleX size={18} />} role="status">
          {words.declined}
        </Alert>
      )}
      {can_answer && <AnswerForm token={token} words={words} />}
      <Sheet paper={paper} />
    </Stack>
  );
}
