/** Whole figures of the time that is looked at: of each series one, exactly. */
import { onOpening } from "../opening.js";
import { Store } from "../store.js";
import { ERRORS } from "./kinds.js";

const ADDRESS = "query.history.range";
const EVERY = 10000;

/**
 * Calls and failed calls a second, latencies in microseconds.
 * @typedef {{name: string, rate: number, failed: number, p50: number | null, p95: number | null, p99: number | null}} Total
 */

/** What there is to be known of calls. @param {Partial<import("./kinds.js").Spec>} of @returns {import("./kinds.js").Spec[]} */
export function callsOf(of) {
  return ["calls", "latency", ...ERRORS.map((word) => `errors.${word}`)].map((metric) => ({ metric, ...of }));
}

/**
 * @param {any} answer of one point @param {import("./kinds.js").Spec[]} specs @param {string | undefined} by
 * @returns {Total[]} the busiest first; what was not called is left out
 */
export function totalsOf(answer, specs, by) {
  /** @type {Map<string, Total>} */
  const totals = new Map();
  for (const series of answer.series) {
    const spec = specs[series.index];
    if (!spec || spec.by !== by) continue;
    const name = by ? String(series[by]) : "";
    const total = totals.get(name) ?? { name, rate: 0, failed: 0, p50: null, p95: null, p99: null };
    totals.set(name, total);
    add(total, spec.metric, series);
  }
  const called = [...totals.values()].filter(({ rate, failed }) => rate || failed);
  return called.sort((a, b) => b.rate - a.rate || a.name.localeCompare(b.name));
}

/** @param {Total} total @param {string} metric @param {any} series */
function add(total, metric, series) {
  if (metric === "latency") {
    for (const figure of /** @type {const} */ (["p50", "p95", "p99"])) total[figure] = series[figure]?.[0] ?? null;
  } else if (metric === "calls") total.rate += series.values?.[0] ?? 0;
  else total.failed += series.values?.[0] ?? 0;
}

/** How much of it failed; null where nothing was called. @param {Total} total */
export const failedShare = ({ rate, failed }) => (rate ? Math.min(100, (failed / rate) * 100) : null);

/** Asks again by itself while the page is live. */
export class Totals extends Store {
  /** @type {any} the last answer */
  answer = null;
  trouble = "";
  /** @type {import("./kinds.js").Spec[]} */
  specs = [];
  #around;
  /** @type {any} */
  #timer;
  #turn = 0;
  /** @type {Array<() => void>} */
  #stops = [];

  /** @param {import("./timeline.js").Surroundings} around */
  constructor(around) {
    super();
    this.#around = around;
  }

  /** @param {import("./kinds.js").Spec[]} specs */
  start(specs) {
    this.specs = specs;
    this.answer = null;
    const { bus, times } = this.#around;
    this.#stops = [times.watch(() => this.#anew()), onOpening(bus, () => this.#load())];
    this.#load();
  }

  stop() {
    for (const stop of this.#stops) stop();
    this.#stops = [];
    this.#turn += 1;
    clearTimeout(this.#timer);
  }

  /** Of another time nothing is shown until it is known. */
  #anew() {
    this.answer = null;
    this.changed();
    this.#load();
  }

  async #load() {
    const turn = ++this.#turn;
    clearTimeout(this.#timer);
    const { bus, times, now, mayAsk } = this.#around;
    if (!mayAsk() || bus.phase !== "open") return;
    try {
      const answer = await bus.ask(ADDRESS, { series: this.specs, ...times.window(now()), maxPoints: 1 });
      if (turn !== this.#turn) return;
      this.answer = answer;
      this.trouble = "";
    } catch (error) {
      if (turn !== this.#turn) return;
      this.trouble = /** @type {any} */ (error).message;
    }
    this.changed();
    if (times.live || this.trouble) this.#timer = setTimeout(() => this.#load(), EVERY);
  }

  /** @param {string} [by] */
  of(by) {
    return this.answer ? totalsOf(this.answer, this.specs, by) : [];
  }
}
