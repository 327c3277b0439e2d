import { Button, Menu, Stack } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { type Icon, IconPencil } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useRef, useState } from "react";
import { flushSync } from "react-dom";
import type { DocumentKind } from "#billing/document/kind.ts";
import { useMay } from "#web/app/organization.ts";
import { DownloadPdf } from "#web/billing/documents/DownloadPdf.tsx";
import { DocumentEmails } from "#web/billing/email/DocumentEmails.tsx";
import { SendButton, SendByEmail } from "#web/billing/email/SendByEmail.tsx";
import { PublicLinkDialog, PublicLinkItem } from "#web/billing/documents/PublicLink.tsx";
import { ask, type Question } from "#web/ui/ask.tsx";
import { Page } from "#web/ui/Page.tsx";
import { showAmount } from "#web/ui/show.ts";
import { Status } from "#web/ui/Status.tsx";
import { tell, tellProblem } from "#web/ui/tell.tsx";
import type { Meaning } from "#web/ui/theme.ts";
import { type Reasoned, ReasonDialog } from "./ReasonDialog.tsx";

/** Something that can be done with a document as it is. */
export type Deed = {
  label: string;
  icon: Icon;
  /** A button; the first one is the one that comes next. Others are in the menu. */
  isMain?: boolean;
  isDangerous?: boolean;
  /** What is asked before. */
  question?: Question;
  /** Why it is done is asked before. */
  reason?: Reasoned;
  /** Does it, and answers what is told then. */
  run: (reason: string | null) => Promise<string | undefined>;
};

type Shown = { id: string; number: string | null; status: string; total: string; currency_code: string };

type DocumentPageProps = {
  document: Shown;
  kind: DocumentKind;
  /** `an estimate`: what a draft is one of. */
  one: string;
  status: { word: string; meaning: Meaning };
  /** Whom it is for, as a link. */
  party: ReactNode;
  facts?: ReactNode[];
  /** Where a draft is edited; none of what cannot be. */
  edit?: string | undefined;
  deeds: readonly Deed[];
  /** Buttons and entries of the menu that open something of their own. */
  action?: ReactNode;
  children: ReactNode;
};

/** One document: what it is, what can be done with it, and the paper. */
export function DocumentPage(props: DocumentPageProps) {
  const { document, kind, one, status, party, facts = [], edit, deeds, action, children } = props;
  const mayWrite = useMay("write");
  const [isLinking, linking] = useDisclosure(false);
  const [isMailing, mailing] = useDisclosure(false);
  const which = { kind, id: document.id };
  const { busy, next, start, asked, close } = useDeeds();
  const main = deeds.filter(({ isMain }) => isMain === true);
  const others = deeds.filter(({ isMain }) => isMain !== true);
  return (
    <Page
      title={document.number ?? `Draft of ${one}`}
      status={<Status {...status} />}
      facts={[
        party,
        <span key="total" className="figures">
          Total {showAmount(document.total, document.currency_code)}
        </span>,
        ...facts,
      ]}
      action={
        mayWrite && (
          <>
            {edit !== undefined && document.status === "draft" && (
              <Button component={Link} to={edit} variant="default" leftSection={<IconPencil size={16} />}>
                Edit
              </Button>
            )}
            {document.status !== "void" && document.status !== "cancelled" && (
              <SendButton onClick={mailing.open} />
            )}
            {action}
            {main.toReversed().map((deed) => (
              <Button
                key={deed.label}
                ref={deed === main[0] ? next : undefined}
                variant={deed === main[0] ? "filled" : "default"}
                leftSection={<deed.icon size={16} />}
                loading={busy === deed.label}
                disabled={busy !== undefined && busy !== deed.label}
                onClick={() => start(deed)}
              >
                {deed.label}
              </Button>
            ))}
          </>
        )
      }
      menu={
        <>
          <DownloadPdf which={which} />
          {mayWrite && document.status !== "draft" && <PublicLinkItem onOpen={linking.open} />}
          {mayWrite && <DeedMenu of={others} onStart={start} />}
        </>
      }
    >
      <Stack gap="xl" maw={820}>
        {children}
        <DocumentEmails document={document.id} />
      </Stack>
      <SendByEmail
        which={which}
        isDraft={document.status === "draft"}
        isOpen={isMailing}
        onClose={mailing.close}
      />
      {isLinking && <PublicLinkDialog which={which} onClose={linking.close} />}
      {asked?.reason && (
        <ReasonDialog
          {...asked.reason}
          isOpen
          onClose={close}
          send={async (reason) => say(await asked.run(reason))}
        />
      )}
    </Page>
  );
}

function DeedMenu({ of, onStart }: { of: readonly Deed[]; onStart: (deed: Deed) => void }) {
  return of.map((deed) => (
    <Menu.Item
      key={deed.label}
      onClick={() => onStart(deed)}
      leftSection={<deed.icon size={16} />}
      {...(deed.isDangerous ? { color: "fail" } : {})}
    >
      {deed.label}
    </Menu.Item>
  ));
}

/** Asks what has to be asked before something is done, and says what came of it. */
function useDeeds() {
  const [busy, setBusy] = useState<string>();
  const [asked, setAsked] = useState<Deed>();
  const next = useRef<HTMLButtonElement>(null);
  async function run(deed: Deed): Promise<void> {
    if (busy !== undefined || (deed.question !== undefined && !(await ask(deed.question)))) return;
    setBusy(deed.label);
    try {
      say(await deed.run(null));
    } finally {
      flushSync(() => setBusy(undefined));
      // The button that was pressed was disabled meanwhile, and may be gone: the focus went with it.
      if (document.activeElement === document.body) next.current?.focus();
    }
  }
  const start = (deed: Deed): void =>
    deed.reason === undefined ? void run(deed).catch(tellProblem) : setAsked(deed);
  return { busy, next, start, asked, close: () => setAsked(undefined) };
}

function say(sentence: string | undefined): void {
  if (sentence !== undefined) tell(sentence);
}
