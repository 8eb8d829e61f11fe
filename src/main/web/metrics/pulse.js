/** How busy each server was within the last minute, for lists of many: some numbers a server, and no more. */
import { Store } from "../store.js";
import { SILENT, SKEWED, middleOf } from "./heard.js";
import { merge, quantile } from "./histogram.js";

/** Seconds that are kept. */
const KEPT = 60;
/** A rate is that of so many seconds, so that it does not jump. */
const RATE = 10;
/** Gone for longer than this, a server is forgotten: in seconds. */
const FORGOTTEN = 600;

/**
 * @typedef {{rate: number, p95: number | null, errors: number, rates: number[]}} Beat calls a second, microseconds, failed calls a second, and the calls of each second, oldest first
 * @typedef {{at: number, calls: Float64Array, errors: Float64Array, pairs: number[][]}} Ring
 */

export class Pulse extends Store {
  /** @type {Map<string, Ring>} */
  #rings = new Map();
  /** What was reckoned since the last tick. @type {Map<string, Beat | undefined>} */
  #beats = new Map();
  #at = 0;
  /** The last second of each node that lives, and when it was heard, in milliseconds. @type {Map<string, {at: number, heard: number}>} */
  #nodes = new Map();
  /** The first second of which something was heard. */
  #since = 0;
  /** @type {() => void} */
  #stop = () => {};

  #now;

  /** @param {import("./ticks.js").Ticks} ticks @param {() => number} now in milliseconds, when something is heard */
  constructor(ticks, now = Date.now) {
    super();
    this.ticks = ticks;
    this.#now = now;
  }

  /** Listens as long as somebody looks. */
  start() {
    this.#stop();
    this.#stop = this.ticks.follow({ tick: (node, tick) => this.#take(this.#secondOf(node, tick.at), tick), missed: () => this.forget() });
  }

  stop() {
    this.#stop();
    this.#stop = () => {};
    this.forget();
  }

  forget() {
    this.#rings = new Map();
    this.#beats = new Map();
    this.#nodes = new Map();
    this.#since = 0;
    this.#at = 0;
    this.changed();
  }

  /** A node whose clock is off is counted when it is heard: it would take the others for silent. @param {string} node @param {number} at */
  #secondOf(node, at) {
    const heard = this.#now();
    this.#nodes.set(node, { at, heard });
    for (const [name, last] of this.#nodes) if (heard - last.heard > SILENT) this.#nodes.delete(name);
    const middle = middleOf([...this.#nodes.values()].map((last) => last.at));
    return Math.abs(at - middle) <= SKEWED ? at : middle;
  }

  /** @param {number} at @param {import("./tick.js").Columns} tick */
  #take(at, tick) {
    this.#since ||= at;
    this.#at = Math.max(this.#at, at);
    const errors = Object.keys(tick).filter((word) => word.startsWith("errors."));
    for (let row = 0; row < tick.server.length; row += 1) {
      if (tick.server[row] === "" || tick.replica[row] || tick.tool[row]) continue;
      const calls = tick.calls?.[row] ?? 0;
      const failed = errors.reduce((sum, word) => sum + (tick[word][row] ?? 0), 0);
      const pairs = tick.latency?.[row] ?? [];
      if (calls || failed || pairs.length) this.#add(tick.server[row], at, calls, failed, pairs);
    }
    if (this.#at % KEPT === 0) this.#tidy();
    this.#beats = new Map();
    this.changed();
  }

  /** @param {string} server @param {number} at @param {number} calls @param {number} failed @param {number[]} pairs */
  #add(server, at, calls, failed, pairs) {
    let ring = this.#rings.get(server);
    if (!ring) {
      ring = { at, calls: new Float64Array(KEPT), errors: new Float64Array(KEPT), pairs: Array(KEPT).fill([]) };
      this.#rings.set(server, ring);
    }
    if (at <= ring.at - KEPT) return;
    this.#turn(ring, at);
    const place = at % KEPT;
    ring.calls[place] += calls;
    ring.errors[place] += failed;
    ring.pairs[place] = merge(ring.pairs[place], pairs);
  }

  /** Empties the seconds between the last one of which something was told and this one. @param {Ring} ring @param {number} at */
  #turn(ring, at) {
    for (let second = Math.max(ring.at + 1, at - KEPT + 1); second <= at; second += 1) {
      ring.calls[second % KEPT] = 0;
      ring.errors[second % KEPT] = 0;
      ring.pairs[second % KEPT] = [];
    }
    ring.at = Math.max(ring.at, at);
  }

  #tidy() {
    for (const [server, ring] of this.#rings) if (ring.at < this.#at - FORGOTTEN) this.#rings.delete(server);
  }

  /** Nothing of a server that has not been called within the minute. @param {string} server */
  of(server) {
    if (!this.#beats.has(server)) this.#beats.set(server, this.#beat(server));
    return this.#beats.get(server);
  }

  /** The second that runs is not yet told of by all nodes. @param {string} server @returns {Beat | undefined} */
  #beat(server) {
    const ring = this.#rings.get(server);
    if (!ring || ring.at <= this.#at - KEPT) return undefined;
    this.#turn(ring, this.#at);
    const seconds = Array.from({ length: KEPT - 1 }, (_, i) => (this.#at - KEPT + 1 + i) % KEPT);
    const last = seconds.slice(-RATE);
    const heard = Math.max(1, Math.min(RATE, this.#at - this.#since));
    const sum = (/** @type {Float64Array} */ counts) => last.reduce((all, place) => all + counts[place], 0);
    return {
      rate: sum(ring.calls) / heard,
      errors: sum(ring.errors) / heard,
      p95: quantile(seconds.reduce((all, place) => merge(all, ring.pairs[place]), /** @type {number[]} */ ([])), 0.95),
      rates: seconds.map((place) => ring.calls[place]),
    };
  }
}
