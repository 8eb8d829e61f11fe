/** The addresses the page hears: registered anew on each socket, resumed where they stopped. */
import { Cursor } from "./cursor.js";

const PATIENCE = 5000;
const AGAIN = 1000;

/** Failures after which registering again may do: a cursor nobody understands, too many frames. */
const BAD_REQUEST = 400;
const LIMITED = 429;

/** @typedef {{handler: (event: any) => void, cursor: Cursor, done: (complete: boolean) => void}} Ear */

export class Subscriptions {
  /** @type {Map<string, Ear>} */
  #ears = new Map();

  /** @param {(frame: object) => void} send */
  constructor(send) {
    this.send = send;
  }

  /** @param {string} address @param {(event: any) => void} handler */
  hear(address, handler) {
    this.#ears.set(address, { handler, cursor: new Cursor(), done: () => {} });
  }

  /**
   * Registers what may be heard.
   * @param {(address: string) => boolean} may
   * @returns {Promise<boolean>} whether nothing was missed
   */
  async open(may) {
    const allowed = [...this.#ears.keys()].filter(may);
    return (await Promise.all(allowed.map((address) => this.#register(address)))).every(Boolean);
  }

  /** @param {string} address @returns {Promise<boolean>} */
  #register(address) {
    const ear = /** @type {Ear} */ (this.#ears.get(address));
    return new Promise((resolve) => {
      const timer = setTimeout(() => ear.done(false), PATIENCE);
      ear.done = (complete) => {
        clearTimeout(timer);
        resolve(complete);
      };
      this.send({ type: "register", address, headers: ear.cursor.header });
    });
  }

  /** What was missed comes after this. @param {{address: string, recovered: boolean, cursor: Record<string, number>}} news */
  acknowledged({ address, recovered, cursor }) {
    const ear = this.#ears.get(address);
    if (!recovered) ear?.cursor.restart(cursor);
    ear?.done(recovered);
  }

  /** @param {string} address @param {number} code */
  refused(address, code) {
    const ear = this.#ears.get(address);
    if (!ear) return;
    if (code === BAD_REQUEST) ear.cursor.forget();
    if (code === BAD_REQUEST || code === LIMITED) {
      setTimeout(() => this.send({ type: "register", address, headers: ear.cursor.header }), AGAIN);
    } else {
      // What this user may not hear is not missing.
      ear.done(true);
    }
  }

  /** @param {string} address @param {any} event */
  heard(address, event) {
    const ear = this.#ears.get(address);
    if (ear?.cursor.advance(event.node, event.seq)) ear.handler(event);
  }

  /** Another user, or other rights: nothing to resume. */
  forget() {
    for (const ear of this.#ears.values()) ear.cursor.forget();
  }
}
