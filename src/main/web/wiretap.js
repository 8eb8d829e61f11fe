/** The last frames of the socket, for the debug window. */
import { Store } from "./store.js";

const KEPT = 50;
const SPAN = 10000;

/** @typedef {{id: number, way: "in" | "out" | "socket", type: string, at: number, frame: any, text: string}} Caught */

export class Wiretap extends Store {
  /** @type {Caught[]} newest first */
  messages = [];
  /** @type {Map<string, number>} how often each type was seen */
  types = new Map();
  paused = false;
  /** Pings say little and would push everything else out. */
  pings = false;
  /** @type {Array<{at: number, type: string}>} */
  #recent = [];
  #ids = 0;

  /** @param {import("./bus.js").Bus} bus */
  constructor(bus) {
    super();
    bus.tap(({ way, frame, at }) => this.#take(way, frame, at));
  }

  /** @param {"in" | "out" | "socket"} way @param {any} frame @param {number} at */
  #take(way, frame, at) {
    const type = typeOf(frame);
    if (!this.pings && (type === "ping" || type === "pong")) return;
    this.types.set(type, (this.types.get(type) ?? 0) + 1);
    this.#recent.push({ at, type });
    if (this.#recent.length > 2000) this.#recent.splice(0, 1000);
    if (this.paused) return;
    const shown = hidden(frame);
    const text = JSON.stringify(shown, null, 2);
    const caught = { id: ++this.#ids, way, type, at, frame: shown, text };
    this.messages = [caught, ...this.messages.slice(0, KEPT - 1)];
    this.changed();
  }

  /** Messages a second over the last ten seconds, of one type or of all. @param {string} [type] */
  rate(type) {
    const since = Date.now() - SPAN;
    const recent = this.#recent.filter((seen) => seen.at > since && (!type || seen.type === type));
    return recent.length / (SPAN / 1000);
  }

  /** @param {boolean} paused */
  pause(paused) {
    this.paused = paused;
    this.changed();
  }

  /** @param {boolean} wanted */
  takePings(wanted) {
    this.pings = wanted;
    this.changed();
  }

  clear() {
    this.messages = [];
    this.types.clear();
    this.changed();
  }
}

/** What the user would call it: the event's own type before the frame's. @param {any} frame */
function typeOf(frame) {
  return String(frame.body?.type ?? frame.event ?? frame.type ?? "unknown");
}

/** A token is never shown nor exported. @param {any} frame */
function hidden(frame) {
  return frame.body?.token ? { ...frame, body: { ...frame.body, token: "[hidden]" } } : frame;
}
