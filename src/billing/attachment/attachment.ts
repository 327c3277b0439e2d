/** The largest file that is kept, in bytes; the database holds it too. */
export const largestAttachment = 10_000_000;

/** How many files a customer may have: they are in every backup. A merge may bring more together. */
export const mostAttachments = 20;
