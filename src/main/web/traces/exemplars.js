/** Single calls beside the figures of many: of each part of the time that is shown, the kept one that took longest. */
import { onOpening } from "../opening.js";
import { Store } from "../store.js";

/** So many marks are enough for a chart. */
const MARKS = 60;
const AGAIN = 10000;

/** @typedef {{trace: string, at: number, value: number, words: string, failed: boolean}} Exemplar at in seconds, value in microseconds */

export class Exemplars extends Store {
  /** @type {Exemplar[]} */
  all = [];
  /** @type {string | undefined} */
  #server;
  #around;
  /** @type {Array<() => void>} */
  #stops = [];
  /** @type {any} */
  #timer;
  #turn = 0;

  /** @param {import("../metrics/timeline.js").Surroundings} around */
  constructor(around) {
    super();
    this.#around = around;
  }

  /** @param {string | undefined} server all of them, if it is none */
  start(server) {
    this.stop();
    this.#server = server;
    const { bus, times } = this.#around;
    this.#stops = [times.watch(() => this.#anew()), onOpening(bus, () => this.#load())];
    this.#load();
  }

  stop() {
    for (const stop of this.#stops) stop();
    this.#stops = [];
    this.#turn += 1;
    clearTimeout(this.#timer);
    this.all = [];
  }

  #anew() {
    this.all = [];
    this.changed();
    this.#load();
  }

  async #load() {
    const turn = ++this.#turn;
    const { bus, times, now } = this.#around;
    clearTimeout(this.#timer);
    if (bus.phase !== "open") return;
    const { from, to } = times.window(now());
    const wanted = { from: iso(from), to: iso(to), slowestEachMs: Math.max(1000, Math.ceil((to - from) / MARKS)), limit: MARKS + 1 };
    try {
      const { traces } = await bus.ask("query.trace.list", { ...wanted, ...(this.#server && { server: this.#server }) });
      if (turn !== this.#turn) return;
      // The newest on top of those that it covers.
      this.all = traces.map(exemplar).reverse();
      this.changed();
    } catch (error) {
      // The lines are there without them.
      console.warn(`marks of calls: ${/** @type {any} */ (error).message}`);
    }
    if (turn === this.#turn && times.live) this.#timer = setTimeout(() => this.#load(), AGAIN);
  }
}

/** @param {number} ms */
const iso = (ms) => new Date(ms).toISOString();

/** @param {import("./traces.js").Row} row @returns {Exemplar} */
function exemplar({ trace, at, server, tool, method, durationMs, failed, outcome }) {
  const words = `${server} ${tool ?? method}${failed ? ` (${outcome})` : ""}`;
  return { trace, at: Date.parse(at) / 1000, value: durationMs * 1000, words, failed };
}
