/** What a plot draws beside the bare figures. */

/**
 * Each on top of those after it, so that the first is drawn first and stands highest.
 * @param {Array<{values: Array<number | null>}>} lines @param {(line: number) => boolean} shown
 */
export function piled(lines, shown) {
  /** @type {Array<number | null> | undefined} */
  let below;
  const piles = [...lines].reverse().map(({ values }, i) => {
    if (!shown(lines.length - 1 - i)) return values;
    const base = below;
    below = values.map((value, at) => (value == null ? (base?.[at] ?? null) : value + (base?.[at] ?? 0)));
    return below;
  });
  return piles.reverse();
}

/** A value between two gaps has no line to be seen by. @param {ArrayLike<number | null | undefined>} values */
export function alone(values) {
  const places = [];
  for (let i = 0; i < values.length; i += 1) {
    if (values[i] != null && values[i - 1] == null && values[i + 1] == null) places.push(i);
  }
  return places.length ? places : null;
}
