/** Where a client goes next, and when: to the next of its nodes after each failure, ever later, or as late as the node that it lost has asked. */
import { backoff } from "./backoff.js";

export class Itinerary {
  /** @type {string[]} */
  #nodes;
  #at = 0;
  #failures = 0;
  /** @type {number | null} how long the node asked us to stay away */
  #asked = null;

  /** @param {string[]} nodes */
  constructor(nodes) {
    this.#nodes = nodes.map((node) => node.replace(/\/+$/, ""));
  }

  get node() {
    return this.#nodes[this.#at % this.#nodes.length];
  }

  /** The node asks to stay away for so long, once. @param {number | null} millis */
  stayAway(millis) {
    this.#asked = millis;
  }

  /** A good stay is over: the next loss begins with short waits. */
  wasGood() {
    this.#failures = 0;
  }

  /** Another user comes: what the one before was asked does not hold. */
  anew() {
    this.#failures = 0;
    this.#asked = null;
  }

  /** Goes on to the next node, after the milliseconds that this returns. */
  goOn() {
    this.#failures += 1;
    this.#at += 1;
    const wait = this.#asked ?? backoff(this.#failures);
    this.#asked = null;
    return wait;
  }
}
