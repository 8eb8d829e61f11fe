/** The one socket of the page, as views watch it: the published client over SockJS. */
import SockJS from "sockjs-client/dist/sockjs.min.js";
import { OmnibusClient } from "./client/omnibus-client.js";
import { HERE } from "./here.js";
import { Store } from "./store.js";

const TRANSPORTS = ["websocket", "xhr-streaming", "xhr-polling"];
const PATIENCE = 10000;

/**
 * @typedef {import("./client/omnibus-client.js").Trace} Trace
 * @typedef {{token: (renew: boolean) => Promise<string>, mayHear: (address: string) => boolean}} Credentials
 */
export class Bus extends Store {
  /** @type {(complete: boolean) => void} told after each opening, and of a gap that nothing healed; false: take the snapshot */
  onReady = () => {};
  /** @type {Set<(trace: Trace) => void>} */
  #taps = new Set();
  #client;

  /** @param {Credentials} credentials */
  constructor(credentials) {
    super();
    this.#client = new OmnibusClient({
      ...credentials,
      nodes: [HERE],
      socket: (node, ticket) =>
        new SockJS(`${node}/eventbus?ticket=${encodeURIComponent(ticket)}`, null, {
          transports: TRANSPORTS,
          timeout: PATIENCE,
        }),
      onChange: () => this.changed(),
      onReady: (complete) => this.onReady(complete),
      onTrace: (trace) => this.#taps.forEach((tap) => tap(trace)),
    });
  }

  get phase() {
    return this.#client.phase;
  }

  get attempt() {
    return this.#client.attempt;
  }

  get retryAt() {
    return this.#client.retryAt;
  }

  get heardAt() {
    return this.#client.heardAt;
  }

  get latency() {
    return this.#client.latency;
  }

  get closed() {
    return this.#client.closed;
  }

  /** Every frame, both ways, as it is. @param {(trace: Trace) => void} tap */
  tap(tap) {
    this.#taps.add(tap);
  }

  /** @param {string} address @param {(event: any) => void} handler */
  hear(address, handler) {
    this.#client.hear(address, {}, { event: handler, gap: () => this.onReady(false) });
  }

  /**
   * Hears an address until it is unheard, once at a time.
   * @param {string} address @param {{server?: string, severity?: string}} filter
   * @param {import("./client/subscription.js").Listener} listener
   */
  follow(address, filter, listener) {
    this.#client.hear(address, filter, listener);
  }

  /** @param {string} address */
  unhear(address) {
    this.#client.unhear(address);
  }

  /** @param {string} address @param {object} [body] @param {number} [deadlineMs] */
  ask(address, body, deadlineMs) {
    return this.#client.request(address, body, { deadlineMs });
  }

  /** @param {string} token */
  renew(token) {
    this.#client.renew(token);
  }

  connect() {
    return this.#client.connect();
  }

  disconnect() {
    this.#client.disconnect();
  }

  reset() {
    this.#client.reset();
  }
}
