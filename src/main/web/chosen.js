/** The servers that are chosen for something to be done to all of them. */
import { Store } from "./store.js";

export class Chosen extends Store {
  /** @type {Set<string>} */
  servers = new Set();

  /** @param {string} server */
  toggle(server) {
    if (!this.servers.delete(server)) this.servers.add(server);
    this.changed();
  }

  /** @param {Iterable<string>} servers */
  set(servers) {
    this.servers = new Set(servers);
    this.changed();
  }

  /** Who left the fleet is chosen no more. @param {(server: string) => boolean} isThere */
  keep(isThere) {
    for (const server of this.servers) if (!isThere(server)) this.servers.delete(server);
  }
}
