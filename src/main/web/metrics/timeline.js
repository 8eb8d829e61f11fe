/**
 * The series that one view shows, over the time the page looks at: asked of the nodes once, then carried on by ticks. They
 * are series of servers, replicas and nodes: ticks say nothing of tools to who names no server.
 */
import { onOpening } from "../opening.js";
import { Store } from "../store.js";
import { Heard } from "./heard.js";
import { keyOf, kindOf } from "./kinds.js";
import { grid, joined } from "./merged.js";
import { Tally } from "./tally.js";

const ADDRESS = "query.history.range";
const MOST_POINTS = 300;
/** Coarser steps are not counted here, they are asked for again. */
const FINE = 60;
/** Every node tells each gauge again within this time, in seconds. */
const GAUGES_TOLD = 16;
/** When what lies between the answer and the first whole tick has become known: of counters, then of all, in milliseconds. */
const SOON = 4000;
const LATER = 20000;
const AGAIN = 5000;

/**
 * @typedef {import("./kinds.js").Spec} Spec
 * @typedef {import("./merged.js").Past} Past
 * @typedef {{bus: import("../bus.js").Bus, ticks: import("./ticks.js").Ticks, times: import("./times.js").Times, now: () => number, mayAsk: () => boolean}} Surroundings
 */

export class Timeline extends Store {
  /** @type {"loading" | "ready" | "failed"} */
  phase = "loading";
  /** Why there is no past. */
  trouble = "";
  /** Nodes that did not answer. @type {Array<{node: string, why: string}>} */
  missing = [];
  /** @type {Spec[]} */
  specs = [];
  /** Starts of the steps that are shown, in seconds. @type {number[]} */
  at = [];
  /** In seconds. */
  step = 1;
  #around;
  /** By key of the series, then by part. @type {Map<string, Map<string, Past>>} */
  #past = new Map();
  /** @type {Map<number, number>} */
  #placeOf = new Map();
  /** @type {Map<string, Tally>} */
  #tallies = new Map();
  #heard = new Heard();
  /** How many seconds of each step were heard, as far as it was asked since the last tick. @type {Map<number, number>} */
  #counted = new Map();
  /** What was read since then, by key of the series. @type {Map<string, Map<string, import("./merged.js").Line>>} */
  #read = new Map();
  /** @type {any[]} */
  #timers = [];
  /** @type {Array<() => void>} */
  #stops = [];
  /** Rises with each question; what answers an older one is void. */
  #turn = 0;

  /** @param {Surroundings} around */
  constructor(around) {
    super();
    this.#around = around;
  }

  /** @param {Spec[]} specs */
  start(specs) {
    this.specs = specs;
    const { ticks, times, bus } = this.#around;
    this.#stops = [
      ticks.follow({ tick: (node, tick) => this.#take(node, tick), missed: () => this.#missed() }),
      times.watch(() => this.#anew()),
      onOpening(bus, () => this.phase !== "ready" && this.#load()),
    ];
    this.#anew();
  }

  stop() {
    for (const stop of this.#stops) stop();
    this.#stops = [];
    this.#turn += 1;
    this.#clearTimers();
  }

  /** Other series, over the same time. @param {Spec[]} specs */
  show(specs) {
    if (specs.map(keyOf).join("\n\n") === this.specs.map(keyOf).join("\n\n")) return;
    this.specs = specs;
    this.#anew();
  }

  get live() {
    return this.#around.times.live;
  }

  /** What the charts span, in seconds: a live one ends with the last second that all nodes told of. */
  get window() {
    const { from, to } = this.#around.times.window(this.#around.now());
    if (!this.live) return { from: from / 1000, to: to / 1000 };
    const end = Math.min(to / 1000, Math.max(this.#heard.until, to / 1000 - 5));
    return { from: end - (to - from) / 1000, to: end };
  }

  /**
   * What is known of a series, by part; the only part of one that is not split is `""`.
   * @param {Spec} spec @returns {Map<string, import("./merged.js").Line>}
   */
  lines(spec) {
    const key = keyOf(spec);
    let lines = this.#read.get(key);
    if (!lines) this.#read.set(key, (lines = this.#joined(spec, key)));
    return lines;
  }

  /** @param {Spec} spec @param {string} key */
  #joined(spec, key) {
    const past = this.#past.get(key) ?? new Map();
    const tally = this.#tallies.get(key);
    const whole = this.#heard.since + (kindOf(spec.metric) === "gauge" ? GAUGES_TOLD : 0);
    const seconds = (/** @type {number} */ start) => this.#secondsOf(start);
    const lines = new Map();
    for (const part of new Set([...past.keys(), ...(tally?.parts ?? []), ...(spec.by ? [] : [""])])) {
      const live = tally ? { tally, part, whole, seconds } : null;
      lines.set(part, joined(this.at, past.get(part), this.#placeOf, live));
    }
    return lines;
  }

  /** @param {number} start */
  #secondsOf(start) {
    let count = this.#counted.get(start);
    if (count === undefined) this.#counted.set(start, (count = this.#heard.within(start, this.step)));
    return count;
  }

  /** Another time or other series: nothing of what is known fits. */
  #anew() {
    this.#past = new Map();
    this.#placeOf = new Map();
    this.#tallies = new Map();
    this.#heard.restart();
    this.phase = "loading";
    this.trouble = "";
    this.missing = [];
    this.#setStep(this.#guess);
    this.#lay();
    this.changed();
    this.#load();
  }

  #missed() {
    this.#heard.restart();
    this.#tallies = new Map();
    this.#load();
  }

  /** Asks for the past; what is shown stays until the answer is here. */
  async #load(again = 0) {
    const turn = ++this.#turn;
    this.#clearTimers();
    const { bus, times, now, mayAsk } = this.#around;
    const { from, to } = times.window(now());
    if (!mayAsk()) return this.#without();
    try {
      const answer = await bus.ask(ADDRESS, { series: this.specs, from, to, maxPoints: MOST_POINTS });
      if (turn === this.#turn) this.#answered(answer, again);
    } catch (error) {
      if (turn === this.#turn) this.#failed(/** @type {any} */ (error));
    }
  }

  /** @param {any} answer @param {number} again */
  #answered(answer, again) {
    this.phase = "ready";
    this.trouble = "";
    this.missing = answer.missing ?? [];
    this.#setStep(answer.step);
    this.#placeOf = new Map(answer.at.map((/** @type {number} */ at, /** @type {number} */ i) => [at, i]));
    this.#past = new Map(this.specs.map((spec) => [keyOf(spec), new Map()]));
    for (const series of answer.series) {
      const spec = this.specs[series.index];
      if (spec) this.#past.get(keyOf(spec))?.set(spec.by ? String(series[spec.by]) : "", series);
    }
    if (this.live) this.#later(again);
    this.#lay();
    this.changed();
  }

  /** @param {number} again how often it was asked again */
  #later(again) {
    if (!this.#fine) return this.#in(Math.max(10000, (this.step * 1000) / 6), again);
    if (again === 0) this.#in(SOON, 1);
    if (again === 1) this.#in(Math.max(LATER, this.step * 1000 + SOON), 2);
  }

  /** @param {number} ms @param {number} again */
  #in(ms, again) {
    this.#timers.push(setTimeout(() => this.#load(again), ms));
  }

  /** @param {Error} error */
  #failed(error) {
    if (this.#around.bus.phase !== "open") return;
    this.phase = "failed";
    this.trouble = error.message;
    this.#in(AGAIN, 0);
    this.changed();
  }

  /** Who may not ask for the past sees what comes. */
  #without() {
    this.phase = "ready";
    this.changed();
  }

  /** How wide the steps are as long as no node has said it. */
  get #guess() {
    const { from, to } = this.#around.times.window(this.#around.now());
    return Math.max(1, Math.ceil((to - from) / 1000 / MOST_POINTS));
  }

  /** @param {number} step */
  #setStep(step) {
    if (step !== this.step) this.#tallies = new Map();
    if (step !== this.step && this.#heard.since < Infinity) this.#heard.restart();
    this.step = step;
  }

  get #fine() {
    return this.step <= FINE;
  }

  /** @param {string} node @param {import("./tick.js").Columns} tick */
  #take(node, tick) {
    if (!this.live || !this.#fine) return;
    const now = this.#around.now();
    const before = this.#heard.until;
    for (const spec of this.specs) this.#tally(spec).take(node, tick);
    if (!tick.more) this.#heard.take(node, tick.at, now);
    for (const gone of this.#heard.fallen(now)) for (const tally of this.#tallies.values()) tally.leave(gone);
    // One picture a second, not one for each node.
    if (this.#heard.until === before) return;
    this.#lay();
    this.changed();
  }

  /** @param {Spec} spec */
  #tally(spec) {
    const key = keyOf(spec);
    let tally = this.#tallies.get(key);
    if (!tally) this.#tallies.set(key, (tally = new Tally(spec, this.step)));
    return tally;
  }

  /** The grid as it is now; what left it is forgotten. */
  #lay() {
    const { from, to } = this.window;
    this.at = grid(from, this.live ? to : to - 1, this.step);
    this.#counted = new Map();
    this.#read = new Map();
    if (!this.live || !this.at.length) return;
    this.#heard.forget(this.at[0]);
    for (const tally of this.#tallies.values()) tally.forget(this.at[0]);
  }

  #clearTimers() {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers = [];
  }
}
