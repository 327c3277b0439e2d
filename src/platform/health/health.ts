import type { Deps } from "#platform/deps.ts";
import type { Server } from "#platform/http/server.ts";
import { readMetrics } from "./metrics.ts";
import { checkReadiness } from "./readiness.ts";

/** Liveness (the process answers), readiness (it can do its work), and figures for Prometheus. Open to whoever reaches the port. */
export function mountHealth(server: Server, deps: Deps): void {
  server.get("/healthz", (context) => context.json({ status: "ok" }));
  server.get("/readyz", async (context) => {
    const checks = await checkReadiness(deps);
    const ready = checks.every(({ ok }) => ok);
    return context.json({ status: ready ? "ready" : "not ready", checks }, ready ? 200 : 503, {
      "cache-control": "no-store",
    });
  });
  server.get("/metrics", async (context) => {
    const { text, contentType } = await readMetrics(deps);
    return context.text(text, 200, { "content-type": contentType, "cache-control": "no-store" });
  });
}
