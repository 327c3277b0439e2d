import { Spotlight } from "@mantine/spotlight";
import "@mantine/spotlight/styles.css";
import { IconSearch } from "@tabler/icons-react";
import { useQueries } from "@tanstack/react-query";
import { useDebouncedValue } from "@mantine/hooks";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { mayAs, useOrganization } from "./organization.ts";
import classes from "./Search.module.css";
import type { SearchHit } from "./search-provider.ts";
import { searchActions, searchProviders } from "./search.ts";
import { productTitles, sections } from "./sections.ts";
import { addressIn } from "./address.ts";

type Group = { title: string; hits: SearchHit[] };

/** Ctrl K: go to a section, find a record of any kind, or begin one. Opened from anywhere, fields too. */
export function Search() {
  const [text, setText] = useState("");
  const navigate = useNavigate();
  const { groups, isSearching } = useGroups(text.trim());
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
      <Spotlight.ActionsList>
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
  const found = useQueries({
    queries: searchProviders.map((provider) => ({
      queryKey: [id, "search", provider.title, settled],
      queryFn: ({ signal }: { signal: AbortSignal }) => provider.find(id, settled, signal),
      enabled: settled.length >= 2,
    })),
  });
  const pages = sections
    .filter((section) => section.roles?.includes(role) ?? true)
    .map((section) => ({
      id: section.path,
      title: section.title,
      detail: productTitles[section.product],
      icon: section.icon,
      to: addressIn(id, section.path),
    }))
    .filter(({ title, detail }) => `${detail} ${title}`.toLowerCase().includes(text.toLowerCase()));
  const records = searchProviders.map(({ title }, at) => ({ title, hits: found[at]?.data ?? [] }));
  const begun = text === "" || !mayAs(role, "write") ? [] : searchActions;
  const actions = begun
    .filter(({ title }) => title.toLowerCase().includes(text.toLowerCase()))
    .map(({ path, ...action }) => ({ ...action, id: action.title, to: addressIn(id, path) }));
  const groups = [...records, { title: "Begin", hits: actions }, { title: "Go to", hits: pages }].filter(
    ({ hits }) => hits.length > 0,
  );
  return { groups, isSearching: found.some(({ isFetching }) => isFetching) || settled !== text };
}
