import { Anchor, Button, Skeleton, Stack, Title } from "@mantine/core";
import type { Icon } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { CSSProperties, ReactNode } from "react";
import { showNumber, showText } from "./show.ts";
import classes from "./Glance.module.css";
import { ProblemBox } from "./Problem.tsx";
import { useWaitedLong } from "./waiting.ts";
import { When } from "./When.tsx";

/** How many there are of something, or how much, and the way to it. */
export type Figure = {
  title: string;
  icon: Icon;
  to: string;
  search?: Record<string, string>;
  /** Undefined while it is counted, null where that failed; a text is shown as it is. */
  count: number | string | null | undefined;
  /** Counting has ended there: there are more. */ isCapped?: boolean;
  /** Below it: what it was before, or what it is about. */ note?: string | undefined;
};

/** Figures, each leading to what it is about. */
export function Figures({ label, of }: { label: string; of: readonly Figure[] }) {
  return (
    <ul className={classes.counts} aria-label={label} style={{ "--longest": longest(of) } as CSSProperties}>
      {of.map(({ title, icon: Glyph, to, search = {}, count, isCapped = false, note }) => (
        <li key={title}>
          <Link to={to} search={search} className={classes.count}>
            <Glyph size={18} stroke={1.6} aria-hidden />
            <span className={classes.title}>{title}</span>
            <span
              className={`${classes.number} figures`}
              data-is-text={typeof count === "string" || undefined}
            >
              {count === undefined && <Skeleton height={28} width={64} />}
              {count === null && showText(undefined)}
              {typeof count === "number" && `${showNumber(count)}${isCapped ? "+" : ""}`}
              {typeof count === "string" && count}
            </span>
            {note !== undefined && <span className={`${classes.note} figures`}>{note}</span>}
          </Link>
        </li>
      ))}
    </ul>
  );
}

/** How many characters the longest of the texts has: all are written as small as that one needs. */
function longest(of: readonly Figure[]): number {
  return Math.max(1, ...of.map(({ count }) => (typeof count === "string" ? count.length : 0)));
}

export type Recent = {
  id: string;
  name: string;
  icon: Icon;
  /** What kind of record it is, for screen readers. */ kind: string;
  to: string;
  by?: ReactNode;
  at: string;
};

type RecentListProps = {
  title: string;
  of: readonly Recent[];
  isWaiting: boolean;
  problem: unknown;
  again?: () => void;
  /** What to say where there are none. */ empty: ReactNode;
};

/** Records that were changed lately. */
export function RecentList({ title, of, isWaiting, problem, again, empty }: RecentListProps) {
  const waitedLong = useWaitedLong(isWaiting);
  return (
    <section aria-busy={isWaiting}>
      <Title order={2}>{title}</Title>
      {isWaiting && waitedLong && <SkeletonLines />}
      {problem !== null && problem !== undefined && (
        <ProblemBox problem={problem}>
          {again && (
            <Button mt="xs" size="compact-sm" variant="default" onClick={again}>
              Try again
            </Button>
          )}
        </ProblemBox>
      )}
      {!isWaiting && !problem && of.length === 0 && empty}
      {!isWaiting && of.length > 0 && (
        <ul className={classes.recent} aria-label={title}>
          {of.map((one) => (
            <RecentLine key={one.id} {...one} />
          ))}
        </ul>
      )}
    </section>
  );
}

function RecentLine({ name, icon: Glyph, kind, to, by, at }: Recent) {
  return (
    <li>
      <Glyph size={16} stroke={1.6} aria-label={kind} />
      <Anchor component={Link} to={to} className={classes.name} c="var(--mantine-color-text)">
        {name}
      </Anchor>
      <span className={classes.by}>{by}</span>
      <span className={classes.at}>
        <When at={at} />
      </span>
    </li>
  );
}

function SkeletonLines() {
  return (
    <Stack gap={24} pt={16} aria-hidden>
      {[0, 1, 2, 3].map((at) => (
        <Skeleton key={at} height={14} width="60%" />
      ))}
    </Stack>
  );
}
