import { z } from "zod";
import { kindOf } from "#web/crm/fields/field-kind.ts";
import { textOf } from "#web/crm/record-name.ts";
import type { CriteriaJson, CrmField, CrmView } from "#web/crm/types.ts";
import {
  type Condition,
  comparisonIn,
  type Fields,
  type Group,
  isGroup,
  type Node,
} from "#web/crm/view/criteria.ts";
import { showDay, showList, showNumber } from "#web/ui/show.ts";

const Criteria: z.ZodType<CriteriaJson> = z.union([
  z.object({ comparator: z.string(), field: z.object({ api_name: z.string() }), value: z.unknown() }),
  z.object({
    group_operator: z.enum(["AND", "OR"]),
    get group() {
      return z.array(Criteria).min(1);
    },
  }),
]);

/** The filter of an address; none where somebody has typed it wrong. */
export function filterOf(text: string | undefined): CriteriaJson | null {
  if (text === undefined) return null;
  try {
    return Criteria.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

/** Records of the view that the filter lets through. */
export function joinedCriteria(view: CriteriaJson | null, filter: CriteriaJson | null): CriteriaJson | null {
  if (view === null || filter === null) return view ?? filter;
  return { group_operator: "AND", group: [view, filter] };
}

/** What was read by whom is no criterion, so a view that goes by it cannot be narrowed. */
export function canFilter(view: CrmView | undefined): boolean {
  return view !== undefined && !["UNREADVIEWS", "RECENTLYVIEWED"].includes(view.system_name ?? "");
}

/** The parts of a filter that can be taken off one by one. */
export function partsOf(root: Group): Node[] {
  return root.operator === "AND" ? root.members : root.members.length > 0 ? [root] : [];
}

/** A condition or a group of them as people say it: `Industry is Banking`. */
export function wordsOf(node: Node, fields: Fields): string {
  if (isGroup(node))
    return node.members
      .map((member) => wordsOf(member, fields))
      .join(node.operator === "AND" ? " and " : " or ");
  const field = fields.get(node.field);
  const comparison = field && comparisonIn(node, field);
  if (!field || !comparison) return node.field;
  return [field.field_label, comparison.label, valueWords(node, field)]
    .filter((word) => word !== "")
    .join(" ");
}

function valueWords({ values, comparison }: Condition, field: CrmField): string {
  const operand = comparisonIn({ key: "", field: field.api_name, comparison, values }, field)?.operand;
  const [first] = values;
  if (operand === "none") return "";
  if (operand === "days") return `${textOf(first)} days`;
  if (operand === "many" && Array.isArray(first)) return showList(first);
  return values.map((value) => oneWord(field, value)).join(" and ");
}

function oneWord(field: CrmField, value: unknown): string {
  const kind = kindOf(field);
  if (kind === "date" && typeof value === "string") return showDay(value);
  if (typeof value === "number") return showNumber(value);
  return textOf(value).replace("T", kind === "moment" ? " " : "T");
}
