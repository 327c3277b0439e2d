import { Button } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { configure, type ConnectionView } from "#sync/connection/connection.api.ts";
import { startPreview } from "#sync/run/run.api.ts";
import { useSend } from "#web/api.ts";
import { useMay } from "#web/app/organization.ts";
import { usePlaces } from "#web/sync/places.ts";
import { useOpenRun } from "#web/sync/run/open-run.ts";
import { tell, tellProblem } from "#web/ui/tell.tsx";
import { type Answers, type Options, settingsOf } from "./answers.ts";

type SaveProps = {
  connection: ConnectionView;
  answers: Answers;
  options: Options | undefined;
  /** The server found nothing wrong with the configuration. */
  isClean: boolean;
  onSaved: () => void;
};

/** Saves the configuration as a whole and shows what a sync would do with it. A paused connection is only saved. */
export function SaveButton({ connection, answers, options, isClean, onSaved }: SaveProps) {
  const places = usePlaces();
  const navigate = useNavigate();
  const openRun = useOpenRun();
  const mayConfigure = useMay("admin");
  const save = useSend(configure);
  const preview = useSend(startPreview);
  const [isBusy, setBusy] = useState(false);
  const isSending = useRef(false);
  const settings = options && settingsOf(answers, options);
  const isPaused = connection.state === "paused" || connection.state === "disabled";

  async function go(): Promise<void> {
    if (settings === undefined) return;
    const params = { connection: connection.id };
    await save.mutateAsync({ params, body: settings });
    onSaved();
    if (isPaused) {
      tell(
        `Saved. After ${connection.state === "paused" ? "resuming" : "reactivating"}, a preview shows what it does.`,
      );
      return navigate({ to: places.details(connection.id) });
    }
    return openRun(await preview.mutateAsync({ params }));
  }

  const onClick = (): void => {
    // A second click comes before the first is rendered.
    if (isSending.current) return;
    isSending.current = true;
    setBusy(true);
    go()
      .catch(tellProblem)
      .finally(() => {
        isSending.current = false;
        setBusy(false);
      });
  };
  return (
    <Button loading={isBusy} disabled={settings === undefined || !isClean || !mayConfigure} onClick={onClick}>
      {isPaused ? "Save" : "Save and preview"}
    </Button>
  );
}
