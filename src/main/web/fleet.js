/** What this page believes of every server: the status with the strongest claim each. */
import { observe } from "./clock.js";
import { Store } from "./store.js";
import { stateWord } from "./words.js";

/**
 * @typedef {{owner: string, epoch: number, revision: number}} Claim
 * @typedef {{server: string, state: string, reason?: string, since: string, claim: Claim, link: any, check: any, breaker: any, description?: string, replicas?: any[]}} Status
 * @typedef {Status & {turn: number, doubted?: boolean}} Row turn counts the changes of state seen here
 * @typedef {{id: string, name: string, self: boolean}} Node
 */

const EVENTS = [
  "event.server.status",
  "event.server.health",
  "event.server.removed",
  "event.server.lifecycle",
  "event.server.vitals",
  "event.breaker.state",
  "event.node.joined",
  "event.node.left",
  "event.config.changed",
  "event.config.rejected",
  "event.store.state",
  "event.security.refused",
  "event.security.revoked",
];

/** Whether one claim is newer than another: epoch, then owner, then revision. @param {Claim} a @param {Claim | undefined} b */
export function beats(a, b) {
  if (!b) return true;
  if (a.epoch !== b.epoch) return a.epoch > b.epoch;
  if (a.owner !== b.owner) return a.owner > b.owner;
  return a.revision > b.revision;
}

export class Fleet extends Store {
  /** @type {Map<string, Row>} */
  servers = new Map();

  /** When servers left, in milliseconds. @type {Map<string, number>} */
  #gone = new Map();
  /** @type {Node[]} */
  nodes = [];
  /** Whether a snapshot has been seen. */
  loaded = false;
  /** Why there is no snapshot. */
  trouble = "";
  /** @type {(event: any) => void} told of every event, once */
  onEvent = () => {};
  /** Told after each opening of the socket. */
  onReady = () => {};
  /** @type {Set<string>} heard of since the snapshot was asked for */
  #fresh = new Set();
  /** @type {number | undefined} */
  #again;

  /** @param {import("./bus.js").Bus} bus */
  constructor(bus) {
    super();
    this.bus = bus;
    for (const address of EVENTS) bus.hear(address, (event) => this.#take(address, event));
    bus.onReady = (complete) => this.#ready(complete);
  }

  forget() {
    clearTimeout(this.#again);
    this.servers = new Map();
    this.nodes = [];
    this.loaded = false;
    this.changed();
  }

  /** @param {boolean} complete */
  #ready(complete) {
    this.#nodes();
    this.onReady();
    if (complete && this.loaded) return;
    if (this.loaded) {
      this.#doubt();
      this.onEvent({
        type: "gap_in_this_list",
        at: new Date().toISOString(),
        severity: "warning",
        data: { reason: "away too long to replay every event; the servers are up to date" },
      });
    }
    this.#snapshot();
  }

  /**
   * After a gap the node's board is the truth: a fleet that began anew counts its epochs from one
   * again, and what was known before must not win against it.
   */
  #doubt() {
    for (const [name, row] of this.servers) this.servers.set(name, { ...row, doubted: true });
  }

  async #snapshot() {
    this.#fresh.clear();
    try {
      const answer = await this.bus.ask("query.server.list");
      const named = new Set(answer.servers.map((status) => status.server));
      for (const name of this.servers.keys()) {
        if (!named.has(name) && !this.#fresh.has(name)) this.servers.delete(name);
      }
      for (const status of answer.servers) this.#fold(status);
      this.loaded = true;
      this.trouble = "";
    } catch (error) {
      this.trouble = error.message;
      clearTimeout(this.#again);
      if (this.bus.phase === "open") this.#again = setTimeout(() => this.#snapshot(), 2000);
    }
    this.changed();
  }

  async #nodes() {
    try {
      this.nodes = (await this.bus.ask("query.node.list")).nodes ?? [];
      this.changed();
    } catch (error) {
      console.warn(`nodes: ${error.message}`);
    }
  }

  /** @param {string} address @param {any} event */
  #take(address, event) {
    observe(event.at);
    const data = event.data ?? {};
    if (data.status && !this.#isLate(event)) this.#fold(data.status);
    if (address === "event.server.removed") {
      this.servers.delete(data.server);
      this.#gone.set(data.server, Date.parse(event.at));
    }
    if (address === "event.breaker.state") this.#breaker(data);
    if (address.startsWith("event.node.")) this.#nodes();
    this.onEvent(event);
    this.changed();
  }

  /** States may wait for each other longer than the word that their server is gone. @param {any} event */
  #isLate(event) {
    return Date.parse(event.at) <= (this.#gone.get(event.data.status.server) ?? 0);
  }

  /** @param {Status} status */
  #fold(status) {
    const old = this.servers.get(status.server);
    this.#fresh.add(status.server);
    if (!old?.doubted && !beats(status.claim, old?.claim)) return;
    const turn = old ? old.turn + (old.state === status.state ? 0 : 1) : 0;
    this.servers.set(status.server, { ...status, turn });
  }

  /** The next status carries the breaker too; this only shows it sooner. @param {any} data */
  #breaker(data) {
    const row = this.servers.get(data.server);
    if (row && data.breaker) this.servers.set(row.server, { ...row, breaker: data.breaker });
  }

  /** How many servers there are of each group. */
  counts() {
    const counts = { healthy: 0, degraded: 0, down: 0, other: 0 };
    for (const row of this.servers.values()) counts[stateWord(row.state).group] += 1;
    return counts;
  }

  get self() {
    return this.nodes.find((node) => node.self);
  }
}
