import { code, pageHead, table } from "./markdown.ts";

type Operation = {
  summary: string;
  tags: string[];
  "x-access": string;
  "x-refuses": string[];
};

/** The part of the OpenAPI document that the page shows. */
export type ApiDocument = {
  info: { description: string };
  paths: Record<string, Record<string, Operation>>;
};

/** docs/reference/api.md: every endpoint by its subject. */
export function apiPage({ info, paths }: ApiDocument): string {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  const groups = Map.groupBy(operations, ({ operation }) => operation.tags[0] ?? "");
  const sections = [...groups].map(
    ([subject, members]) =>
      `## ${subject}\n\n${table(
        ["endpoint", "what it does", "who may", "refuses with"],
        members.map(({ path, method, operation }) => [
          code(`${method.toUpperCase()} ${path}`),
          operation.summary,
          operation["x-access"].replace("_", " "),
          operation["x-refuses"].map(code).join(", "),
        ]),
      )}\n`,
  );
  return [
    pageHead("API", "the endpoints in `src/**/*.api.ts`"),
    "The schemas of requests and answers are in the OpenAPI 3.1 document that every server answers at `/api/openapi.json`. The embedded CRM's own API is below `/crm/v8`, `/crm/bulk/v8` and `/oauth/v2`, as in the Zoho CRM API v8.\n",
    `${info.description}\n`,
    "Who may: *public* is anyone, *signed in* anyone with a session, *read* every member and key of the organization, *write* owners, administrators, accountants and sales, *admin* owners and administrators. Every endpoint may also refuse with `request.invalid`, `auth.required`, `auth.key_invalid`, `auth.forbidden` and `auth.organization_unknown`; see [errors](errors.md).\n",
    ...sections,
  ].join("\n");
}
