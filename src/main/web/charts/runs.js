/**
 * Stretches of one value; where nothing is known there is none.
 * @param {number[]} at @param {Array<number | null>} values @param {number} step
 */
export function runs(at, values, step) {
  /** @type {Array<{from: number, to: number, value: number}>} */
  const found = [];
  at.forEach((from, i) => {
    const value = values[i];
    if (value == null) return;
    const last = found[found.length - 1];
    if (last && last.value === value && last.to === from) last.to = from + step;
    else found.push({ from, to: from + step, value });
  });
  return found;
}
