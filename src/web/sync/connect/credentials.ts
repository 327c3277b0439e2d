import type { z } from "zod";
import type { connect } from "#sync/connection/connection.api.ts";
import { OAuthCredentials, ZscCredentials } from "#sync/connection/credential.api.ts";
import type { FieldProblem } from "#kernel/errors.ts";
import { problemsBy } from "#web/ui/problems-by.ts";

type Credentials = z.input<(typeof connect)["body"]>["credentials"];

/** What is typed into the form of credentials, of both kinds. */
export type CredentialValues = {
  kind: "zsc" | "oauth";
  email: string;
  zsc_key: string;
  crm_url: string;
  data_centre: z.input<typeof OAuthCredentials>["data_centre"];
  client_id: string;
  client_secret: string;
  grant_code: string;
};

export const noCredentials: CredentialValues = {
  kind: "zsc",
  email: "",
  zsc_key: "",
  crm_url: "",
  data_centre: "us",
  client_id: "",
  client_secret: "",
  grant_code: "",
};

/** Zoho's data centres by the ending of the address that its user signs in at. */
export const dataCentres: { value: CredentialValues["data_centre"]; label: string }[] = [
  { value: "us", label: "United States (zoho.com)" },
  { value: "eu", label: "Europe (zoho.eu)" },
  { value: "in", label: "India (zoho.in)" },
  { value: "au", label: "Australia (zoho.com.au)" },
  { value: "jp", label: "Japan (zoho.jp)" },
  { value: "cn", label: "China (zoho.com.cn)" },
  { value: "ca", label: "Canada (zohocloud.ca)" },
  { value: "sa", label: "Saudi Arabia (zoho.sa)" },
  { value: "uk", label: "United Kingdom (zoho.uk)" },
];

/** The credentials of the chosen kind, as the API takes them. */
export function credentialsOf(values: CredentialValues): Credentials {
  if (values.kind === "oauth") {
    const { data_centre, client_id, client_secret, grant_code } = values;
    return {
      kind: "oauth",
      data_centre,
      client_id: client_id.trim(),
      client_secret: client_secret.trim(),
      grant_code: grant_code.trim(),
    };
  }
  const crm_url = values.crm_url.trim().replace(/\/+$/, "");
  return {
    kind: "zsc",
    email: values.email.trim(),
    zsc_key: values.zsc_key.trim(),
    ...(crm_url === "" ? {} : { crm_url }),
  };
}

const oauthWords: Record<string, string> = {
  client_id: "enter the client id",
  client_secret: "enter the client secret",
};

/** What can be said about the values before they are sent. */
export function credentialProblems(values: CredentialValues): FieldProblem[] {
  const problems = problemsBy(values.kind === "oauth" ? OAuthCredentials : ZscCredentials)(
    credentialsOf(values),
  );
  return problems.map(({ path, problem }) => ({
    path,
    problem: sentence(
      path === "email" && values.email.trim() === ""
        ? "enter the e-mail address of a CRM user"
        : (oauthWords[path] ?? problem),
    ),
  }));
}

function sentence(words: string): string {
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}
