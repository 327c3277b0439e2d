import { createHash, randomBytes } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { extname, join, relative, sep } from "node:path";
import type { MiddlewareHandler } from "hono";
import { contentPolicy } from "./content-policy.ts";

const built = join(import.meta.dirname, "../../../dist/web");

const types: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".json": "application/json",
  ".woff2": "font/woff2",
  ".png": "image/png",
};

/** Stands in index.html where the nonce goes. */
const noncePlace = "__STYLE_NONCE__";

/** What the content codings are called at the end of a file's name, best first. */
const codings = [
  ["br", ".br"],
  ["gzip", ".gz"],
] as const;

type Asset = {
  bytes: Uint8Array<ArrayBuffer>;
  type: string;
  etag: string;
  isForever: boolean;
  coded: Map<string, Uint8Array<ArrayBuffer>>;
};

/**
 * Serves the built web application from memory (some megabytes): only files that were there when it was first asked,
 * so that no path leads elsewhere. Any other address is one of the application's own pages, except below /api.
 */
export function webApp(folder: string = built): MiddlewareHandler {
  let assets: Map<string, Asset> | undefined;
  return async (context, next) => {
    const { method, path } = context.req;
    if ((method !== "GET" && method !== "HEAD") || path.startsWith("/api/")) return next();
    assets ??= existsSync(join(folder, "index.html")) ? read(folder) : undefined;
    if (assets === undefined)
      return context.text("The web application is not built. Stop the server and run npm start.", 503);
    const asset = assets.get(path);
    // A part of the application that an update removed is missing; a page would be taken for a script here.
    if (asset === undefined && path.startsWith("/assets/")) return next();
    const found = asset ?? assets.get("/index.html");
    return found === undefined ? next() : respond(found, context.req.raw);
  };
}

function respond(asset: Asset, request: Request): Response {
  if (asset.type.startsWith("text/html")) return respondWithPage(asset, request);
  const headers = new Headers({
    "content-type": asset.type,
    etag: asset.etag,
    vary: "accept-encoding",
    "cache-control": asset.isForever ? "public, max-age=31536000, immutable" : "no-cache",
  });
  if (request.headers.get("if-none-match") === asset.etag)
    return new Response(null, { status: 304, headers });
  const accepted = (request.headers.get("accept-encoding") ?? "")
    .split(",")
    .map((name) => name.split(";")[0]?.trim());
  const coding = codings.find(([name]) => accepted.includes(name) && asset.coded.has(name))?.[0];
  const bytes = (coding && asset.coded.get(coding)) ?? asset.bytes;
  if (coding) headers.set("content-encoding", coding);
  headers.set("content-length", String(bytes.length));
  return new Response(request.method === "HEAD" ? null : bytes, { headers });
}

/** A page, with a nonce of its own; it is small, and made anew for each answer. */
function respondWithPage(asset: Asset, request: Request): Response {
  const nonce = randomBytes(16).toString("base64url");
  const bytes = Buffer.from(Buffer.from(asset.bytes).toString("utf8").replaceAll(noncePlace, nonce));
  const headers = new Headers({
    "content-type": asset.type,
    "content-length": String(bytes.length),
    "content-security-policy": contentPolicy(nonce),
    "cache-control": "no-store",
  });
  return new Response(request.method === "HEAD" ? null : new Uint8Array(bytes), { headers });
}

function read(folder: string): Map<string, Asset> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const paths = files.map(
    (entry) => `/${relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/")}`,
  );
  const load = (path: string): Uint8Array<ArrayBuffer> => new Uint8Array(readFileSync(join(folder, path)));
  const assets = new Map<string, Asset>();
  for (const path of paths.filter((one) => !codings.some(([, ending]) => one.endsWith(ending)))) {
    const bytes = load(path);
    const coded = codings
      .filter(([, ending]) => paths.includes(path + ending))
      .map(([name, ending]) => [name, load(path + ending)] as const);
    assets.set(path, {
      bytes,
      type: types[extname(path)] ?? "application/octet-stream",
      // Weak, because the same tag stands for the plain and the compressed form.
      etag: `W/"${createHash("sha256").update(bytes).digest("base64url").slice(0, 22)}"`,
      // Vite puts a hash of the content into the names of all it writes there.
      isForever: path.startsWith("/assets/"),
      coded: new Map(coded),
    });
  }
  return assets;
}
