/**
 * Which time is looked at, as the address bar holds it: how long the live window is (`range=15m`), and, where one has
 * stopped to look, from when to when (`at=2026-11-29T10:00:00Z..2026-11-29T10:05:00Z`).
 */

/** @typedef {{id: string, seconds: number, label: string}} Span */

/** @type {Span[]} */
export const SPANS = [
  { id: "5m", seconds: 300, label: "5 min" },
  { id: "15m", seconds: 900, label: "15 min" },
  { id: "1h", seconds: 3600, label: "1 h" },
  { id: "6h", seconds: 21600, label: "6 h" },
  { id: "24h", seconds: 86400, label: "24 h" },
  { id: "7d", seconds: 604800, label: "7 d" },
  { id: "30d", seconds: 2592000, label: "30 d" },
];

export const USUAL = "15m";

/** Nothing is kept for longer. */
const LONGEST = 2 * 366 * 86400 * 1000;
/** As far as a clock may be ahead. */
const AHEAD = 86400000;
/** Finer than this nothing is known. */
const SHORTEST = 10000;

/** @param {string} id a word that is none is the usual one */
export function spanOf(id) {
  const usual = /** @type {Span} */ (SPANS.find((span) => span.id === USUAL));
  return SPANS.find((span) => span.id === id) ?? usual;
}

/**
 * A stretch of time from the address bar; null if it is none.
 * @param {string} text @returns {{from: number, to: number} | null} in milliseconds
 */
export function stretchOf(text) {
  const [from, to, more] = text.split("..").map(Date.parse);
  if (more !== undefined || !Number.isFinite(from) || !Number.isFinite(to)) return null;
  return stretch(from, to);
}

/** In order, not too short to show anything, not longer than anything is kept. @param {number} a @param {number} b in milliseconds */
export function stretch(a, b) {
  const latest = Date.now() + AHEAD;
  const [first, last] = [a, b].map((ms) => Math.min(Math.max(0, ms), latest)).sort((one, other) => one - other);
  const from = Math.floor(first / 1000) * 1000;
  const to = Math.ceil(last / 1000) * 1000;
  const short = Math.max(0, SHORTEST - (to - from));
  return { from: Math.max(from - Math.floor(short / 2000) * 1000, to - LONGEST), to: to + Math.ceil(short / 2000) * 1000 };
}

/** As the address bar holds it. @param {{from: number, to: number}} stretch */
export const textOf = ({ from, to }) => `${iso(from)}..${iso(to)}`;

/** @param {number} ms */
const iso = (ms) => new Date(ms).toISOString().replace(".000Z", "Z");

/** For people, in their own time: `29 Nov 10:00:00 – 10:05:00`. @param {{from: number, to: number}} stretch */
export function inWords({ from, to }) {
  const [a, b] = [new Date(from), new Date(to)];
  const sameDay = a.toDateString() === b.toDateString();
  return `${day(a)} ${clock(a)} – ${sameDay ? "" : `${day(b)} `}${clock(b)}`;
}

/** @param {Date} date */
export const day = (date) => date.toLocaleDateString([], { day: "numeric", month: "short" });

/** @param {Date} date */
export const clock = (date) => date.toLocaleTimeString([], { hour12: false });

/** What an `<input type="datetime-local">` wants. @param {number} ms */
export function localText(ms) {
  const date = new Date(ms);
  return new Date(ms - date.getTimezoneOffset() * 60000).toISOString().slice(0, 19);
}
