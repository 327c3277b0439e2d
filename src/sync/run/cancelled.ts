/** A person asked to stop, or the configuration of the run is no longer the present one. What is committed stays. */
export class Cancelled extends Error {}
