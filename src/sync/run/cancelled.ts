/** The user asked to stop. What is committed stays. */
export class Cancelled extends Error {}
