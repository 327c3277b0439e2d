import type { BrowserContext, Page } from "playwright-core";
import { type Look, openBrowser, openContext, watchFaults } from "../support/browser.ts";
import {
  type Organization,
  type Person,
  startWorld,
  type World,
  type WorldOptions,
} from "../support/world.ts";

/** A browser window and what went wrong in it. */
export type Visitor = { context: BrowserContext; page: Page; faults: string[] };

/** The whole system with a browser and people who visit it. */
export type WebWorld = {
  world: World;
  /** Somebody who has not signed in. */
  visit(look?: Look): Promise<Visitor>;
  /** A person who has signed in before. */
  enter(person: Person, look?: Look): Promise<Visitor>;
  /** The owner of a new organization, with its pages below `path("…")`. */
  settle(look?: Look): Promise<Visitor & { organization: Organization; path: (below: string) => string }>;
  stop(): Promise<void>;
};

export async function openWebWorld(options: WorldOptions = {}): Promise<WebWorld> {
  const world = await startWorld(options);
  // The name by which the system knows itself: sign-in refuses other origins.
  const url = world.system.deps.publicUrl;
  const browser = await openBrowser();

  async function visit(look?: Look): Promise<Visitor> {
    const context = await openContext(browser, url, look);
    const page = await context.newPage();
    return { context, page, faults: watchFaults(page) };
  }

  async function enter(person: Person, look?: Look): Promise<Visitor> {
    const visitor = await visit(look);
    const cookies = person.cookie.split("; ").map((pair) => {
      const at = pair.indexOf("=");
      return { name: pair.slice(0, at), value: pair.slice(at + 1), url };
    });
    await visitor.context.addCookies(cookies);
    return visitor;
  }

  return {
    world,
    visit,
    enter,
    async settle(look) {
      const organization = await world.organization("Northwind Ltd");
      const visitor = await enter(organization.owner, look);
      return { ...visitor, organization, path: (below) => `/o/${organization.id}/${below}` };
    },
    async stop() {
      await browser.close();
      await world.stop();
    },
  };
}

/** By how many pixels the page is wider than the window, or its content than its place: it would scroll sideways. */
export async function widerBy(page: Page): Promise<number> {
  return page.evaluate(() => {
    const boxes = [document.documentElement, ...document.querySelectorAll("main")];
    return Math.max(...boxes.map((box) => box.scrollWidth - box.clientWidth));
  });
}
