import { Temporal } from "temporal-polyfill";
import type { LocalTime } from "./cell-value.ts";

/** Reads date-times without a zone as those of a time zone (IANA name); an hour that a clock change skips is the one after it. */
export function localTimeIn(timeZone: string): LocalTime {
  return (day, time) => {
    try {
      return Temporal.PlainDateTime.from(`${day}T${time}`)
        .toZonedDateTime(timeZone)
        .toString({ timeZoneName: "never", smallestUnit: "second" });
    } catch {
      return undefined;
    }
  };
}
