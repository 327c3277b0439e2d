import { checkToken, type PageToken } from "#crm/record/page-token.ts";
import { CrmRefusal, refusals } from "./refusal.ts";
import type { V8Call } from "./v8.routes.ts";

/** What is paged through: a token of one list is none of another. */
type TokenKind = "records" | "timeline";

/** What a page token is bound to: the person, the path, and every parameter but the token and the page. */
export function requestOf(
  { caller, module, params, query, headers }: V8Call,
  kind: TokenKind = "records",
): string {
  const names = ["fields", "cvid", "ids", "sort_by", "sort_order", "converted", "approved"];
  // A timeline takes the size of a page with its first page only.
  const bound = [...names, ...(kind === "records" ? ["per_page"] : [])].map((name) => query.get(name));
  return JSON.stringify([
    caller.user.id,
    module,
    params["id"] ?? null,
    params["list"] ?? null,
    kind,
    ...bound,
    headers.get("if-modified-since"),
  ]);
}

/** The token of the request, where it has one that is good for it. Throws the refusals of the others. */
export function readPageToken(call: V8Call, kind: TokenKind = "records"): PageToken | undefined {
  const text = call.query.get("page_token");
  if (text === null) return undefined;
  if (call.query.has("page")) throw refusals.ambiguous("page", "page_token");
  const token = openToken(call, text);
  const verdict = checkToken(token, requestOf(call, kind), call.deps.clock.now());
  if (verdict === "expired")
    throw new CrmRefusal(400, "EXPIRED_VALUE", "Page token expired", {
      api_name: "page_token",
      json_path: "$.query.page_token",
    });
  if (verdict === "exhausted")
    throw new CrmRefusal(
      400,
      "PAGINATION_LIMIT_EXCEEDED",
      "You can only get upto 100000 records using page_token param",
      { param_name: "page_token" },
    );
  if (verdict === "mismatch" || !token) {
    throw new CrmRefusal(
      400,
      "TOKEN_BOUND_DATA_MISMATCH",
      "The page_token given seems to be invalid or input param is added or altered or deleted",
      { param_name: "page_token" },
    );
  }
  return token;
}

function tokenPlace({ caller }: V8Call): {
  organization: string;
  table: string;
  column: string;
  row: string;
} {
  return {
    organization: caller.organization.organization_id,
    table: "crm_record",
    column: "page_token",
    row: caller.user.id,
  };
}

/** A token as it goes out: sealed, so that nobody makes one. */
export function sealToken(call: V8Call, token: PageToken): string {
  return Buffer.from(call.deps.vault.seal(JSON.stringify(token), tokenPlace(call))).toString("base64url");
}

function openToken(call: V8Call, text: string): PageToken | undefined {
  try {
    return JSON.parse(
      call.deps.vault.open(Buffer.from(text, "base64url").toString(), tokenPlace(call)),
    ) as PageToken;
  } catch {
    return undefined;
  }
}
