import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";

/** After signing in or up: what was known of nobody is forgotten, and one goes where one wanted to go. */
export function useEnter(next: string | undefined): () => Promise<void> {
  const client = useQueryClient();
  const router = useRouter();
  return async () => {
    client.clear();
    await router.invalidate();
    // A full address with its filters, which `navigate({ to })` would take for a path.
    router.history.push(next ?? "/");
  };
}
