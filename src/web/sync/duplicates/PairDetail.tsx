import { Anchor, Button, Group, Kbd, Stack, Text } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { Link } from "@tanstack/react-router";
import { Fragment, useState } from "react";
import type { DuplicateView, EvidenceView } from "#sync/duplicate/duplicate.api.ts";
import { usePlaces } from "#web/sync/places.ts";
import { showText } from "#web/ui/show.ts";
import { Status } from "#web/ui/Status.tsx";
import { When } from "#web/ui/When.tsx";
import type { Decisions } from "./use-decisions.ts";
import { agreementOf, decisionWords, fieldWords, placeWords, scoreWords } from "./words.ts";
import classes from "./Duplicates.module.css";

type Side = "left" | "right";

/** A weight of so many bits fills a bar. */
const fullBits = 12;

/** Two records side by side: what of them agrees, and what becomes of them. */
export function PairDetail({
  of: pair,
  decisions,
}: {
  of: DuplicateView;
  decisions?: Decisions | undefined;
}) {
  const [keep, setKeep] = useState<Side>("left");
  const mayKeep = decisions !== undefined && pair.state === "open" && pair.kind !== "across";
  return (
    <section aria-label={`${pair.left.name} and ${pair.right.name}`} className={classes.detail}>
      <Stack gap="md">
        {decisions && <Decide pair={pair} keep={keep} decisions={decisions} />}
        <Group gap="sm">
          <Text fw={600}>{`${scoreWords(pair.score)} likely the same`}</Text>
          {pair.certain !== null && (
            <Status
              word={
                pair.certain === "email" ? "Same e-mail, nobody else's" : "Same tax number, nobody else's"
              }
              meaning="agree"
            />
          )}
          {pair.decided !== null && (
            <Text c="dimmed" size="sm">
              {decisionWords(pair)}, <When at={pair.decided.at} />
            </Text>
          )}
        </Group>
        <div className={classes.scroll}>
          <table className={classes.table}>
            <thead>
              <tr>
                <th scope="col">
                  <span className={classes.unseen}>Field</span>
                </th>
                {(["left", "right"] as const).map((side) => (
                  <SideHead
                    key={side}
                    pair={pair}
                    side={side}
                    keep={keep}
                    setKeep={mayKeep ? setKeep : undefined}
                  />
                ))}
                <th scope="col">Agreement</th>
              </tr>
            </thead>
            <tbody>
              {pair.evidence.map((one) => (
                <EvidenceRow key={one.field} of={one} />
              ))}
            </tbody>
          </table>
        </div>
      </Stack>
    </section>
  );
}

type SideHeadProps = {
  pair: DuplicateView;
  side: Side;
  keep: Side;
  setKeep: ((side: Side) => void) | undefined;
};

function SideHead({ pair, side, keep, setKeep }: SideHeadProps) {
  const places = usePlaces();
  const { place, id, name, url } = pair[side];
  return (
    <th scope="col">
      <Stack gap={4} align="flex-start">
        <Text size="xs" c="dimmed" fw={400}>
          {placeWords[place]}
        </Text>
        {place === "customers" ? (
          <Anchor component={Link} to={places.customer(id)} className={classes.name}>
            {name}
          </Anchor>
        ) : (
          <Anchor href={url ?? undefined} className={classes.name}>
            {showText(name)}
          </Anchor>
        )}
        {setKeep && (
          <Button
            size="compact-xs"
            variant={keep === side ? "light" : "subtle"}
            color={keep === side ? "accent" : "gray"}
            aria-pressed={keep === side}
            classNames={{ root: classes.keep, label: classes.keepWords }}
            onClick={() => setKeep(side)}
          >
            {keep === side ? "Stays" : "Let this one stay"}
          </Button>
        )}
        {pair.kept === side && <Status word="Stayed" meaning="agree" plain />}
      </Stack>
    </th>
  );
}

function EvidenceRow({ of }: { of: EvidenceView }) {
  const { word, meaning } = agreementOf(of);
  const share = Math.min(1, Math.abs(of.bits) / fullBits);
  return (
    <tr>
      <th scope="row">{fieldWords[of.field]}</th>
      <td>
        <Value of={of.left} />
      </td>
      <td>
        <Value of={of.right} />
      </td>
      <td>
        <span className={classes.agreement}>
          <span
            className={classes.bar}
            data-against={of.bits < 0 || undefined}
            data-meaning={meaning}
            aria-hidden
          >
            <span style={{ width: `${share * 50}%` }} />
          </span>
          {word}
        </span>
      </td>
    </tr>
  );
}

/** A value as it is written; an e-mail address that needs two lines is parted where it has parts. */
function Value({ of }: { of: string | null }) {
  const text = showText(of);
  const parts = text.includes("@") ? text.split(/(?<=[.@])/) : [text];
  return parts.map((part, at) => (
    <Fragment key={at}>
      {at > 0 && <wbr />}
      {part}
    </Fragment>
  ));
}

type DecideProps = { pair: DuplicateView; keep: Side; decisions: Decisions };

function Decide({ pair, keep, decisions }: DecideProps) {
  const isOpen = pair.state === "open" && !decisions.isBusy;
  const merge = (): void => {
    if (isOpen && pair.kind !== "across") decisions.merge(pair, keep);
  };
  const link = (): void => {
    if (isOpen && pair.kind === "across") decisions.link(pair);
  };
  const dismiss = (): void => {
    if (isOpen) decisions.dismiss(pair);
  };
  useHotkeys([
    ["m", merge],
    ["l", link],
    ["n", dismiss],
  ]);
  if (pair.state !== "open")
    return pair.undoable ? (
      <Group>
        <Button variant="default" loading={decisions.isBusy} onClick={() => decisions.undo(pair)}>
          Take the decision back
        </Button>
      </Group>
    ) : (
      <Text c="dimmed">A merge in the CRM cannot be undone.</Text>
    );
  return (
    <Group gap="xs">
      {pair.kind === "across" ? (
        <Button loading={decisions.isBusy} onClick={link} rightSection={<Kbd size="xs">L</Kbd>}>
          Link
        </Button>
      ) : (
        <Button loading={decisions.isBusy} onClick={merge} rightSection={<Kbd size="xs">M</Kbd>}>
          Merge
        </Button>
      )}
      <Button
        variant="default"
        disabled={decisions.isBusy}
        onClick={dismiss}
        rightSection={<Kbd size="xs">N</Kbd>}
      >
        Not the same
      </Button>
    </Group>
  );
}
