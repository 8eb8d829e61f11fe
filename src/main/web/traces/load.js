/** Which node, and which replica, took how many of the calls of the last minutes. */
import { ALL } from "../metrics/tick.js";
import { Store } from "../store.js";

/** So many seconds are counted together, and so many of these count. */
const STEP = 10;
const KEPT = 30;

/**
 * Calls by server, replica and node.
 * @typedef {Map<string, {server: string, replica: number, node: string, calls: number}>} Counts
 * @typedef {{server: string, calls: number, parts: Array<{name: string, calls: number, share: number}>}} Spread
 */

export class Load extends Store {
  /** The newest last; by the clock of this page, since those of nodes differ. @type {Array<{step: number, counts: Counts}>} */
  #steps = [];
  /** What all of them add up to, as long as nothing came. @type {Counts | null} */
  #sum = null;
  #stop = () => {};

  /** @param {import("../metrics/ticks.js").Ticks} ticks */
  constructor(ticks) {
    super();
    this.ticks = ticks;
  }

  start() {
    this.#stop();
    this.#stop = this.ticks.follow({ tick: (node, columns) => this.#take(node, columns), missed: () => {} });
  }

  stop() {
    this.#stop();
    this.#stop = () => {};
  }

  /** @param {string} node @param {any} columns */
  #take(node, columns) {
    const counts = this.#newest();
    for (let row = 0; row < columns.server.length; row += 1) {
      const calls = columns.calls?.[row] ?? 0;
      const server = columns.server[row];
      if (calls && server && server !== ALL && !columns.tool[row]) add(counts, server, columns.replica[row], node, calls);
    }
    this.#sum = null;
    this.changed();
  }

  /** @returns {Counts} */
  #newest() {
    const step = Math.floor(performance.now() / 1000 / STEP);
    if (this.#steps.at(-1)?.step !== step) this.#steps.push({ step, counts: new Map() });
    while (this.#steps[0].step <= step - KEPT) this.#steps.shift();
    return /** @type {Counts} */ (this.#steps.at(-1)?.counts);
  }

  /** @returns {Counts} */
  get #all() {
    if (!this.#sum) {
      this.#sum = new Map();
      for (const { counts } of this.#steps) {
        for (const { server, replica, node, calls } of counts.values()) add(this.#sum, server, replica, node, calls);
      }
    }
    return this.#sum;
  }

  /** By node, of all servers or of one. @param {string} server @returns {Spread[]} */
  nodes(server) {
    const counted = [...this.#all.values()].filter((one) => one.replica === 0 && (!server || one.server === server));
    return spread("", counted.map(({ node, calls }) => [node, calls]));
  }

  /** By replica, each server that has some. @param {string} server @returns {Spread[]} */
  replicas(server) {
    /** @type {Map<string, Array<[string, number]>>} */
    const servers = new Map();
    for (const one of this.#all.values()) {
      if (one.replica === 0 || (server && one.server !== server)) continue;
      servers.set(one.server, [...(servers.get(one.server) ?? []), [`${one.server} ~ ${one.replica}`, one.calls]]);
    }
    return [...servers].sort(([a], [b]) => a.localeCompare(b)).flatMap(([name, parts]) => spread(name, parts));
  }
}

/** @param {Counts} to @param {string} server @param {number} replica @param {string} node @param {number} calls */
function add(to, server, replica, node, calls) {
  const key = `${server} ${replica} ${node}`;
  const known = to.get(key);
  if (known) known.calls += calls;
  else to.set(key, { server, replica, node, calls });
}

/** @param {string} server @param {Array<[string, number]>} counted @returns {Spread[]} */
function spread(server, counted) {
  /** @type {Map<string, number>} */
  const calls = new Map();
  for (const [name, count] of counted) calls.set(name, (calls.get(name) ?? 0) + count);
  const all = [...calls.values()].reduce((sum, count) => sum + count, 0);
  const parts = [...calls].map(([name, count]) => ({ name, calls: count, share: count / all }));
  return all ? [{ server, calls: all, parts: parts.sort((a, b) => a.name.localeCompare(b.name)) }] : [];
}
