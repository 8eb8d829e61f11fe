/** Which seconds were heard of all nodes, and up to which one: that is as far as a live line goes. */

/** A node that is silent for longer, in milliseconds, is not waited for. */
export const SILENT = 4000;
/** A clock that is off by more than this, in seconds, does not hold up the others. */
export const SKEWED = 5;

/** What most agree on. @param {number[]} seconds */
export const middleOf = (seconds) => [...seconds].sort((a, b) => a - b)[seconds.length >> 1];

export class Heard {
  /** @type {Map<string, {at: number, heard: number}>} */
  #nodes = new Map();
  /** @type {Set<number>} */
  #seconds = new Set();
  /** The first second that was heard as a whole; before it the past knows more. */
  since = Infinity;

  /** @param {string} node @param {number} at the second that ended @param {number} now in milliseconds */
  take(node, at, now) {
    // The first tick of all may have been preceded by that of another node in the same second.
    if (this.since === Infinity) this.since = at + 1;
    this.#seconds.add(at);
    const known = this.#nodes.get(node);
    this.#nodes.set(node, { at: Math.max(at, known?.at ?? 0), heard: now });
  }

  /** Something was missed: what is whole begins anew. */
  restart() {
    this.since = Infinity;
    this.#seconds.clear();
    this.#nodes.clear();
  }

  /** Nodes that have fallen silent; each is told once. @param {number} now @returns {string[]} */
  fallen(now) {
    const gone = [...this.#nodes].filter(([, { heard }]) => now - heard > SILENT).map(([node]) => node);
    for (const node of gone) this.#nodes.delete(node);
    return gone;
  }

  /** The last second of which all nodes have told; 0 if none has. */
  get until() {
    const ends = [...this.#nodes.values()].map(({ at }) => at);
    if (!ends.length) return 0;
    const middle = middleOf(ends);
    return Math.min(...ends.filter((at) => Math.abs(at - middle) <= SKEWED));
  }

  /** How many seconds of a step were heard. @param {number} start @param {number} step */
  within(start, step) {
    let count = 0;
    for (let at = start; at < start + step; at += 1) if (this.#seconds.has(at)) count += 1;
    return count;
  }

  /** @param {number} start */
  forget(start) {
    for (const at of this.#seconds) if (at < start) this.#seconds.delete(at);
  }
}
