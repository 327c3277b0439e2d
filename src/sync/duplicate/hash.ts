/** A number of 32 bits for a text (FNV-1a). Two texts have the same one so seldom that it costs a comparison, no more. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}
