import { nameKey } from "#billing/customer/match-key.ts";

/** How streets are shortened, each with what it stands for. */
const long: Readonly<Record<string, string>> = {
  st: "street",
  str: "street",
  strasse: "street",
  rd: "road",
  ave: "avenue",
  av: "avenue",
  blvd: "boulevard",
  bld: "building",
  bldg: "building",
  dr: "drive",
  ln: "lane",
  ct: "court",
  crt: "court",
  pl: "place",
  sq: "square",
  hwy: "highway",
  pde: "parade",
  pkwy: "parkway",
  cct: "circuit",
  cres: "crescent",
  tce: "terrace",
  ste: "suite",
  fl: "floor",
  apt: "apartment",
  no: "",
  n: "north",
  s: "south",
  e: "east",
  w: "west",
};

/** The words of a street in one order, written out: `12 Main St.` and `Main Street 12` are the same. */
export function streetWords(street: string | null | undefined): string[] {
  const key = nameKey(street);
  if (key === null) return [];
  return key
    .split(" ")
    .flatMap((word) => parted(word))
    .map((word) => long[word] ?? word)
    .filter((word) => word !== "")
    .toSorted();
}

/** German streets end in the word itself, numbers in a letter: `hauptstrasse` is two words, `12b` too. */
function parted(word: string): string[] {
  const street = /^(\p{L}{3,})(strasse|str)$/u.exec(word);
  if (street) return [street[1] ?? "", "street"];
  const number = /^(\d+)(\p{L})$/u.exec(word);
  return number ? [number[1] ?? "", number[2] ?? ""] : [word];
}

/** A post code without blanks and signs, in lower case. */
export function zipKey(zip: string | null | undefined): string | null {
  const key = nameKey(zip)?.replaceAll(" ", "") ?? "";
  return key === "" ? null : key;
}
