// What pure files may use beyond the language: parts of Node and the browser that only reckon, and are in both.
// Nothing here reads a clock, a file, a network or chance.

declare class URLSearchParams {
  constructor(init?: string | Record<string, string> | [string, string][]);
  append(name: string, value: string): void;
  delete(name: string): void;
  get(name: string): string | null;
  getAll(name: string): string[];
  has(name: string): boolean;
  set(name: string, value: string): void;
  toString(): string;
  [Symbol.iterator](): IterableIterator<[string, string]>;
}

declare class URL {
  static canParse(url: string, base?: string): boolean;
  static parse(url: string, base?: string): URL | null;
  constructor(url: string, base?: string | URL);
  hash: string;
  host: string;
  hostname: string;
  href: string;
  readonly origin: string;
  password: string;
  pathname: string;
  port: string;
  protocol: string;
  search: string;
  readonly searchParams: URLSearchParams;
  username: string;
  toString(): string;
}

declare class TextEncoder {
  encode(text?: string): Uint8Array<ArrayBuffer>;
}

declare class TextDecoder {
  constructor(encoding?: string, options?: { fatal?: boolean });
  decode(bytes?: Uint8Array): string;
}

declare class Headers {
  constructor(init?: Record<string, string> | [string, string][]);
  get(name: string): string | null;
  has(name: string): boolean;
  [Symbol.iterator](): IterableIterator<[string, string]>;
}

/** Named by the type of a port; a pure file makes none. */
interface AbortSignal {
  readonly aborted: boolean;
}

/** Named by the type of a handler; no pure file makes or reads one. */
interface Response {
  readonly status: number;
}

// Row types add their tables to this interface; the module itself, with its driver, stays out of sight.
declare module "#platform/db/db.ts" {
  // oxlint-disable-next-line typescript/no-empty-object-type -- filled by the row types
  export interface Tables {}
}
