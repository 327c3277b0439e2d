/** What is made when it is first asked for, and then kept. */
export function once<Value extends object>(make: () => Value): () => Value {
  let kept: Value | undefined;
  return () => (kept ??= make());
}
