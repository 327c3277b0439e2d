import { Spotlight } from "@mantine/spotlight";
import "@mantine/spotlight/styles.css";
import { IconSearch } from "@tabler/icons-react";
import { useQueries } from "@tanstack/react-query";
import { useDebouncedValue } from "@mantine/hooks";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { useSeen } from "#web/crm/rights.ts";
import { mayAs, useOrganization } from "./organization.ts";
import classes from "./Search.module.css";
import { isFor } from "./section.ts";
import { matches, type SearchHit } from "./search-provider.ts";
import { searchActions, searchProviders } from "./search.ts";
import { productTitles, sections } from "./sections.ts";
import { addressIn } from "./address.ts";

type Group = { title: string; hits: SearchHit[] };

/** Ctrl K: go to a section, find a record of any kind, or begin one. Opened from anywhere, fields too. */
export function Search() {
  const [text, setText] = useState("");
  const navigate = useNavigate();
  const { groups, isSearching } = useGroups(text.trim());
  const shown = text === "" ? "" : groups.flatMap(({ hits }) => hits.map(({ id }) => id)).join(" ");
  const list = useRef<HTMLDivElement>(null);
  // Enter opens what is marked. What was there when one typed is marked by the part itself, what comes later is not.
  useEffect(() => {
    if (shown === "" || list.current?.querySelector("[data-selected]")) return;
    list.current?.querySelector("[data-action]")?.setAttribute("data-selected", "true");
  }, [shown]);
  return (
    <Spotlight.Root
      query={text}
      onQueryChange={setText}
      title="Search"
      classNames={{
        header: classes.hidden ?? "",
        actionDescription: classes.detail ?? "",
        actionsGroup: classes.group ?? "",
      }}
      centered={false}
      yOffset="12vh"
      overlayProps={{ backgroundOpacity: 0.4, blur: 0 }}
      shortcut="mod + K"
      tagsToIgnore={[]}
      scrollable
      maxHeight={420}
      clearQueryOnClose
    >
      <Spotlight.Search
        placeholder="Search records, or go to a page"
        aria-label="Search records, or go to a page"
        leftSection={<IconSearch size={18} />}
      />
      <Spotlight.ActionsList ref={list}>
        {groups.map(({ title, hits }) => (
          <Spotlight.ActionsGroup key={title} label={title}>
            {hits.map(({ id, title: label, detail, icon: Glyph, to, hash }) => (
              <Spotlight.Action
                key={id}
                label={label}
                {...(detail === undefined ? {} : { description: detail })}
                leftSection={<Glyph size={18} stroke={1.6} />}
                onClick={() => void navigate(hash === undefined ? { to } : { to, hash })}
              />
            ))}
          </Spotlight.ActionsGroup>
        ))}
        {groups.length === 0 && (
          <Spotlight.Empty>
            {isSearching ? "Searching" : `Nothing is called "${text.trim()}".`}
          </Spotlight.Empty>
        )}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}

function useGroups(text: string): { groups: Group[]; isSearching: boolean } {
  const { id, role } = useOrganization();
  const [settled] = useDebouncedValue(text, 150);
  const isAsked = settled.length >= 2;
  const all = searchProviders.filter((provider) => isFor(role, provider));
  const asksCrm = isAsked && all.some(({ module }) => module !== undefined);
  const seen = useSeen(asksCrm);
  const providers = all.filter(({ module }) => module === undefined || seen?.includes(module));
  const found = useQueries({
    queries: providers.map((provider) => ({
      queryKey: [id, "search", provider.title, settled],
      queryFn: ({ signal }: { signal: AbortSignal }) => provider.find(id, settled, signal),
      enabled: isAsked,
    })),
  });
  const pages = sections
    .filter((section) => isFor(role, section))
    .map((section) => ({
      id: section.path,
      title: section.title,
      detail: productTitles[section.product],
      icon: section.icon,
      to: addressIn(id, section.path),
    }))
    .filter(({ title, detail }) => `${detail} ${title}`.toLowerCase().includes(text.toLowerCase()));
  const hits = providers.flatMap(({ title }, at) =>
    (found[at]?.data ?? []).map((hit) => ({ ...hit, group: hit.group ?? title })),
  );
  const begun = text === "" || !mayAs(role, "write") ? [] : searchActions;
  const actions = begun
    .filter(({ title }) => title.toLowerCase().includes(text.toLowerCase()))
    .map(({ path, ...action }) => ({ ...action, id: action.title, to: addressIn(id, path) }));
  const groups = [
    ...groupsOf(hits),
    { title: "Begin", hits: actions },
    { title: "Go to", hits: pages },
  ].filter(({ hits }) => hits.length > 0);
  const isWaiting = (asksCrm && seen === undefined) || found.some(({ isFetching }) => isFetching);
  return { groups, isSearching: isWaiting || settled !== text };
}

/** What was found by what it is, the group with the surest first. A group of guesses alone says so. */
function groupsOf(hits: readonly (SearchHit & { group: string })[]): Group[] {
  const rank = ({ match = "beginning" }: SearchHit): number => matches.indexOf(match);
  return [...Map.groupBy(hits, ({ group }) => group)]
    .map(([title, all]) => ({
      title,
      hits: all.toSorted((a, b) => rank(a) - rank(b)),
      rank: Math.min(...all.map(rank)),
    }))
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ title, hits: all, rank: best }) => ({
      title: best === matches.indexOf("typo") ? `${title} with a similar name` : title,
      hits: all,
    }));
}
