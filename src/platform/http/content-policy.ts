/**
 * What a page of ours may load and run (OWASP ASVS 3.4.3): its own scripts and styles, and style elements that carry
 * the page's nonce, which the component library makes at run time. No one else may frame it.
 */
export function contentPolicy(styleNonce?: string): string {
  return [
    "default-src 'self'",
    `style-src 'self'${styleNonce === undefined ? "" : ` 'nonce-${styleNonce}'`}`,
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "form-action 'self'",
  ].join("; ");
}
