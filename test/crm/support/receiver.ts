import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import type { Json } from "./crm-world.ts";

/** A notice as it arrived, and when. */
export type Received = { path: string; atMs: number; body: Json };

/** A server that notices go to. It answers what the test says. */
export type Receiver = {
  url: string;
  received: Received[];
  /** The HTTP status of its next answers, or `silent`: it takes notices and never answers. */
  answerWith(status: number | "silent"): void;
  /** Waits until so many notices of the path have come; fails after some seconds. */
  until(path: string, count: number): Promise<Received[]>;
  close(): Promise<void>;
};

export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  let status: number | "silent" = 200;
  const server = createServer((request, response) => {
    let text = "";
    request.on("data", (chunk: Buffer) => (text += chunk.toString()));
    request.on("end", () => {
      const path = new URL(request.url ?? "", "http://receiver").pathname;
      received.push({ path, atMs: Date.now(), body: JSON.parse(text) });
      if (status === "silent") return;
      response.writeHead(status, status === 302 ? { location: "/elsewhere" } : {});
      response.end("{}");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const at = (path: string): Received[] => received.filter((one) => one.path === path);
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    answerWith: (given) => void (status = given),
    async until(path, count) {
      for (let left = 400; left > 0 && at(path).length < count; left -= 1) await wait(20);
      if (at(path).length < count) throw new Error(`${at(path).length} of ${count} notices at ${path}`);
      return at(path);
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
