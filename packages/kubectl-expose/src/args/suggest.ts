/** Edit distance where swapping two neighbours counts once (optimal string alignment). */
export function distance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, (beforeLast[j - 2] ?? 0) + 1);
      row.push(best);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
}

/** Casing, dashes and underscores do not tell two words apart. */
export const plain = (word: string): string => word.replaceAll(/[-_]/g, '').toLowerCase();

/** The right word that was most likely meant, or none when nothing is near: a third of the letters may differ. */
export function nearest(word: string, words: Iterable<string>): string | undefined {
  const typed = plain(word);
  if (typed === '') return undefined;
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(typed.length / 3)) + 1;
  for (const candidate of words) {
    const known = plain(candidate);
    const far = known.startsWith(typed) && typed.length >= 3 ? 1 : distance(typed, known);
    if (far < bestDistance) [best, bestDistance] = [candidate, far];
  }
  return best;
}
