import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import type { DuplicateView } from "#sync/duplicate/duplicate.api.ts";
import type { Pages } from "#web/api.ts";
import { kindChoices, scoreWords } from "./words.ts";
import classes from "./Duplicates.module.css";

type PairListProps = {
  pages: Pages<DuplicateView>;
  chosen: string | undefined;
  /** What the address says with a pair chosen. */
  search: (pair: string) => Record<string, unknown>;
};

/** The pairs, the surest first; each is a link, so that it has an address. */
export function PairList({ pages, chosen, search }: PairListProps) {
  const list = useRef<HTMLUListElement>(null);
  // The keyboard may choose one that is out of sight.
  useEffect(() => {
    list.current?.querySelector(`[data-pair="${chosen}"]`)?.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  return (
    <nav aria-label="Pairs" className={classes.list} data-stale={pages.isStale || undefined}>
      <ul ref={list}>
        {pages.items.map((pair) => (
          <li key={pair.id}>
            <Link
              to="."
              search={search(pair.id) as never}
              replace
              resetScroll={false}
              aria-current={pair.id === chosen ? "page" : undefined}
              activeProps={{}}
              data-pair={pair.id}
              className={classes.row}
            >
              <span className={classes.names}>
                <span>{pair.left.name}</span>
                <span>{pair.right.name}</span>
              </span>
              <span className={classes.score}>
                {scoreWords(pair.score)}
                <small>{kindChoices.find(({ value }) => value === pair.kind)?.label}</small>
              </span>
            </Link>
          </li>
        ))}
      </ul>
      {pages.hasMore && (
        <Button variant="subtle" size="compact-md" loading={pages.isLoadingMore} onClick={pages.more}>
          Show more
        </Button>
      )}
    </nav>
  );
}
