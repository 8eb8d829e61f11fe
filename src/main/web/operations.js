/** Who does what to which server at this moment, and how the last of it ended: from events alone. */
import { Store } from "./store.js";

/**
 * @typedef {{replica?: number, step: string, phase: string, detail?: string, durationMs?: number}} Step
 * @typedef {{server: string, operation: string, do: string, actor: string, since: string, reason?: string, phase: string, detail?: string, durationMs?: number, steps: Step[]}} Operation
 */

export class Operations extends Store {
  /** The latest of each server. @type {Map<string, Operation>} */
  latest = new Map();

  /** @param {import("./bus.js").Bus} bus @param {import("./session.js").Session} session */
  constructor(bus, session) {
    super();
    this.bus = bus;
    this.session = session;
  }

  forget() {
    this.latest = new Map();
    this.changed();
  }

  /** What was under way before this page heard of it. */
  async load() {
    if (!this.session.may("requests", "query.server.operations")) return;
    try {
      const { operations } = await this.bus.ask("query.server.operations");
      const running = new Set(operations.map((one) => one.operation));
      for (const one of operations) this.#begin(one, one.since);
      for (const [server, known] of this.latest) {
        if (known.phase === "accepted" && !running.has(known.operation)) this.latest.delete(server);
      }
      this.changed();
    } catch (error) {
      console.warn(`operations: ${error.message}`);
    }
  }

  /** @param {any} one @param {string} since */
  #begin(one, since) {
    if (this.latest.get(one.server)?.operation === one.operation) return;
    const { server, operation, actor, reason } = one;
    this.latest.set(server, { server, operation, do: one.do, actor, reason, since, phase: "accepted", steps: [] });
  }

  /** @param {any} event */
  take(event) {
    if (event.type !== "server_lifecycle") return;
    const data = event.data;
    if (data.step === "operation") this.#whole(data, event.at);
    else this.#step(data, event.at);
    this.changed();
  }

  /** One that was asked for and refused changes nothing of the one that is under way. @param {any} data @param {string} at */
  #whole(data, at) {
    if (data.phase === "accepted") this.#begin(data, at);
    const known = this.latest.get(data.server);
    if (data.phase === "requested" || known?.operation !== data.operation) return;
    const { phase, detail, durationMs } = data;
    this.latest.set(data.server, { ...known, phase, detail, durationMs });
  }

  /** @param {any} data @param {string} at */
  #step(data, at) {
    this.#begin(data, at);
    const known = this.latest.get(data.server);
    if (!known) return;
    const { replica, step, phase, detail, durationMs } = data;
    const steps = known.steps.filter((old) => old.step !== step || old.replica !== replica);
    this.latest.set(data.server, { ...known, steps: [...steps, { replica, step, phase, detail, durationMs }] });
  }

  /** Who is at a server now. @param {string} server */
  at(server) {
    const known = this.latest.get(server);
    return known?.phase === "accepted" ? known : undefined;
  }

  /** All of one order. @param {string} operation */
  of(operation) {
    return [...this.latest.values()].filter((one) => one.operation === operation);
  }
}
