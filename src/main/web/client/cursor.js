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

  /** What lies up to there is known, or was not for us. @param {Record<string, number>} positions */
  reach(positions) {
    for (const [node, seq] of Object.entries(positions ?? {})) this.advance(node, seq);
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

  get positions() {
    return this.#heard ?? {};
  }
}
