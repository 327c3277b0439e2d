/** A piece of a COQL text. `line` and `column` count from 1, for messages. */
export type Token = {
  kind: "word" | "text" | "number" | "sign" | "end";
  text: string;
  line: number;
  column: number;
};

/** Parts a COQL text into words, quoted texts, numbers and signs; undefined token text marks what is none of these. */
export function tokensOf(source: string): Token[] {
  const pattern =
    /\s+|'((?:[^'\\]|\\.|'')*)'|-?\d+(?:\.\d+)?(?![\w.])|[A-Za-z_$][\w.$]*|<=|>=|!=|<>|[=<>(),*]|./gsy;
  const tokens: Token[] = [];
  let line = 1;
  let lineStart = 0;
  for (let match = pattern.exec(source); match; match = pattern.exec(source)) {
    const [text] = match;
    const column = match.index - lineStart + 1;
    const kind = kindOf(text);
    if (kind !== undefined)
      tokens.push({ kind, text: kind === "text" ? unquoted(match[1] ?? "") : text, line, column });
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) {
      line += 1;
      lineStart = match.index + at + 1;
    }
  }
  return [...tokens, { kind: "end", text: "", line, column: source.length - lineStart + 1 }];
}

function kindOf(text: string): Token["kind"] | undefined {
  if (/^\s/.test(text)) return undefined;
  if (text.startsWith("'") && text.length > 1) return "text";
  if (/^-?\d/.test(text)) return "number";
  return /^[A-Za-z_$]/.test(text) ? "word" : "sign";
}

function unquoted(text: string): string {
  return text.replaceAll(/\\(.)|''/gs, (_, escaped: string | undefined) => escaped ?? "'");
}
