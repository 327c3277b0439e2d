import type { configureOptions } from "#sync/connection/connection.api.ts";
import type {
  DuplicatePolicy,
  Extent,
  MappingRow,
  MatchKey,
  ModuleChoice,
  SyncSettings,
  ViewRef,
} from "#sync/connection/settings.api.ts";
import type { Received } from "#platform/http/endpoint.ts";
import type { z } from "zod";

export type Options = Received<typeof configureOptions>;

/** The five steps, in their order. */
export const steps = ["module", "extent", "duplicates", "view", "mapping"] as const;
export type Step = (typeof steps)[number];

export const stepTitles: Record<Step, string> = {
  module: "Module",
  extent: "Extent",
  duplicates: "Duplicates",
  view: "View",
  mapping: "Mapping",
};

/** What is answered for one module; kept when another module is looked at. */
type ModuleAnswers = {
  match_keys: MatchKey[];
  view: ViewRef | null;
  contact_view: ViewRef | null;
  mapping: MappingRow[];
  contact_mapping: MappingRow[];
};

/** The wizard's answers so far. Nothing of it is saved before the last step. */
export type Answers = {
  module: ModuleChoice | null;
  include_unassociated: boolean;
  extent: z.output<typeof Extent>;
  conflicts: SyncSettings["conflicts"];
  duplicates: DuplicatePolicy | null;
  byModule: Partial<Record<ModuleChoice, Partial<ModuleAnswers>>>;
};

/** Where the wizard starts: at the saved configuration, or with nothing answered. */
export function startAnswers(settings: SyncSettings | null): Answers {
  if (settings === null)
    return {
      module: null,
      include_unassociated: false,
      extent: "one-way",
      conflicts: "crm",
      duplicates: null,
      byModule: {},
    };
  const {
    module,
    include_unassociated,
    extent,
    conflicts,
    duplicates,
    match_keys,
    view,
    contact_view,
    mapping,
    contact_mapping,
  } = settings;
  return {
    module,
    include_unassociated,
    extent,
    conflicts,
    duplicates,
    byModule: { [module]: { match_keys, view, contact_view, mapping, contact_mapping } },
  };
}

/** The answers for the chosen module: what was entered, and the defaults for the rest. */
export function moduleAnswers(answers: Answers, options: Options): ModuleAnswers {
  const entered = answers.module === null ? {} : (answers.byModule[answers.module] ?? {});
  const { match_keys, mapping, contact_mapping } = options.defaults;
  return {
    match_keys,
    mapping,
    contact_mapping,
    view: viewOfAll(options.views),
    contact_view: viewOfAll(options.contact_views),
    ...entered,
  };
}

/** The view of all records, which is meant where none was chosen. */
function viewOfAll(views: Options["views"]): ViewRef | null {
  const found = views.find(({ kind, name }) => kind === "predefined" && name.startsWith("All "));
  return found === undefined ? null : { id: found.id, name: found.name, all: false };
}

/** The answers with some of the chosen module's changed. */
export function withModuleAnswers(answers: Answers, changed: Partial<ModuleAnswers>): Answers {
  if (answers.module === null) return answers;
  return {
    ...answers,
    byModule: { ...answers.byModule, [answers.module]: { ...answers.byModule[answers.module], ...changed } },
  };
}

/** The configuration as a whole, or undefined while a step is unanswered. */
export function settingsOf(answers: Answers, options: Options): SyncSettings | undefined {
  const { module, extent, conflicts, duplicates } = answers;
  const { view, contact_view, ...entered } = moduleAnswers(answers, options);
  if (module === null || duplicates === null || view === null) return undefined;
  const isBoth = module === "accounts-and-contacts";
  if (isBoth && contact_view === null) return undefined;
  return {
    ...entered,
    module,
    extent,
    conflicts,
    duplicates,
    view,
    contact_view: isBoth ? contact_view : null,
    mapping: entered.mapping.filter(isWhole),
    contact_mapping: isBoth ? entered.contact_mapping.filter(isWhole) : [],
    include_unassociated: isBoth && answers.include_unassociated,
  };
}

/** Whether a row has both its fields. One that is being added has not, and is always the last. */
export function isWhole({ crm, billing }: MappingRow): boolean {
  return crm !== "" && billing !== "";
}

/** Whether a step has its answer. `options` is undefined while they are on their way. */
export function isAnswered(step: Step, answers: Answers, options: Options | undefined): boolean {
  if (step === "module") return answers.module !== null;
  if (step === "extent") return answers.module !== null;
  if (step === "duplicates") return answers.duplicates !== null;
  return options !== undefined && settingsOf(answers, options) !== undefined;
}

/** Whether a row of the mapping has one of its fields and lacks the other, or lacks both. */
function hasHalfRow(answers: Answers, options: Options): boolean {
  const { mapping, contact_mapping } = moduleAnswers(answers, options);
  const rows = answers.module === "accounts-and-contacts" ? [...mapping, ...contact_mapping] : mapping;
  return !rows.every(isWhole);
}

/** What a step still needs; undefined where it has its answer, or waits for the CRM's. */
export function missingIn(step: Step, answers: Answers, options: Options | undefined): string | undefined {
  if (step === "mapping" && options !== undefined && hasHalfRow(answers, options))
    return "A row lacks a field: choose it, or remove the row.";
  if (isAnswered(step, answers, options)) return undefined;
  if (step === "module") return "Choose a module to go on.";
  if (step === "duplicates") return "Choose what happens with duplicates to go on.";
  if (options === undefined) return undefined;
  return answers.module === "accounts-and-contacts"
    ? "Choose a view of accounts and one of contacts to go on."
    : "Choose a view to go on.";
}
