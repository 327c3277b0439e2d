import { useSessionStorage } from "@mantine/hooks";
import { useCallback, useMemo } from "react";

/** The records of a preview that are skipped by hand, by CRM id. */
export type LeftOut = {
  ids: string[];
  has: (crmId: string) => boolean;
  set: (crmId: string, out: boolean) => void;
};

/** Kept in this browser tab until the preview is approved, so that looking something up elsewhere loses nothing. */
export function useLeftOut(run: string): LeftOut {
  const [ids, setIds] = useSessionStorage<string[]>({
    key: `concord left out ${run}`,
    defaultValue: [],
    getInitialValueInEffect: false,
  });
  const all = useMemo(() => new Set(ids), [ids]);
  const set = useCallback(
    (crmId: string, out: boolean) =>
      setIds((before) =>
        out ? [...before.filter((id) => id !== crmId), crmId] : before.filter((id) => id !== crmId),
      ),
    [setIds],
  );
  return { ids, has: (crmId) => all.has(crmId), set };
}
