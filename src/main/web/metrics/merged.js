/** The past and the live end of one series as one line: no seam, and gaps stay gaps. */

/**
 * What a node answered of one series, or of one part of a split one.
 * @typedef {{part: string, values?: Array<number | null>, count?: Array<number | null>, p50?: Array<number | null>, p95?: Array<number | null>, p99?: Array<number | null>, max?: Array<number | null>}} Past
 * @typedef {{values: Array<number | null>, p50?: Array<number | null>, p95?: Array<number | null>, p99?: Array<number | null>, max?: Array<number | null>}} Line values of a histogram are its counts
 */

const FIGURES = /** @type {const} */ (["p50", "p95", "p99", "max"]);

/** However wide a screen is, it has not so many points. */
const MOST = 5000;

/** Starts of all steps from one moment to another, both in seconds. @param {number} from @param {number} to @param {number} step */
export function grid(from, to, step) {
  const first = Math.floor(from / step) * step;
  const starts = [];
  for (let at = first; at <= to && starts.length < MOST; at += step) starts.push(at);
  return starts;
}

/**
 * @param {number[]} at the grid
 * @param {Past | undefined} past
 * @param {Map<number, number>} placeOf where a start stands in the past
 * @param {{tally: import("./tally.js").Tally, part: string, whole: number, seconds: (start: number) => number} | null} live from which moment on the ticks know everything, and how much of a step was heard
 * @returns {Line}
 */
export function joined(at, past, placeOf, live) {
  const histogram = live ? live.tally.kind === "histogram" : past?.p50 !== undefined;
  /** @type {any} */
  const line = { values: [] };
  if (histogram) for (const figure of FIGURES) line[figure] = [];
  for (const start of at) {
    const seconds = live ? live.seconds(start) : 0;
    const place = placeOf.get(start);
    const told = live && seconds > 0 ? live.tally.at(start, live.part, seconds) : null;
    const sure = live !== null && start >= live.whole && seconds > 0;
    const value = sure || !has(past, place) ? told : from(past, place, histogram);
    put(line, histogram, value ?? (waits(live, sure, seconds) ? line.values[line.values.length - 1] : null));
  }
  return line;
}

/**
 * A gauge that its node has not told again since one listens is as it was.
 * @param {{tally: import("./tally.js").Tally} | null} live @param {boolean} sure @param {number} seconds
 */
const waits = (live, sure, seconds) => live?.tally.kind === "gauge" && !sure && seconds > 0;

/** @param {Past | undefined} past @param {number | undefined} place */
function has(past, place) {
  return place !== undefined && (past?.values ?? past?.count)?.[place] != null;
}

/** @param {any} past @param {any} place @param {boolean} histogram */
function from(past, place, histogram) {
  if (!histogram) return past.values[place];
  return Object.fromEntries(["count", ...FIGURES].map((figure) => [figure, past[figure]?.[place] ?? null]));
}

/** @param {any} line @param {boolean} histogram @param {any} value */
function put(line, histogram, value) {
  line.values.push(histogram ? (value?.count ?? null) : value);
  if (histogram) for (const figure of FIGURES) line[figure].push(value?.[figure] ?? null);
}
