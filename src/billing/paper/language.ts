import { showIn } from "#kernel/show.ts";

/** In which language papers leave the house. */
export const show = showIn("en-GB");
