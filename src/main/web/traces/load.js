/** Which node, and which replica, took how many of the calls of the last minutes. */
import { Store } from "../store.js";

/** Seconds that count. */
const KEPT = 300;

/** @typedef {{server: string, calls: number, parts: Array<{name: string, calls: number, share: number}>}} Spread */

export class Load extends Store {
  /** One entry a second and node. @type {Array<{at: number, node: string, rows: Array<[string, number, number]>}>} */
  #seconds = [];
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
    /** @type {Array<[string, number, number]>} */
    const rows = [];
    for (let row = 0; row < columns.server.length; row += 1) {
      const calls = columns.calls?.[row] ?? 0;
      if (calls && columns.server[row] && columns.server[row] !== "*" && !columns.tool[row]) {
        rows.push([columns.server[row], columns.replica[row], calls]);
      }
    }
    if (rows.length) this.#seconds.push({ at: columns.at, node, rows });
    const oldest = columns.at - KEPT;
    while (this.#seconds.length && this.#seconds[0].at < oldest) this.#seconds.shift();
    this.changed();
  }

  /** By node, of all servers or of one. @param {string} server @returns {Spread[]} */
  nodes(server) {
    return this.#spread("", (node, name, replica) => replica === 0 && (!server || name === server) && node);
  }

  /** By replica, each server that has some. @param {string} server @returns {Spread[]} */
  replicas(server) {
    const names = new Set(this.#seconds.flatMap(({ rows }) => rows.filter(([, replica]) => replica).map(([name]) => name)));
    return [...names]
      .filter((name) => !server || name === server)
      .sort()
      .flatMap((one) => this.#spread(one, (_, name, replica) => name === one && replica > 0 && `${one} ~ ${replica}`));
  }

  /** @param {string} server @param {(node: string, server: string, replica: number) => string | false} part */
  #spread(server, part) {
    /** @type {Map<string, number>} */
    const calls = new Map();
    for (const { node, rows } of this.#seconds) {
      for (const [name, replica, count] of rows) {
        const of = part(node, name, replica);
        if (of) calls.set(of, (calls.get(of) ?? 0) + count);
      }
    }
    const all = [...calls.values()].reduce((sum, count) => sum + count, 0);
    const parts = [...calls].map(([name, count]) => ({ name, calls: count, share: count / all }));
    return all ? [{ server, calls: all, parts: parts.sort((a, b) => a.name.localeCompare(b.name)) }] : [];
  }
}
