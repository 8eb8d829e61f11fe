/** Which lines of a long list are in sight, where they stand, and how high all of them are together. */

export const ROW = 20;
/** Lines above and below that are drawn too. */
const SPARE = 12;

export class LogWindow {
  /** Where each line ends, in pixels, if they differ in height. @type {number[]} */
  #ends = [];
  #columns = Infinity;

  /**
   * @param {number} columns how many characters fit into a row; Infinity: lines are not wrapped
   */
  wrap(columns) {
    if (columns === this.#columns) return;
    this.#columns = columns;
    this.#ends = [];
  }

  /** Other lines than before. */
  forget() {
    this.#ends = [];
  }

  get #even() {
    return this.#columns === Infinity;
  }

  /** @param {Array<{width: number}>} lines how high they are together */
  height(lines) {
    if (this.#even) return lines.length * ROW;
    for (let i = this.#ends.length; i < lines.length; i += 1) {
      const rows = Math.max(1, Math.ceil(lines[i].width / this.#columns));
      this.#ends.push((this.#ends[i - 1] ?? 0) + rows * ROW);
    }
    return this.#ends[lines.length - 1] ?? 0;
  }

  /** @param {number} index where a line begins */
  top(index) {
    return this.#even ? index * ROW : (this.#ends[index - 1] ?? 0);
  }

  /**
   * @param {Array<{width: number}>} lines @param {number} top what is scrolled away @param {number} height what is in sight
   * @returns {{from: number, to: number}}
   */
  sight(lines, top, height) {
    this.height(lines);
    const from = Math.max(0, this.#at(top) - SPARE);
    const to = Math.min(lines.length, this.#at(top + height) + SPARE);
    return { from, to };
  }

  /** The line at a height, by halves. @param {number} y */
  #at(y) {
    if (this.#even) return Math.floor(y / ROW);
    let low = 0;
    let high = this.#ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#ends[middle] <= y) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
