/** What a euro is in dollars, in so many months before this one: made up, and near enough to what it was. */
export function euroRate(monthsAgo: number): string {
  const wave = Math.round(400 * Math.sin(monthsAgo / 3.1) + 250 * Math.cos(monthsAgo / 1.7));
  return `1.${String(1000 + wave).padStart(4, "0")}`;
}
