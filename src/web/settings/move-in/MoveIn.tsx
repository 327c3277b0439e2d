import { Alert, Anchor, Box, Button, Menu, Stack } from "@mantine/core";
import { IconArrowBackUp, IconTrash } from "@tabler/icons-react";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { deleteMoveIn, type MoveInView, runMoveIn, undoMoveIn } from "#billing/move-in/move-in.api.ts";
import { isAtWork } from "#billing/move-in/move-in-kind.ts";
import { useSend } from "#web/api.ts";
import { ask } from "#web/ui/ask.tsx";
import { Loaded } from "#web/ui/Loaded.tsx";
import { Page } from "#web/ui/Page.tsx";
import { Progress } from "#web/ui/Progress.tsx";
import { showCount } from "#web/ui/show.ts";
import { Status } from "#web/ui/Status.tsx";
import { tell, tellProblem } from "#web/ui/tell.tsx";
import { When } from "#web/ui/When.tsx";
import { Outcome } from "./Outcome.tsx";
import { useMoveInPlaces } from "./places.ts";
import { Reading } from "./Reading.tsx";
import { useMoveIn } from "./use-move-in.ts";
import { kindWords, phaseOf, statusOf, titleOf } from "./words.ts";

const route = getRouteApi("/o/$org/settings/move-in/$moveIn");

/** One file: how it is read, what would become of its rows, and what did. */
export function MoveIn() {
  const { moveIn: id } = route.useParams();
  const moveIn = useMoveIn(id);
  return moveIn.data === undefined || moveIn.error?.status === 404 ? (
    <Page title="Import">
      <Loaded of={moveIn}>{() => null}</Loaded>
    </Page>
  ) : (
    <File moveIn={moveIn.data} />
  );
}

function File({ moveIn }: { moveIn: MoveInView }) {
  const places = useMoveInPlaces();
  const { status } = moveIn;
  return (
    <Page
      title={`Import ${kindWords[moveIn.kind].many}`}
      status={<Status {...statusOf(moveIn)} />}
      facts={[
        <Anchor key="all" component={Link} to={places.list}>
          All imports
        </Anchor>,
        moveIn.file_name,
        showCount(moveIn.row_count, "row"),
        <span key="by">
          {moveIn.by}, <When at={moveIn.finished_at ?? moveIn.created_at} />
        </span>,
      ]}
      action={status === "previewed" ? <Run moveIn={moveIn} /> : undefined}
      menu={isAtWork(status) ? undefined : <Actions moveIn={moveIn} />}
    >
      <Stack gap="xl" maw={1080}>
        {isAtWork(status) && <AtWork moveIn={moveIn} />}
        {(status === "new" || status === "previewed") && <Reading key={moveIn.id} moveIn={moveIn} />}
        {(status === "previewed" || status === "done" || status === "undone") && <Outcome moveIn={moveIn} />}
      </Stack>
    </Page>
  );
}

function AtWork({ moveIn }: { moveIn: MoveInView }) {
  const { many } = kindWords[moveIn.kind];
  return (
    <Box maw={720}>
      <Progress
        phase={phaseOf(moveIn, many)}
        done={moveIn.progress.done}
        expected={moveIn.progress.of}
        unit={moveIn.record_count === null ? "rows" : many}
      />
      <Alert color="gray" variant="light" mt="md">
        It goes on while you look at other pages, and after the server was stopped.
      </Alert>
    </Box>
  );
}

function Run({ moveIn }: { moveIn: MoveInView }) {
  const run = useSend(runMoveIn, { refreshes: ["Audit log"], failed: tellProblem });
  const { one, many } = kindWords[moveIn.kind];
  const count = moveIn.counts.created + moveIn.counts.updated;
  return (
    <Button
      disabled={count === 0}
      loading={run.isPending}
      onClick={() => run.mutate({ params: { move_in: moveIn.id } })}
    >
      Import {showCount(count, one, many)}
    </Button>
  );
}

function Actions({ moveIn }: { moveIn: MoveInView }) {
  const places = useMoveInPlaces();
  const navigate = useNavigate();
  const params = { move_in: moveIn.id };
  const undo = useSend(undoMoveIn, { refreshes: ["Audit log"], failed: tellProblem });
  const remove = useSend(deleteMoveIn, {
    refreshes: ["Audit log"],
    leave: () => void navigate({ to: places.list }),
    done: () => tell("The file is deleted."),
    failed: tellProblem,
  });
  const isDone = moveIn.status === "done" || moveIn.status === "undone";
  const wasImported = moveIn.status === "done" || moveIn.counts.kept > 0;
  return (
    <>
      {isDone && moveIn.counts.created + moveIn.counts.updated + moveIn.counts.kept > 0 && (
        <Menu.Item
          leftSection={<IconArrowBackUp size={16} />}
          onClick={() =>
            void ask({
              title: "Undo the import?",
              text: `What it made of ${titleOf(moveIn.kind).toLowerCase()} is taken back. What was changed or used since stays, and says why.`,
              yes: "Undo import",
              danger: true,
            }).then((isSure) => isSure && undo.mutate({ params }))
          }
        >
          Undo the import
        </Menu.Item>
      )}
      <Menu.Item
        color="fail"
        leftSection={<IconTrash size={16} />}
        onClick={() =>
          void ask({
            title: "Delete the file?",
            text: wasImported
              ? "What was imported stays, but this import cannot be undone any more."
              : "Its rows are deleted. Nothing of it was imported.",
            yes: "Delete file",
            danger: true,
          }).then((isSure) => isSure && remove.mutate({ params }))
        }
      >
        Delete the file
      </Menu.Item>
    </>
  );
}
