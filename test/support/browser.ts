import { existsSync, mkdirSync, readFileSync, rmdirSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Result } from "axe-core";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";

/** The widths that the pages are made for. */
export const sizes = {
  desktop: { width: 1440, height: 900 },
  phone: { width: 390, height: 844 },
} as const;

/** What every page is shown in: both colour schemes, and the widest and the narrowest window. */
export const looks = [
  ["light", "desktop"],
  ["dark", "phone"],
] as const;

export type Look = { colours?: "light" | "dark"; size?: keyof typeof sizes };

/** Screenshots for people to look at; git ignores the folder. */
const shots = join(import.meta.dirname, "../../.concord/shots");

/** Chromium without a window. One a test file is enough: each story has a context of its own. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = await findChromium();
  return chromium.launch({
    ...(executablePath === undefined ? { channel: "chrome" } : { executablePath }),
    // In a container one is root, and /dev/shm is small.
    args: ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"],
  });
}

/** A browser window of its own, without cookies. English and Berlin, so that texts and times are the same everywhere. */
export async function openContext(
  browser: Browser,
  baseURL: string,
  { colours = "light", size = "desktop" }: Look = {},
): Promise<BrowserContext> {
  const context = await browser.newContext({
    baseURL,
    viewport: sizes[size],
    colorScheme: colours,
    reducedMotion: "reduce",
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    hasTouch: size === "phone",
    isMobile: size === "phone",
  });
  context.setDefaultTimeout(30_000);
  return context;
}

/** Keeps a picture of the page as it is now, below .concord/shots. */
export async function keepShot(page: Page, name: string): Promise<void> {
  mkdirSync(shots, { recursive: true });
  await page.screenshot({ path: join(shots, `${name}.png`) });
}

/** Faults that axe finds in the page, by WCAG 2.2 A and AA and its own best practices; each as one line. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  // A page that was just loaded has no content yet, and axe would find fault with that.
  await page.locator("h1").first().waitFor({ state: "attached" });
  // What moves under a mouse that rests there may show its tooltip just then, which is outside of all landmarks.
  await page.mouse.move(0, 0);
  await page.getByRole("tooltip").first().waitFor({ state: "hidden" });
  const require = createRequire(import.meta.url);
  const source = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
  // By the debugger's own way in, because the content security policy forbids scripts that a page would insert.
  await page.evaluate(source);
  const violations = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(): Promise<{ violations: Result[] }> } };
    return (await axe.run()).violations;
  });
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help}: ${node.target.join(" ")} ${node.failureSummary ?? ""}`),
  );
}

/** What went wrong in a page: errors of scripts, and what was written to the console as an error. */
export function watchFaults(page: Page): string[] {
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(`${error.message}\n${error.stack ?? ""}`));
  page.on("console", (message) => {
    // A refused request is shown by the page; Chromium writes it to the console as well.
    if (message.type() === "error" && !/Failed to load resource/.test(message.text()))
      faults.push(message.text());
  });
  return faults;
}

/** The path of the Chromium that comes as a package, unpacked once; on other systems than Linux Chrome is used. */
async function findChromium(): Promise<string | undefined> {
  if (process.env["CONCORD_TEST_CHROME"]) return process.env["CONCORD_TEST_CHROME"];
  if (process.platform !== "linux") return undefined;
  const { default: packed } = await import("@sparticuz/chromium");
  // Two test files may unpack it at once, and one would start what the other has half written.
  const lock = join(tmpdir(), "concord-chromium.lock");
  await takeLock(lock);
  try {
    return await packed.executablePath();
  } finally {
    rmdirSync(lock);
  }
}

const staleLockMs = 120_000;

async function takeLock(lock: string): Promise<void> {
  for (;;) {
    try {
      mkdirSync(lock);
      return;
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
      if (existsSync(lock) && Date.now() - statSync(lock).mtimeMs > staleLockMs) rmdirSync(lock);
      await sleep(200);
    }
  }
}
