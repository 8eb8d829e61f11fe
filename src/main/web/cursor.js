/** How far one address was heard, per node: what a resumed subscription begins after. */
export class Cursor {
  /** @type {Record<string, number>} */
  #heard = {};

  /** Takes an event in; false when it was heard before. @param {string} node @param {number} seq */
  advance(node, seq) {
    if (!node || !Number.isFinite(seq)) return true;
    if (seq <= (this.#heard[node] ?? 0)) return false;
    this.#heard[node] = seq;
    return true;
  }

  /** Learns where the node stood at registration. @param {Record<string, number> | undefined} at */
  merge(at) {
    for (const [node, seq] of Object.entries(at ?? {})) this.advance(node, Number(seq));
  }

  get empty() {
    return Object.keys(this.#heard).length === 0;
  }

  toJSON() {
    return this.#heard;
  }
}
