/** How far one address was heard, per node: what a resumed subscription begins after. */
export class Cursor {
  /** @type {Record<string, number> | null} null before the first acknowledgement */
  #heard = null;

  /** Takes an event in; false when it was heard before. @param {string} node @param {number} seq */
  advance(node, seq) {
    this.#heard ??= {};
    if (seq <= (this.#heard[node] ?? 0)) return false;
    this.#heard[node] = seq;
    return true;
  }

  /** Begins anew where the node stands; what is before will come by snapshot. @param {Record<string, number>} at */
  restart(at) {
    this.#heard = { ...at };
  }

  forget() {
    this.#heard = null;
  }

  /** As the header of a register; nothing when there is nothing to resume. */
  get header() {
    return this.#heard ? { since: this.#heard } : {};
  }
}
