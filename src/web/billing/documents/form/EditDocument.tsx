import { Alert, Anchor, Button, Group, Text } from "@mantine/core";
import { IconUsers } from "@tabler/icons-react";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { type BillingOrganizationView, getOrganization } from "#billing/organization/organization.api.ts";
import type { OfferView } from "#billing/estimate/estimate.api.ts";
import { CallError } from "#platform/http/call.ts";
import { useCall } from "#web/api.ts";
import type { DocumentView } from "#billing/paper/paper.ts";
import { useDraft } from "#web/ui/draft.ts";
import { useFormState } from "#web/ui/form.ts";
import { Loaded } from "#web/ui/Loaded.tsx";
import { Page } from "#web/ui/Page.tsx";
import { tell } from "#web/ui/tell.tsx";
import { useRateOf } from "./document-money.ts";
import { relined } from "./document-values.ts";
import { DocumentForm } from "./DocumentForm.tsx";
import { type FormKind, problemsIn } from "./kind.ts";
import { inForm, isChangedMeanwhile } from "./refusals.ts";
import { valuesOf, type WrittenValues } from "./written-values.ts";

type EditDocumentProps<Of> = {
  kind: FormKind;
  document: Of;
  /** The document as it is now, after somebody else saved it. */
  reread: () => Promise<Of>;
  /** The second day of the document. */
  until?: (document: Of) => string | null;
  /** The plans and addons that it names. */
  offers?: (document: Of) => readonly OfferView[];
  /** Writes the draft anew, on the version that the form was begun with. */
  save: (version: number, values: WrittenValues) => Promise<unknown>;
  /** The page of the document. */
  page: string;
};

/** Writes a draft anew. */
export function EditDocument<Of extends DocumentView>(props: EditDocumentProps<Of>) {
  const { document, page } = props;
  const organization = useCall(getOrganization);
  const [attempt, setAttempt] = useState(0);
  return (
    <Page title={`Edit the draft for ${document.customer_name}`}>
      {document.status === "draft" ? (
        <Loaded of={organization}>
          {(settings) => (
            <AtItsRate
              key={`${document.id} ${attempt}`}
              {...props}
              organization={settings}
              onAnew={() => setAttempt(attempt + 1)}
            />
          )}
        </Loaded>
      ) : (
        <IsFixed document={document} page={page} />
      )}
    </Page>
  );
}

/** What went out does not change; the page says so and leads back. */
function IsFixed({ document: { number }, page }: { document: DocumentView; page: string }) {
  return (
    <Text>
      {number ?? "It"} is no draft any more, and what went out does not change.{" "}
      <Anchor component={Link} to={page} underline="always">
        Look at it
      </Anchor>
      .
    </Text>
  );
}

/** The state of the draft that an edit is made on: a refetch in the background must not shift it. */
type Begun = { version: number };

type FillProps<Of> = EditDocumentProps<Of> & {
  organization: BillingOrganizationView;
  /** The exchange rate of its day; null where there is none. */
  ofDay: string | null;
  onAnew: () => void;
};

/** Asks which rate was that of its day: any other one was given to the document. */
function AtItsRate<Of extends DocumentView>(props: Omit<FillProps<Of>, "ofDay">) {
  const { currency_code, date } = props.document;
  const ofDay = useRateOf(currency_code, props.organization.base_currency, date);
  return ofDay === undefined ? null : <Fill {...props} ofDay={ofDay} />;
}

function Fill<Of extends DocumentView>(props: FillProps<Of>) {
  const { kind, document, until, offers, reread, save, page, organization, ofDay, onAnew } = props;
  const navigate = useNavigate();
  const draft = `${kind.name} ${document.id}`;
  const { found } = useDraft<WrittenValues, Begun>(draft);
  const [initial] = useState(() =>
    valuesOf(document, { until: until?.(document) ?? null, offers: offers?.(document), ofDay }),
  );
  const [begun, setBegun] = useState<Begun>(() => found?.basis ?? { version: document.version });
  const [before, setBefore] = useState(document.line_items);
  const [isOverwriting, setOverwriting] = useState(false);

  async function write(values: WrittenValues): Promise<void> {
    try {
      await save(begun.version, values);
    } catch (problem) {
      if (!isChangedMeanwhile(problem)) return inForm(values, kind.name)(problem);
      const now = await reread();
      form.set("line_items", relined(values.line_items, before, now.line_items));
      setBefore(now.line_items);
      setBegun({ version: now.version });
      setOverwriting(true);
      const remedy = "Compare the two, then save yours over theirs or take theirs.";
      throw new CallError(problem.status, { ...problem.view, remedy });
    }
  }

  const form = useFormState({
    initial,
    check: problemsIn(kind),
    draft,
    basis: begun,
    dropped: onAnew,
    send: async (values) => {
      await write(values);
      tell("The draft is saved.");
      await navigate({ to: page });
    },
  });
  return (
    <>
      {isOverwriting && <Meanwhile page={page} onTheirs={form.dropDraft} />}
      <DocumentForm
        of={form}
        kind={kind}
        organization={organization}
        isNew={false}
        submit={isOverwriting ? "Save mine over theirs" : "Save draft"}
        onCancel={() => void navigate({ to: page })}
      />
    </>
  );
}

/** What to do where somebody else saved the draft meanwhile: compare, then take theirs or write over it. */
function Meanwhile({ page, onTheirs }: { page: string; onTheirs: () => void }) {
  return (
    <Alert icon={<IconUsers size={18} />} color="conflict" variant="light" mb="md" maw={1000} role="status">
      <Text>
        Somebody else saved this draft while you were at it. Nothing of yours is lost:{" "}
        <Anchor href={page} target="_blank" underline="always">
          look at theirs in another window
        </Anchor>
        , then save yours over it or take theirs.
      </Text>
      <Group gap="xs" mt="xs">
        <Button size="compact-sm" variant="default" onClick={onTheirs}>
          Take theirs
        </Button>
      </Group>
    </Alert>
  );
}
