/** The traces that the nodes keep, as far as the filter lets them through, and the one that is open. */
import { Store } from "../store.js";
import { inOrder } from "./waterfall.js";

const ADDRESS = "event.trace.span";
const LIMIT = 200;
/** A list is asked anew so often while something comes in, and an open trace while it goes on: in milliseconds. */
const LIST_EVERY = 2000;
const OPEN_EVERY = 1000;
/** What begins and goes on makes no event. */
const LOOK_EVERY = 5000;

/**
 * @typedef {{trace: string, at: string, server: string, method: string, tool?: string, durationMs: number, failed: boolean, outcome?: string, kept?: string, nodes: string[], spans: number, calls?: number}} Row
 * @typedef {import("./waterfall.js").Span} Span
 * @typedef {{server: string, failed: boolean, minMs: number, minutes: number}} Filter
 */

export class Traces extends Store {
  /** @type {Row[] | null} null before the first answer */
  rows = null;
  /** @type {string[]} nodes that did not answer */
  missing = [];
  trouble = "";
  /** @type {{trace: string, open: boolean, lines: import("./waterfall.js").Line[], leftOut: number, trouble: string, gone?: boolean} | null} */
  shown = null;
  /** @type {Filter} */
  #filter = { server: "", failed: false, minMs: 0, minutes: 0 };
  #trace = "";
  #watched = false;
  #look = 0;
  /** @type {Record<string, number>} */
  #timers = {};

  /** @param {import("../bus.js").Bus} bus @param {() => number} now */
  constructor(bus, now) {
    super();
    this.bus = bus;
    this.now = now;
  }

  start() {
    this.#watched = true;
    this.bus.follow(ADDRESS, {}, {
      event: (event) => this.#heard(event.data),
      snapshot: async () => this.#again(),
      gap: () => this.#again(),
    });
    this.#look = window.setInterval(() => this.#soon("list", 0, () => this.#list()), LOOK_EVERY);
    // Not before it is said what is wanted.
    this.#soon("list", 0, () => this.#list());
  }

  stop() {
    this.#watched = false;
    clearInterval(this.#look);
    this.bus.unhear(ADDRESS);
    Object.values(this.#timers).forEach(clearTimeout);
    this.#timers = {};
  }

  /** @param {Filter} filter @param {string} trace the one that is open, or nothing */
  want(filter, trace) {
    if (JSON.stringify(filter) !== JSON.stringify(this.#filter)) {
      this.#filter = filter;
      this.#soon("list", 150, () => this.#list());
    }
    if (trace !== this.#trace) {
      this.#trace = trace;
      this.shown = null;
      if (trace) this.#open();
    }
  }

  #again() {
    this.#list();
    if (this.#trace) this.#open();
  }

  /** @param {Span} span */
  #heard(span) {
    if (span.kind === "call") this.#soon("list", LIST_EVERY, () => this.#list());
    if (span.trace === this.#trace) this.#soon("open", 100, () => this.#open());
  }

  /** @param {string} what @param {number} delay @param {() => void} task */
  #soon(what, delay, task) {
    if (!this.#watched || this.#timers[what]) return;
    this.#timers[what] = window.setTimeout(() => {
      delete this.#timers[what];
      task();
    }, delay);
  }

  async #list() {
    const asked = this.#filter;
    try {
      const answer = await this.bus.ask("query.trace.list", this.#body());
      if (asked !== this.#filter) return;
      this.rows = answer.traces;
      this.missing = answer.missing ?? [];
      this.trouble = "";
      // What goes on grows without an event.
      if (this.rows?.some((row) => !row.outcome)) this.#soon("list", LIST_EVERY, () => this.#list());
    } catch (failure) {
      if (asked !== this.#filter) return;
      this.trouble = wordsOf(failure);
    }
    this.changed();
  }

  #body() {
    const { server, failed, minMs, minutes } = this.#filter;
    return {
      limit: LIMIT,
      ...(server && { server }),
      ...(failed && { failed }),
      ...(minMs && { minMs }),
      ...(minutes && { from: new Date(this.now() - minutes * 60000).toISOString() }),
    };
  }

  async #open() {
    const trace = this.#trace;
    try {
      const { open, spans, leftOut } = await this.bus.ask("query.trace.get", { trace });
      if (trace !== this.#trace) return;
      this.shown = { trace, open, lines: inOrder(spans, this.now() * 1000), leftOut, trouble: "" };
      if (open) this.#soon("open", OPEN_EVERY, () => this.#open());
    } catch (failure) {
      if (trace !== this.#trace) return;
      this.shown = { trace, open: false, lines: [], leftOut: 0, trouble: wordsOf(failure), gone: failure?.code === 404 };
    }
    this.changed();
  }
}

/** @param {any} failure */
const wordsOf = (failure) => failure?.message ?? String(failure);
