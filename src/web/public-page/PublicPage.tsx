import { Alert, Button, Group, Stack, VisuallyHidden } from "@mantine/core";
import { IconCircleCheck, IconCircleX, IconFileTypePdf } from "@tabler/icons-react";
import { getRouteApi } from "@tanstack/react-router";
import { getPublicDocument, type PublicDocument, publicPdf } from "#billing/delivery/public-document.api.ts";
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

function Found({ token, found: { paper, can_answer, answer } }: { token: string; found: PublicDocument }) {
  const name = `${paper.title} ${paper.number ?? ""}`.trim();
  return (
    <Stack gap="lg">
      <title>{`${name} · ${paper.from[0] ?? ""}`}</title>
      <Group justify="space-between" align="flex-start">
        <h1 className={classes.title}>{`${name} from ${paper.from[0] ?? ""}`}</h1>
        <Button
          component="a"
          href={addressOf(publicPdf, { params: { token } })}
          download
          variant="default"
          leftSection={<IconFileTypePdf size={16} />}
        >
          Download PDF
        </Button>
      </Group>
      {paper.mark === "Void" && (
        <Alert color="gray" variant="light">
          This document is void: it holds no longer.
        </Alert>
      )}
      {answer === "accepted" && (
        <Alert color="agree" variant="light" icon={<IconCircleCheck size={18} />} role="status">
          You accepted this estimate. {paper.from[0]} knows of it.
        </Alert>
      )}
      {answer === "declined" && (
        <Alert color="gray" variant="light" icon={<IconCircleX size={18} />} role="status">
          This estimate was declined.
        </Alert>
      )}
      {can_answer && <AnswerForm token={token} />}
      <Sheet paper={paper} />
    </Stack>
  );
}
