import { nameKey } from "#billing/customer/match-key.ts";

/** Legal forms as they end names, in their normal form and with dotted letters joined: `S.A.` is `sa`. */
const legalForms = new Set(
  `ab ag aps as asa bhd bv bvba co company corp corporation cv doo eg eirl ek ev eurl gbr gesmbh gmbh inc incorporated
   kft kg kgaa kk lda limited limitada llc llp lp ltd ltda mbh nv ohg oy oyj plc pte pty pvt sa sab sae sarl sas sasu sc
   sca scs se sia sl slu snc sp spa spol sro srl trust ug uab zoo zrt`
    .split(/\s+/)
    .filter((word) => word !== ""),
);

/** Words that join a name's parts and say nothing. */
const joining = new Set(["and", "the", "und", "et", "y", "e", "of", "de"]);

/** The words of a name by which it is compared, without legal forms at its end: `The Acme Group, Inc.` is acme, group. */
export function nameWords(name: string): string[] {
  const key = nameKey(name);
  if (key === null) return [];
  const all = joinLetters(key.split(" "));
  const words = all.length > 1 ? all.filter((word) => !joining.has(word)) : all;
  let end = words.length;
  while (end > 1 && legalForms.has(words[end - 1] ?? "")) end -= 1;
  return end === 0 ? all : words.slice(0, end);
}

/** Single letters that follow each other are one word, as dots part them: `s a` is `sa`, `a o smith` is `ao smith`. */
function joinLetters(words: readonly string[]): string[] {
  const joined: string[] = [];
  let isOpen = false;
  for (const word of words) {
    const isLetter = /^\p{L}$/u.test(word);
    if (isLetter && isOpen) joined.push((joined.pop() ?? "") + word);
    else joined.push(word);
    isOpen = isLetter;
  }
  return joined;
}
