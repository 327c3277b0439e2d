/** Whether a text can be kept and sent on as it is: it holds no NUL and no half of a character (a lone surrogate). */
export function isStorable(text: string): boolean {
  return !text.includes("\u0000") && text.isWellFormed();
}
