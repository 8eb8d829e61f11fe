/** The one timer of the page, and what time it is on the nodes. */

/** @type {Set<(now: number) => void>} */
const listeners = new Set();
let skew = Infinity;

/**
 * Learns how far this machine's clock is from the nodes': an event can't arrive before it happened,
 * so the smallest difference seen is the skew.
 * @param {string | undefined} at
 */
export function observe(at) {
  const difference = Date.now() - Date.parse(at ?? "");
  if (difference < skew) skew = difference;
}

/** Now, as the nodes count, in milliseconds. */
export function now() {
  return Date.now() - (Number.isFinite(skew) ? skew : 0);
}

/** @param {(now: number) => void} listener @returns {() => void} stops it */
export function everySecond(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** For views that change every second. */
export const seconds = { watch: everySecond };

setInterval(() => {
  const time = now();
  for (const listener of listeners) listener(time);
}, 1000);

/** A duration in one short word. @param {number} ms */
export function short(ms) {
  const s = Math.max(0, Math.round(ms / 1000));
  if (s < 60) return `${s} s`;
  if (s < 3600) return `${Math.floor(s / 60)} m ${s % 60 && s < 600 ? `${s % 60} s` : ""}`.trim();
  if (s < 86400) return `${Math.floor(s / 3600)} h ${Math.floor((s % 3600) / 60)} m`;
  return `${Math.floor(s / 86400)} d ${Math.floor((s % 86400) / 3600)} h`;
}

/** An answer time with as many digits as mean something. @param {number | null | undefined} ms */
export function millis(ms) {
  if (ms == null) return "–";
  if (ms >= 10000) return `${(ms / 1000).toFixed(1)} s`;
  if (ms >= 1000) return `${(ms / 1000).toFixed(2)} s`;
  return `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;
}

/** The time of day to the millisecond, for lists of lines. @param {string | number} at */
export function timeToMillis(at) {
  return `${timeOfDay(at)}.${String(new Date(at).getMilliseconds()).padStart(3, "0")}`;
}

/** The time of day, for lists of events. @param {string | number | undefined} at */
export function timeOfDay(at) {
  const date = new Date(at ?? NaN);
  return Number.isNaN(date.getTime()) ? "–" : date.toLocaleTimeString([], { hour12: false });
}
