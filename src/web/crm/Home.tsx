import { Anchor, Skeleton, Stack, Title } from "@mantine/core";
import { useQueries } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { addressIn } from "#web/app/address.ts";
import { useOrganization } from "#web/app/organization.ts";
import { Empty } from "#web/ui/Empty.tsx";
import { Page } from "#web/ui/Page.tsx";
import { ProblemBox } from "#web/ui/Problem.tsx";
import { showNumber } from "#web/ui/show.ts";
import { useWaitedLong } from "#web/ui/waiting.ts";
import { When } from "#web/ui/When.tsx";
import { countQuery, useCrmOrganization } from "./crm-queries.ts";
import { useRecords } from "./list-queries.ts";
import classes from "./Home.module.css";
import { type Module, modules } from "./module.ts";
import { nameOf, textOf } from "./record-name.ts";
import type { CrmRecord, Reference } from "./types.ts";

/** Records of all modules together that the page shows. */
const recentCount = 12;

/** The CRM at a glance: how many records there are, and what was changed lately. */
export function CrmHome() {
  const crm = useCrmOrganization();
  return (
    <Page title="Home" facts={crm ? [crm.company_name, `Base currency ${crm.iso_code}`, crm.time_zone] : []}>
      <Counts />
      <Recent />
    </Page>
  );
}

function Counts() {
  const { id } = useOrganization();
  const counts = useQueries({ queries: modules.map(({ name }) => countQuery(id, name)) });
  return (
    <ul className={classes.counts} aria-label="Records">
      {modules.map(({ name, path, icon: Glyph }, at) => (
        <li key={name}>
          <Link to={addressIn(id, `crm/${path}`)} className={classes.count}>
            <Glyph size={18} stroke={1.6} aria-hidden />
            <span className={classes.title}>{name}</span>
            <span className={`${classes.number} figures`}>
              {counts[at]?.data === undefined ? (
                <Skeleton height={28} width={64} />
              ) : (
                showNumber(counts[at].data)
              )}
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

type Changed = { module: Module; record: CrmRecord; at: string };

function Recent() {
  const [accounts, contacts, deals] = [useLatest("Accounts"), useLatest("Contacts"), useLatest("Deals")];
  const lists = [accounts, contacts, deals];
  const changed = lists
    .flatMap(({ items }, at) =>
      items
        .map((record): Changed[] =>
          modules[at] ? [{ module: modules[at], record, at: textOf(record["Modified_Time"]) }] : [],
        )
        .flat(),
    )
    .toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at))
    .slice(0, recentCount);
  const isWaiting = lists.some((list) => list.isWaiting);
  const waitedLong = useWaitedLong(isWaiting);
  const problem = lists.find((list) => list.problem !== null)?.problem;
  return (
    <section aria-busy={isWaiting}>
      <Title order={2}>Recently modified</Title>
      {isWaiting && waitedLong && <SkeletonLines />}
      {problem && <ProblemBox problem={problem} />}
      {!isWaiting && !problem && changed.length === 0 && (
        <Empty drawing="card" sentence="Accounts, contacts and deals that somebody changes appear here." />
      )}
      {!isWaiting && changed.length > 0 && (
        <ul className={classes.recent} aria-label="Recently modified">
          {changed.map((one) => (
            <ChangedLine key={one.record.id} {...one} />
          ))}
        </ul>
      )}
    </section>
  );
}

function SkeletonLines() {
  return (
    <Stack gap="sm" mt="md" maw={880} aria-hidden>
      {[0, 1, 2, 3, 4, 5].map((at) => (
        <Skeleton key={at} height={28} />
      ))}
    </Stack>
  );
}

function useLatest(module: Module["name"]) {
  const nameField = modules.find(({ name }) => name === module)?.nameField ?? "id";
  return useRecords({
    module,
    fields: [nameField, "Modified_Time", "Modified_By"],
    sort: { by: "Modified_Time", down: true },
    perPage: recentCount,
  });
}

function ChangedLine({ module, record, at }: Changed) {
  const { id } = useOrganization();
  const by = record["Modified_By"] as Reference | null;
  const Glyph = module.icon;
  return (
    <li>
      <Glyph size={16} stroke={1.6} aria-label={module.one} />
      <Anchor
        component={Link}
        to={addressIn(id, `crm/${module.path}/${record.id}`)}
        className={classes.name}
        c="var(--mantine-color-text)"
      >
        {nameOf(module, record)}
      </Anchor>
      <span className={classes.by}>{by?.name}</span>
      <span className={classes.at}>
        <When at={at} />
      </span>
    </li>
  );
}
