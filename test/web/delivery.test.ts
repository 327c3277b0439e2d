import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync, gzipSync } from "node:zlib";
import { Hono } from "hono";
import { afterAll, describe, expect, test } from "vitest";
import { webApp } from "#platform/http/static.ts";

const folder = mkdtempSync(join(tmpdir(), "concord-static-"));
const script = "export const answer = 42;\n".repeat(200);
mkdirSync(join(folder, "assets"));
writeFileSync(
  join(folder, "index.html"),
  '<!doctype html><title>Concord</title><meta name="style-nonce" nonce="__STYLE_NONCE__" />',
);
writeFileSync(join(folder, "assets/main-1a2b.js"), script);
writeFileSync(join(folder, "assets/main-1a2b.js.gz"), gzipSync(script));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function ask(path: string, headers: Record<string, string> = {}, of = folder): Promise<Response> {
  return Promise.resolve(new Hono().get("*", webApp(of)).request(path, { headers }));
}

describe("delivery of the built pages", () => {
  test("given a page of the application, then index.html is answered, with a nonce of its own each time", async () => {
    const answer = await ask("/o/org_1/billing");
    expect(answer.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(answer.headers.get("cache-control")).toBe("no-store");
    const text = await answer.text();
    expect(text).toContain("<title>Concord</title>");
    const nonce = /nonce="([\w-]{22})"/.exec(text)?.[1];
    expect(answer.headers.get("content-security-policy")).toContain(`style-src 'self' 'nonce-${nonce}';`);
    expect(await (await ask("/")).text()).not.toContain(String(nonce));
  });

  test("given a file that is not a page, when it is asked for again, then it is not sent again", async () => {
    const answer = await ask("/assets/main-1a2b.js");
    const again = await ask("/assets/main-1a2b.js", { "if-none-match": answer.headers.get("etag") ?? "" });
    expect(again.status).toBe(304);
  });

  test("given a part with a hash in its name, then it may be kept for ever, and comes compressed to who takes that", async () => {
    const answer = await ask("/assets/main-1a2b.js", { "accept-encoding": "gzip, deflate, br" });
    expect(answer.headers.get("cache-control")).toContain("immutable");
    expect(answer.headers.get("content-encoding")).toBe("gzip");
    expect(Buffer.from(await answer.arrayBuffer()).equals(gzipSync(script))).toBe(true);
    const plain = await ask("/assets/main-1a2b.js");
    expect(plain.headers.get("content-encoding")).toBeNull();
    expect(await plain.text()).toBe(script);
  });

  test.each(["/assets/gone.js", "/api/nothing", "/assets/../../package.json.gz"])(
    "given %s, then no page is answered",
    async (path) => {
      const answer = await ask(path);
      expect(answer.status === 404 || answer.headers.get("content-type")?.startsWith("text/html")).toBe(true);
      expect(await answer.text()).not.toContain("dependencies");
    },
  );

  test("given pages that were not built, then a sentence says what to do", async () => {
    const answer = await ask("/", {}, join(folder, "missing"));
    expect(answer.status).toBe(503);
    expect(await answer.text()).toContain("npm start");
  });
});

test("given the built application, then the scripts of the first page are below 250 KB compressed", async () => {
  const app = new Hono().get("*", webApp());
  const page = await (await app.request("/")).text();
  const scripts = [...page.matchAll(/(?:src|href)="(\/assets\/[^"]+\.js)"/g)].map(([, path]) => path ?? "");
  expect(scripts.length).toBeGreaterThan(0);
  let bytes = 0;
  for (const path of scripts) {
    const answer = await app.request(path, { headers: { "accept-encoding": "br" } });
    const body = Buffer.from(await answer.arrayBuffer());
    const plain = answer.headers.get("content-encoding") === "br" ? brotliDecompressSync(body) : body;
    expect(plain.toString()).toMatch(/import|export|function/);
    bytes += body.length;
  }
  expect(bytes).toBeLessThan(250_000);
});
