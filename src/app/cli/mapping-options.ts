import type { Command } from "commander";
import { collect } from "./pairs.ts";

/** The options of one mapping, as `withFlags` understands them; each may be repeated. */
const options = [
  [
    "map <pair>",
    "CRM_Field=billing_field, or CRM_Field=billing_field:DIRECTION with both, to_billing or to_crm; without one a pair keeps its direction, and a new one goes both ways where the CRM's field can be written; may be repeated",
  ],
  ["unmap <field>", "map this field of either side no more; may be repeated"],
  [
    "accept-loss <field>",
    "let the pair of this field go both ways although some values cannot: they stay where they are; may be repeated",
  ],
  [
    "blank-erases <field>",
    "a blank on one side empties the pair of this field on the other; may be repeated",
  ],
  ["blank-keeps <field>", "a blank leaves the other side's value, as with a new pair; may be repeated"],
] as const;

/** Adds the options of the mapping, each also for contacts and contact persons. */
export function withMappingOptions(command: Command): Command {
  for (const [flag, text] of options) {
    command.option(`--${flag}`, text, collect);
    command.option(`--contact-${flag}`, "the same, of contact to contact person", collect);
  }
  return command;
}
