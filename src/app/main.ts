import { readPlace } from "./place.ts";
import { lineOf } from "./failure.ts";
import { serve } from "./server/serve.ts";

// What `npm start` runs.
try {
  await serve(await readPlace(process.env));
} catch (error) {
  process.stderr.write(`${lineOf(error)}\n`);
  process.exitCode = 1;
}
