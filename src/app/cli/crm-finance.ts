import type { Command } from "commander";
import { type FinanceView, getFinance, setFinance } from "#crm/finance/finance.api.ts";
import { type FinanceModule, financeModules, type FinanceRights } from "#crm/finance/finance.ts";
import { AppError } from "#kernel/errors.ts";
import { act } from "./context.ts";
import { tableLines } from "./output.ts";
import { collect } from "./pairs.ts";

type FinanceOptions = { on?: string; off?: string; grant?: string[] };

const all = financeModules.join(", ");

/** `concord crm finance`: what of billing the CRM shows, and to which profiles. */
export function addFinanceCommand(crm: Command): void {
  act<FinanceOptions>(
    crm
      .command("finance")
      .description("which modules of billing the CRM shows, and to which profiles; switch them on and off")
      .option("--on <modules>", `switch on, several with commas: ${all}`)
      .option("--off <modules>", "switch off")
      .option(
        "--grant <right>",
        "PROFILE:MODULE=RIGHT, where the right is none, view or create; may be repeated",
        collect,
      ),
    async ({ call, options }) => {
      const now = await call(getFinance, {});
      const { on, off, grant = [] } = options;
      if (on === undefined && off === undefined && grant.length === 0) return told(now);
      const [added, taken] = [modulesIn("--on", on), modulesIn("--off", off)];
      const enabled = now.modules
        .filter(({ module, enabled: is }) => added.includes(module) || (is && !taken.includes(module)))
        .map(({ module }) => module);
      const profiles = grant.length === 0 ? [] : granted(now.profiles ?? [], grant);
      return told(await call(setFinance, { body: { enabled, profiles } }));
    },
  );
}

function modulesIn(option: string, text: string | undefined): FinanceModule[] {
  return (text ?? "")
    .split(",")
    .filter((word) => word.trim() !== "")
    .map((word) => moduleOf(option, word.trim()));
}

function moduleOf(option: string, word: string): FinanceModule {
  const found = financeModules.find((module) => module === word.replaceAll("-", "_"));
  if (found) return found;
  throw new AppError("cli.usage", {
    message: `${option}: billing has no module ${word}`,
    remedy: `Name one of ${all}.`,
  });
}

/** The profiles with the rights that are given and taken; other rights stay. */
function granted(
  profiles: NonNullable<FinanceView["profiles"]>,
  grants: readonly string[],
): { id: string; rights: FinanceRights }[] {
  const changed = new Map<string, FinanceRights>();
  for (const text of grants) {
    const [, name = "", word = "", right = ""] = /^(.+):([^:=]+)=(none|view|create)$/.exec(text.trim()) ?? [];
    const profile = profiles.find((one) => one.name.toLowerCase() === name.trim().toLowerCase());
    if (!profile)
      throw new AppError("cli.usage", {
        message: `--grant: ${text} names no profile with a right`,
        remedy: `Write PROFILE:MODULE=RIGHT, such as Standard:invoices=view; profiles are ${profiles.map((one) => one.name).join(", ")}.`,
      });
    const { [moduleOf("--grant", word.trim())]: _before, ...others } =
      changed.get(profile.id) ?? profile.rights;
    const module = moduleOf("--grant", word.trim());
    changed.set(profile.id, right === "view" || right === "create" ? { ...others, [module]: right } : others);
  }
  return [...changed].map(([id, rights]) => ({ id, rights }));
}

function told(view: FinanceView) {
  const rows = (view.profiles ?? []).map(({ name, rights }) => [
    name,
    ...view.modules.map(({ module }) => rights[module] ?? "none"),
  ]);
  const on = ["switched", ...view.modules.map(({ enabled }) => (enabled ? "on" : "off"))];
  return {
    json: view,
    lines: tableLines([["", ...view.modules.map(({ module }) => module)], on, ...rows]),
  };
}
