/** The live end of one series, in steps of some seconds: what the ticks of all nodes said of it. */
import { figures, merge } from "./histogram.js";
import { kindOf, together } from "./kinds.js";
import { belongs, partOf } from "./tick.js";

/** Of more parts than this nobody makes out the lines. */
const MOST_PARTS = 60;

export class Tally {
  /** By start of the step, then by part: what was added, or how a gauge stood. @type {Map<number, Map<string, any>>} */
  #steps = new Map();
  /** What each row of a gauge said last, by node. @type {Map<string, Map<string, {part: string, value: number}>>} */
  #rows = new Map();

  /** @param {import("./kinds.js").Spec} spec @param {number} step in seconds */
  constructor(spec, step) {
    this.spec = spec;
    this.step = step;
    this.kind = kindOf(spec.metric);
  }

  /** @param {string} node its name @param {import("./tick.js").Columns} tick */
  take(node, tick) {
    const start = Math.floor(tick.at / this.step) * this.step;
    const column = tick[this.spec.metric] ?? [];
    for (let row = 0; row < column.length; row += 1) {
      if (column[row] !== null && belongs(this.spec, node, tick, row)) this.#add(start, node, tick, row);
    }
    if (this.kind === "gauge" && !tick.more) this.#carry(start);
  }

  /** @param {number} start @param {string} node @param {import("./tick.js").Columns} tick @param {number} row */
  #add(start, node, tick, row) {
    const part = partOf(this.spec, node, tick, row);
    const value = tick[this.spec.metric][row];
    if (this.kind === "gauge") return this.#said(node, `${tick.server[row]}\n${tick.replica[row]}\n${tick.tool[row]}`, { part, value });
    const parts = this.#parts(start);
    const known = parts.get(part);
    if (known === undefined && parts.size >= MOST_PARTS) return;
    if (this.kind === "histogram") parts.set(part, merge(known ?? [], value));
    else parts.set(part, (known ?? 0) + value);
  }

  /** @param {string} node @param {string} row @param {{part: string, value: number}} news */
  #said(node, row, news) {
    const rows = this.#rows.get(node) ?? new Map();
    this.#rows.set(node, rows.set(row, news));
  }

  /** A gauge stays what it was until its node says otherwise. @param {number} start */
  #carry(start) {
    /** @type {Map<string, number[]>} */
    const values = new Map();
    for (const rows of this.#rows.values()) {
      for (const { part, value } of rows.values()) {
        if (values.has(part)) values.get(part)?.push(value);
        else if (values.size < MOST_PARTS) values.set(part, [value]);
      }
    }
    const parts = this.#parts(start);
    for (const [part, all] of values) parts.set(part, together(this.spec.metric, all));
  }

  /** @param {number} start */
  #parts(start) {
    let parts = this.#steps.get(start);
    if (!parts) this.#steps.set(start, (parts = new Map()));
    return parts;
  }

  /** A node is gone, and with it what it said. @param {string} node */
  leave(node) {
    this.#rows.delete(node);
  }

  /** @param {number} start what is before it is shown no more */
  forget(start) {
    for (const known of this.#steps.keys()) if (known < start) this.#steps.delete(known);
  }

  /** @returns {Set<string>} */
  get parts() {
    return new Set([...this.#steps.values()].flatMap((step) => [...step.keys()]));
  }

  /**
   * Of one part in one step, of which so many seconds were heard: of a counter what was added per second, of a
   * histogram its figures, of a gauge how it stood at the end.
   * @param {number} start @param {string} part @param {number} seconds
   */
  at(start, part, seconds) {
    const known = this.#steps.get(start)?.get(part);
    if (this.kind === "histogram") return figures(known ?? []);
    if (this.kind === "gauge") return known ?? null;
    return (known ?? 0) / seconds;
  }
}
