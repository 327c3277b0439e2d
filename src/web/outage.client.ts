import { CallError } from "#platform/http/call.ts";

/** What is said where the server gave no answer. */
export function outage(): CallError {
  return new CallError(0, {
    code: "network.unreachable",
    title: "The server cannot be reached",
    remedy: "Check that it is running and try again; what you typed is kept.",
    details: {},
  });
}

/** Whether the server answers now: a page that is loaded while it does not is the browser's, and none of ours. */
export async function isServerThere(): Promise<boolean> {
  try {
    return (await fetch("/healthz", { cache: "no-store" })).ok;
  } catch {
    return false;
  }
}
