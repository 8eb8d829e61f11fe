/** How long to wait before the n-th attempt: doubling, capped, and never two browsers alike. */
const FIRST = 500;
const LONGEST = 8000;

/** @param {number} attempt from 1 @param {() => number} [random] @returns {number} milliseconds */
export function backoff(attempt, random = Math.random) {
  const ceiling = Math.min(LONGEST, FIRST * 2 ** (attempt - 1));
  return ceiling / 2 + (random() * ceiling) / 2;
}
