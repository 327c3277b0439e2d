/** Texts outside of what a process keeps in objects: a million short ones take little more than their letters. */
export type TextPool = { add(text: string): void; at(place: number): string };

/** Bytes of one piece. */
const pieceSize = 1 << 22;

/** Comes before the two bytes of a character that has no single one. */
const wide = 0xff;

/** Letters that are made into a text at once. */
const partSize = 8192;

export function createTextPool(): TextPool {
  const pieces: Uint8Array[] = [];
  /** Of each text: its piece, where it begins there, and how many characters it has. */
  const places: number[] = [];
  let used = pieceSize;
  return {
    add(text) {
      const most = text.length * 3;
      if (used + most > (pieces.at(-1)?.length ?? 0)) {
        pieces.push(new Uint8Array(Math.max(pieceSize, most)));
        used = 0;
      }
      places.push(pieces.length - 1, used, text.length);
      used = write(pieces.at(-1) ?? new Uint8Array(), used, text);
    },
    at(place) {
      const piece = pieces[places[place * 3] ?? 0] ?? new Uint8Array();
      return read(piece, places[place * 3 + 1] ?? 0, places[place * 3 + 2] ?? 0);
    },
  };
}

/** Writes a text, and answers where the next one begins. */
function write(piece: Uint8Array, start: number, text: string): number {
  let to = start;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code >= wide) {
      piece[to] = wide;
      piece[to + 1] = code >> 8;
      to += 2;
    }
    piece[to] = code & 0xff;
    to += 1;
  }
  return to;
}

function read(piece: Uint8Array, start: number, length: number): string {
  let text = "";
  let from = start;
  for (let left = length; left > 0; left -= partSize) {
    const codes: number[] = [];
    for (const until = Math.min(left, partSize); codes.length < until; from += 1) {
      const isWide = piece[from] === wide;
      codes.push(isWide ? ((piece[from + 1] ?? 0) << 8) | (piece[from + 2] ?? 0) : (piece[from] ?? 0));
      if (isWide) from += 2;
    }
    text += String.fromCharCode(...codes);
  }
  return text;
}
