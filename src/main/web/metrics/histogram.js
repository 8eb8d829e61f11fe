/**
 * Latencies as they travel: `[value, count, value, count, ..]`, sorted by value: the least microseconds of a bucket of
 * HdrHistogram's grid (two significant digits), and how many it holds. All nodes have one grid, so merging is exact: a
 * quantile of merged pairs is that of all samples. Quantiles themselves are never averaged.
 * @typedef {number[]} Pairs
 */

/** @param {Pairs} a @param {Pairs} b @returns {Pairs} neither of them is changed */
export function merge(a, b) {
  if (!a.length) return b;
  if (!b.length) return a;
  const merged = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const left = i < a.length ? a[i] : Infinity;
    const right = j < b.length ? b[j] : Infinity;
    const value = Math.min(left, right);
    let count = 0;
    if (left === value) count += a[(i += 2) - 1];
    if (right === value) count += b[(j += 2) - 1];
    merged.push(value, count);
  }
  return merged;
}

/** @param {Pairs} pairs */
export function count(pairs) {
  let all = 0;
  for (let i = 1; i < pairs.length; i += 2) all += pairs[i];
  return all;
}

/**
 * What so large a share of all samples did not exceed, to the width of its bucket; null without samples. As the nodes
 * reckon it, to the microsecond.
 * @param {Pairs} pairs @param {number} share from 0 to 1
 */
export function quantile(pairs, share) {
  // The rounding of a product is no further sample.
  const wanted = (share * 100 * (1 - Number.EPSILON / 2) * count(pairs)) / 100;
  let left = Math.max(1, Math.ceil(wanted));
  for (let i = 0; i < pairs.length; i += 2) {
    left -= pairs[i + 1];
    if (left <= 0) return highest(pairs[i]);
  }
  return null;
}

/** The greatest value of the bucket that begins there. @param {number} lowest */
function highest(lowest) {
  const magnitude = 31 - Math.clz32(lowest | 255);
  return lowest + 2 ** (magnitude - 7) - 1;
}

/** @param {Pairs} pairs */
export const most = (pairs) => (pairs.length ? highest(pairs[pairs.length - 2]) : null);

/** What a chart draws of them. @param {Pairs} pairs */
export function figures(pairs) {
  return {
    count: count(pairs),
    p50: quantile(pairs, 0.5),
    p95: quantile(pairs, 0.95),
    p99: quantile(pairs, 0.99),
    max: most(pairs),
  };
}
