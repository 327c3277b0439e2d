/** Rules of tokens. Source: Zoho CRM v8 documentation, "Token validity" (help.zoho.com, Kaizen #43). */
export const accessTokenSeconds = 3600;

/** Live access tokens of one refresh token or ZSC key; the next one ends the oldest. */
export const maxLiveAccessTokens = 15;

/** Access tokens that one refresh token or ZSC key yields in ten minutes; then "Access Denied". */
export const maxAccessTokensInWindow = 10;
export const accessTokenWindowMs = 10 * 60_000;

/** How long a grant code lives: three minutes unless asked for more, ten at most. */
export const grantCodeMinutes = { usual: 3, most: 10 } as const;

/** Live refresh tokens of one user at one client; the next one ends the oldest. */
export const maxRefreshTokens = 20;

/** What /oauth/v2/token answers, always with HTTP 200, where it refuses. */
export type TokenError =
  | "invalid_code"
  | "invalid_client"
  | "invalid_client_secret"
  | "invalid_redirect_uri"
  | "unsupported_grant_type"
  | "Access Denied";
