/** What all nodes measure, once a second, for whoever on this page wants it; it is heard as long as somebody does. */
import { nodeName } from "../words.js";

const ADDRESS = "event.metrics.tick";

/**
 * `missed`: some ticks are lost, the past has to be asked again.
 * @typedef {{tick: (node: string, columns: import("./tick.js").Columns) => void, missed: () => void}} Listener
 */

export class Ticks {
  /** @type {Set<Listener>} */
  #listeners = new Set();
  #bus;

  /** @param {import("../bus.js").Bus} bus */
  constructor(bus) {
    this.#bus = bus;
  }

  /** @param {Listener} listener @returns {() => void} ends it */
  follow(listener) {
    this.#listeners.add(listener);
    if (this.#listeners.size === 1) this.#hear();
    return () => {
      if (this.#listeners.delete(listener) && !this.#listeners.size) this.#bus.unhear(ADDRESS);
    };
  }

  #hear() {
    this.#bus.follow(ADDRESS, {}, {
      event: (event) => this.#take(event),
      snapshot: async (why) => why !== "first" && this.#missed(),
      gap: () => this.#missed(),
    });
  }

  /** The name of a node outlives its restarts. @param {any} event */
  #take({ node, data }) {
    for (const listener of this.#listeners) listener.tick(nodeName(node), data);
  }

  #missed() {
    for (const listener of this.#listeners) listener.missed();
  }
}
