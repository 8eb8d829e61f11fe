/** What servers describe otherwise than it was first seen or approved: how much of each, for the whole fleet. */
import { Store } from "./store.js";

const QUERY = "query.schema.changes";
const PAUSE = 1000;

export class Schemas extends Store {
  /** @type {Map<string, {count: number, hidden: number}>} */
  #pending = new Map();
  /** Rises whenever something was told of a server, so that who shows it asks again. @type {Map<string, number>} */
  #turns = new Map();
  #was = "";
  #due = false;
  #loading = false;
  /** @type {(event: any) => void} told of every event */
  onEvent = () => {};

  /** @param {import("./bus.js").Bus} bus @param {import("./session.js").Session} session */
  constructor(bus, session) {
    super();
    this.bus = bus;
    this.session = session;
    for (const address of ["event.schema.changed", "event.schema.decided"]) {
      bus.hear(address, (event) => this.#told(event));
    }
    bus.watch(() => this.#connected());
  }

  /** How many things of a server wait for somebody. @param {string} server */
  count(server) {
    return this.#pending.get(server)?.count ?? 0;
  }

  /** @param {string} server */
  turn(server) {
    return this.#turns.get(server) ?? 0;
  }

  #connected() {
    const opened = this.bus.phase === "open" && this.#was !== "open";
    this.#was = this.bus.phase;
    if (opened) this.load();
  }

  /** @param {any} event */
  #told(event) {
    const { server } = event.data;
    this.onEvent(event);
    this.#turns.set(server, this.turn(server) + 1);
    this.load();
  }

  /** One at a time, and not more than one a second, however much is told. */
  async load() {
    this.#due = true;
    if (this.#loading || !this.session.may("requests", QUERY)) return;
    this.#loading = true;
    while (this.#due) {
      this.#due = false;
      await this.#take();
      await new Promise((passed) => setTimeout(passed, PAUSE));
    }
    this.#loading = false;
  }

  async #take() {
    const answer = await this.bus.ask(QUERY).catch(() => null);
    if (!answer) return;
    this.#pending = new Map(
      answer.servers.map((/** @type {any} */ one) => [
        one.server,
        { count: one.count, hidden: one.changes.filter((/** @type {any} */ c) => c.hidden).length },
      ]),
    );
    this.changed();
  }
}
