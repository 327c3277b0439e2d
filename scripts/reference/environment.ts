import { z } from "zod";
import { TargetEnvironment } from "#app/cli/target.ts";
import { Environment } from "#platform/config/config.ts";
import { code, pageHead, table } from "./markdown.ts";

/** What a JSON schema tells of one variable. */
type Variable = {
  description?: string;
  default?: string | number | string[];
  enum?: string[];
  minimum?: number;
  maximum?: number;
};

/** docs/reference/environment.md: every variable that the server and the commands read. */
export function environmentPage(): string {
  return [
    pageHead("Environment variables", "`src/platform/config/config.ts` and `src/app/cli/target.ts`"),
    "A variable that is set to nothing counts as not set. A wrong value ends the start with one line that names the variable.\n",
    "## Server and commands\n",
    variables(Environment),
    "\n## Commands alone\n",
    variables(TargetEnvironment),
    "",
  ].join("\n");
}

function variables(schema: z.ZodObject): string {
  const { properties = {} } = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as {
    properties?: Record<string, Variable>;
  };
  return table(
    ["variable", "default", "what it is for"],
    Object.entries(properties).map(([name, variable]) => [
      code(name),
      defaultOf(variable),
      [variable.description ?? "", choicesOf(variable)].filter((text) => text !== "").join(" "),
    ]),
  );
}

function defaultOf({ default: value }: Variable): string {
  return value === undefined || value === "" ? "" : code(String(value));
}

function choicesOf({ enum: values }: Variable): string {
  return values === undefined ? "" : `One of ${values.map(code).join(", ")}.`;
}
