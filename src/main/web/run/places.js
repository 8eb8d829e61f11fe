/**
 * What a form knows of the places in its value: where somebody was, what is typed there and is no value yet, and what is
 * wrong with it. A place is a JSON pointer; it knows nothing of how it is shown.
 */
export class Places {
  /** @type {Map<string, string>} JSON that is not whole yet */
  drafts = new Map();
  /** @type {Map<string, string>} numbers as they were typed */
  texts = new Map();
  /** @type {Map<string, number>} forms that somebody chose */
  chosen = new Map();
  /** @type {Set<string>} */
  #touched = new Set();
  /** @type {Map<string, string[]>} */
  #troubles = new Map();

  /** Nobody was anywhere. */
  begin() {
    this.refill();
    this.texts.clear();
    this.#touched.clear();
  }

  /** The value is another one; where somebody was stays known. */
  refill() {
    this.drafts.clear();
    this.chosen.clear();
  }

  /** Somebody was there. @param {string} path */
  touch(path) {
    this.#touched.add(path);
  }

  /** What is wrong now. @param {{path: string, message: string}[]} troubles */
  judge(troubles) {
    this.#troubles = new Map();
    for (const { path, message } of troubles) this.#troubles.set(path, [...(this.#troubles.get(path) ?? []), message]);
  }

  /** Whether all of it may go out. */
  get areWell() {
    return this.drafts.size === 0 && this.#troubles.size === 0;
  }

  /** What is wrong at a place, once somebody was there. @param {string} path @param {boolean} anyway said even if nobody was */
  wrong(path, anyway) {
    return anyway || this.#touched.has(path) ? (this.#troubles.get(path) ?? []) : [];
  }
}
