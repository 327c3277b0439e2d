import type { Module } from "#web/crm/module.ts";
import type { CrmRecord } from "#web/crm/types.ts";
import { Status } from "#web/ui/Status.tsx";

/** How a deal stands; accounts and contacts have no status of their own. */
export function RecordStatus({ module, record }: { module: Module; record: CrmRecord }) {
  const stage = record["Stage"];
  if (module.name !== "Deals" || typeof stage !== "string") return null;
  return <Status word={stage} meaning={meaningOf(stage)} />;
}

function meaningOf(stage: string): "agree" | "change" | "gray" {
  if (stage === "Closed Won") return "agree";
  return stage.startsWith("Closed Lost") ? "gray" : "change";
}
