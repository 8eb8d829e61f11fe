/** What servers take of their machines, as it was told last. */
import { Store } from "./store.js";

/** Of one that reports, there is no pid, and perhaps trouble instead of figures. @typedef {{pid?: number, processes?: number, reported?: boolean, trouble?: string, node?: string, cpuPercent?: number, rssBytes?: number, openFiles?: number, threads?: number, replica?: number}} Vital */

export class Vitals extends Store {
  /** By server, then by replica; 0 where it has none. @type {Map<string, Map<number, Vital>>} */
  #known = new Map();

  forget() {
    this.#known = new Map();
    this.changed();
  }

  /** @param {any} event */
  take(event) {
    if (event.type !== "server_vitals") return;
    const { server, replica = 0 } = event.data;
    const all = this.#known.get(server) ?? new Map();
    const left = !says(event.data) && all.get(replica)?.node !== event.node;
    if (left) return; // another node speaks for it by now
    this.#known.set(server, all.set(replica, { ...event.data, node: event.node }));
    this.changed();
  }

  /** Of the process that runs now: what was told of an earlier one does not count. @param {string} server @param {number} replica @param {number | null | undefined} pid none of one that somebody else runs */
  of(server, replica, pid) {
    const known = this.#known.get(server)?.get(replica);
    return known && (known.pid ?? null) === (pid ?? null) && says(known) ? known : undefined;
  }

  /** Whether a server, or one of its replicas, says itself what it takes. @param {string} server */
  isReported(server) {
    return [...(this.#known.get(server)?.values() ?? [])].some((known) => known.reported && says(known));
  }
}

/** One that says nothing has left, or reports no more. @param {Vital} vital */
function says({ pid, trouble, cpuPercent, rssBytes, openFiles, threads }) {
  return [pid, trouble, cpuPercent, rssBytes, openFiles, threads].some((value) => value != null);
}

/** `3.5 % CPU, 48 MiB, 14 files, 9 threads` @param {Vital} vital */
export function inWords({ cpuPercent, rssBytes, openFiles, threads, processes = 1, trouble }) {
  if (trouble) return `its figures can’t be read: ${trouble}`;
  return [
    cpuPercent == null ? "" : `${cpuPercent} % CPU`,
    rssBytes == null ? "" : `${(rssBytes / 1048576).toFixed(rssBytes < 10485760 ? 1 : 0)} MiB`,
    openFiles == null ? "" : counted(openFiles, "open file"),
    threads == null ? "" : counted(threads, "thread"),
    processes > 1 ? `${processes} processes` : "",
  ]
    .filter(Boolean)
    .join(", ");
}

/** @param {number} count @param {string} thing */
function counted(count, thing) {
  return `${count} ${thing}${count === 1 ? "" : "s"}`;
}
