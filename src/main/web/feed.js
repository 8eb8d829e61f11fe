/** The last events, newest first, and which of them one wants to see. */
import { Store } from "./store.js";
import { reasonOf, sentence, subjectOf } from "./sentences.js";
import { SEVERITIES } from "./words.js";

const KEPT = 500;

/** @typedef {{id: number, type: string, at: string, node: string, severity: string, subject: string, text: string, reason: string, event: any}} Entry */

export class Feed extends Store {
  /** @type {Entry[]} */
  entries = [];
  /** Probes are many; they are taken in only when wanted. */
  probes = false;
  paused = false;
  severity = "info";
  text = "";
  /** How many came while paused. */
  held = 0;
  #ids = 0;
  /** @type {Entry[]} */
  #waiting = [];

  /** @param {any} event */
  add(event) {
    if (event.type === "mcp_health_check" && !this.probes) return;
    if (saysNothing(event)) return;
    const entry = {
      id: ++this.#ids,
      type: event.type,
      at: event.at,
      node: event.node,
      severity: event.severity ?? "info",
      subject: subjectOf(event),
      text: sentence(event),
      reason: reasonOf(event),
      event,
    };
    if (this.paused) this.#hold(entry);
    else this.entries = [entry, ...this.entries.slice(0, KEPT - 1)];
    this.changed();
  }

  /** Says in the list itself that something may be missing from it. @param {string} reason */
  gap(reason) {
    const at = new Date().toISOString();
    this.add({ type: "gap_in_this_list", at, severity: "warning", data: { reason } });
  }

  /** @param {Entry} entry */
  #hold(entry) {
    this.held += 1;
    this.#waiting = [entry, ...this.#waiting.slice(0, KEPT - 1)];
  }

  pause() {
    this.paused = true;
    this.changed();
  }

  resume() {
    this.paused = false;
    this.entries = [...this.#waiting, ...this.entries].slice(0, KEPT);
    this.#waiting = [];
    this.held = 0;
    this.changed();
  }

  clear() {
    this.entries = [];
    this.#waiting = [];
    this.held = 0;
    this.changed();
  }

  /** @param {Partial<Pick<Feed, "severity" | "text" | "probes">>} filter */
  narrow(filter) {
    Object.assign(this, filter);
    this.changed();
  }

  get shown() {
    const least = SEVERITIES.indexOf(this.severity);
    const words = this.text.toLowerCase().split(/\s+/).filter(Boolean);
    return this.entries.filter(
      (entry) =>
        SEVERITIES.indexOf(entry.severity) >= least &&
        (this.probes || entry.type !== "mcp_health_check") &&
        words.every((word) => searchable(entry).includes(word)),
    );
  }

  /** @param {string} server @param {number} count */
  about(server, count) {
    return this.entries.filter((entry) => entry.event.data?.server === server).slice(0, count);
  }
}

/** A server's first status: nobody has looked at it yet; the steps of an operation stand in the server's panel. @param {any} event */
function saysNothing({ type, data = {} }) {
  if (type === "server_vitals") return true;
  if (type === "server_lifecycle") return data.step !== "operation" || data.phase === "requested";
  return type === "mcp_status_change" && data.from === "unknown" && data.to === "unknown";
}

/** @param {Entry} entry */
function searchable(entry) {
  return `${entry.subject} ${entry.text} ${entry.reason} ${entry.type} ${entry.node}`.toLowerCase();
}
