/**
 * The days that documents, money and subscriptions may have. One outside of them was typed wrong, or is not typed whole
 * yet: a field of days that holds 12 01 2 so far gives 0002-12-01.
 */
const firstDay = "1970-01-01";
const lastDay = "2126-12-31";

/** Whether a day of the calendar may be one of a document, of money or of a subscription. */
export function isUsualDay(day: string): boolean {
  return day >= firstDay && day <= lastDay;
}

export const unusualDay = `must be from ${firstDay} to ${lastDay}; check the year`;
