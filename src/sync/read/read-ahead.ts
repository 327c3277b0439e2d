/**
 * A generator's items, up to `depth` of them asked for before they are wanted: the far side answers while this side
 * works. They come in order and none is lost; what was asked for but is not wanted any more is dropped.
 */
export async function* readAhead<Item>(source: AsyncGenerator<Item>, depth: number): AsyncGenerator<Item> {
  const asked: Promise<IteratorResult<Item>>[] = [];
  for (;;) {
    while (asked.length < depth) asked.push(ask(source));
    const next = await asked.shift();
    if (next === undefined || next.done === true) return;
    yield next.value;
  }
}

/** A failure is met where the item is awaited; one that nobody awaits any more is nobody's. */
function ask<Item>(source: AsyncGenerator<Item>): Promise<IteratorResult<Item>> {
  const item = source.next();
  item.catch(() => undefined);
  return item;
}
