import { Alert, Anchor, Button, Group, Stack, Text, Title } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { listMoveInRows, moveInErrors, type MoveInView } from "#billing/move-in/move-in.api.ts";
import type { RecordOutcome } from "#billing/move-in/move-in-kind.ts";
import { keptWords } from "#billing/move-in/undone.ts";
import { addressOf } from "#platform/http/call.ts";
import { useOrganizationId, usePages } from "#web/api.ts";
import { Tiles } from "#web/csv/Tiles.tsx";
import { ProblemBox } from "#web/ui/Problem.tsx";
import { showCount } from "#web/ui/show.ts";
import { useMoveInPlaces } from "./places.ts";
import { Problems, Records } from "./RowTables.tsx";
import { tilesOf } from "./words.ts";

/** What became of the records, or would: counts, and the rows of each. */
export function Outcome({ moveIn }: { moveIn: MoveInView }) {
  const first = moveIn.counts.kept > 0 ? "kept" : moveIn.counts.failed > 0 ? "failed" : undefined;
  const [chosen, choose] = useState<RecordOutcome | undefined>(first);
  const isPreview = moveIn.status === "previewed";
  const kept = keptWords(moveIn);
  return (
    <Stack gap="md" component="section" aria-live="polite">
      <Title order={2}>{isPreview ? "What the import will do" : "What the import did"}</Title>
      {kept !== undefined && (
        <Alert color="conflict" variant="light">
          {kept}. The rows say why.
        </Alert>
      )}
      <Tiles
        tiles={tilesOf(moveIn)}
        chosen={chosen}
        onChoose={(tile) => choose(tile === chosen ? undefined : (tile as RecordOutcome))}
      />
      {isPreview && moveIn.counts.failed > 0 && (
        <Text c="dimmed">
          Those with errors are left out. Correct them in the downloaded file, and import that afterwards.
        </Text>
      )}
      {(moveIn.differences ?? 0) > 0 && <Differing count={moveIn.differences ?? 0} />}
      {chosen !== undefined && <Rows moveIn={moveIn} outcome={chosen} />}
    </Stack>
  );
}

function Differing({ count }: { count: number }) {
  const places = useMoveInPlaces();
  return (
    <Alert color="conflict" variant="light">
      {showCount(count, "figure")} of this file {count === 1 ? "comes" : "come"} to something else here, as
      long as not all that it is about has come in.{" "}
      <Anchor component={Link} to={places.differences} size="sm" underline="always">
        Balances that differ
      </Anchor>
    </Alert>
  );
}

function Rows({ moveIn, outcome }: { moveIn: MoveInView; outcome: RecordOutcome }) {
  const organization = useOrganizationId() ?? "";
  const params = { move_in: moveIn.id };
  const pages = usePages(listMoveInRows, { params, query: { outcome } });
  return (
    <Stack gap="sm">
      {outcome === "failed" && (
        <Group>
          <Button
            component="a"
            size="compact-md"
            variant="default"
            leftSection={<IconDownload size={16} />}
            href={`${addressOf(moveInErrors, { params })}?organization=${organization}`}
            download
          >
            Download rows with errors
          </Button>
        </Group>
      )}
      {pages.problem !== null && <ProblemBox problem={pages.problem} />}
      {outcome === "failed" ? <Problems rows={pages.items} /> : <Records rows={pages.items} />}
      {pages.hasMore && (
        <Group>
          <Button variant="default" size="compact-md" loading={pages.isLoadingMore} onClick={pages.more}>
            Show more rows
          </Button>
        </Group>
      )}
    </Stack>
  );
}
