/** The first letters of the first and last word, "?" when there is no letter. */
export function monogramOf(name: string): string {
  const words = name.split(/[\s_\-.]+/).flatMap((word) => word.match(/[\p{L}\p{N}]/u) ?? []);
  if (words.length === 0) return '?';
  const letters = words.length === 1 ? words[0]! : words[0]! + words.at(-1)!;
  return letters.toLocaleUpperCase();
}

/** Which of four shades a name has, always the same one. */
export function shadeOf(name: string): number {
  let sum = 0;
  for (const char of name) sum = (sum * 31 + char.codePointAt(0)!) % 65_521;
  return sum % 4;
}
