import { z } from "zod";

// Zod would write checks as program text and compile them, which the content security policy forbids.
z.config({ jitless: true });
