/** How long to wait before the n-th attempt: anywhere below a ceiling that doubles, so that clients that lost the same node come back one by one. */
const FIRST = 1000;
const LONGEST = 15000;
const LEAST = 50;

/** @param {number} attempt from 1 @param {() => number} [random] @returns {number} milliseconds */
export function backoff(attempt, random = Math.random) {
  const ceiling = Math.min(LONGEST, FIRST * 2 ** (attempt - 1));
  return LEAST + random() * (ceiling - LEAST);
}
