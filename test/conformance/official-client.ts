import type { Json } from "../crm/support/crm-world.ts";
import { createRequire } from "node:module";
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";

const require = createRequire(import.meta.url);
const base = dirname(require.resolve("@zohocrm/typescript-sdk-8.0"));
// Its files import each other in a circle that is only sound when it is entered here.
require("@zohocrm/typescript-sdk-8.0");

/** A class of the official client by its folder and file below the CRM's API; it has no types worth having. */
export function crmClass(path: string, name: string): Json {
  return require(`${base}/core/com/zoho/crm/api/${path}.js`)[name];
}

/** A class of its plumbing. */
export function sdkClass(path: string, name: string): Json {
  return require(`${base}/${path}.js`)[name];
}

/** How the client proves who it is: a refresh token, or a grant code with the address that it was given for. */
export type Secret = { refreshToken: string } | { grantToken: string; redirectUri: string };

/** Makes the official client talk to our server. One at a time: it keeps global state. */
export async function connectOfficialClient(
  options: { url: string; folder: string; clientId: string; clientSecret: string } & Secret,
): Promise<void> {
  const { url, folder } = options;
  mkdirSync(join(folder, "resources"), { recursive: true });
  const Environment = sdkClass("routes/dc/environment", "Environment");
  const OAuthBuilder = sdkClass("models/authenticator/oauth_builder", "OAuthBuilder");
  const FileStore = sdkClass("models/authenticator/store/file_store", "FileStore");
  const InitializeBuilder = sdkClass("routes/initialize_builder", "InitializeBuilder");
  const LogBuilder = sdkClass("routes/logger/log_builder", "LogBuilder");
  const SDKConfigBuilder = sdkClass("routes/sdk_config_builder", "SDKConfigBuilder");
  const { Levels } = require(`${base}/routes/logger/logger.js`);
  const token = new OAuthBuilder().clientId(options.clientId).clientSecret(options.clientSecret);
  if ("refreshToken" in options) token.refreshToken(options.refreshToken);
  else token.grantToken(options.grantToken).redirectURL(options.redirectUri);
  const builder = await new InitializeBuilder();
  builder
    .environment(new Environment(url, `${url}/oauth/v2/token`, url))
    .token(token.build())
    .store(new FileStore(join(folder, "tokens.csv")))
    .SDKConfig(new SDKConfigBuilder().pickListValidation(false).autoRefreshFields(false).build())
    .resourcePath(`${folder}/`)
    .logger(new LogBuilder().level(Levels.OFF).filePath(join(folder, "sdk.log")).build());
  await builder.initialize();
}

/** Parameters or headers of a call, by the client's own constants. */
export async function parameters(
  pairs: readonly (readonly [constant: unknown, value: unknown])[],
  kind: "ParameterMap" | "HeaderMap" = "ParameterMap",
): Promise<unknown> {
  const map = new (sdkClass(kind === "ParameterMap" ? "routes/parameter_map" : "routes/header_map", kind))();
  for (const [constant, value] of pairs) await map.add(constant, value);
  return map;
}
