/**
 * The socket: the event-bus bridge protocol of Vert.x over SockJS. Nothing outside this folder knows
 * the wire. It reconnects by itself, resumes where it stopped, and says when something was missed.
 */
import SockJS from "sockjs-client/dist/sockjs.min.js";
import { Store } from "../store.js";
import { backoff } from "./backoff.js";
import { BusError, Pending } from "./pending.js";
import { Subscriptions } from "./subscriptions.js";

const PING = 4000;
const DEADLINE = 10000;
const TRANSPORTS = ["websocket", "xhr-streaming", "xhr-polling"];

/** Close codes of the bridge: the token is too old; the rights changed. */
const EXPIRED = 4401;
const FORBIDDEN = 4403;

/**
 * @typedef {"idle" | "connecting" | "open" | "waiting" | "off"} Phase
 * @typedef {{code: number, reason: string}} Close
 * @typedef {{way: "in" | "out" | "socket", frame: any, at: number}} Trace
 * @typedef {{ticket: () => Promise<string>, refresh: () => Promise<void>, mayHear: (address: string) => boolean}} Credentials
 */
export class Bus extends Store {
  /** @type {Phase} */
  phase = "idle";
  /** Attempts since the socket was last open. */
  attempt = 0;
  /** When the next attempt is due, by this machine's clock. */
  retryAt = 0;
  /** When the last frame came, by this machine's clock. */
  heardAt = 0;
  /** @type {number | null} round trip of the last ping, in milliseconds */
  latency = null;
  /** @type {Close | null} why the socket last went */
  closed = null;
  /** @type {(complete: boolean) => void} told after each opening; false: take the snapshot */
  onReady = () => {};
  /** @type {Set<(trace: Trace) => void>} */
  #taps = new Set();
  #pending = new Pending();
  #subscriptions = new Subscriptions((frame) => this.#send(frame));
  /** @type {any} */
  #socket = null;
  #pingAt = 0;
  /** @type {number | undefined} */
  #retry;
  /** @type {number | undefined} */
  #pinger;

  /** @param {Credentials} credentials */
  constructor(credentials) {
    super();
    this.credentials = credentials;
    addEventListener("online", () => this.#hurry());
    document.addEventListener("visibilitychange", () => document.hidden || this.#hurry());
  }

  /** Every frame, both ways, as it is. @param {(trace: Trace) => void} tap */
  tap(tap) {
    this.#taps.add(tap);
  }

  /** Hears an address from the next opening on. @param {string} address @param {(event: any) => void} handler */
  hear(address, handler) {
    this.#subscriptions.hear(address, handler);
  }

  /**
   * A request with one answer.
   * @param {string} address @param {object} [body] @param {number} [timeoutMs]
   * @returns {Promise<any>} fails with a {@link BusError}
   */
  ask(address, body = {}, timeoutMs = DEADLINE) {
    if (this.phase !== "open") return Promise.reject(new BusError(503, "not connected"));
    const { replyAddress, answer } = this.#pending.open(timeoutMs);
    this.#send({ type: "send", address, headers: {}, body, replyAddress });
    return answer;
  }

  /** Carries on over the open socket with a newer token. @param {string} token */
  renew(token) {
    if (this.phase !== "open") return;
    this.ask("bridge.renew", { token }).catch((error) => console.warn(`renew: ${error.message}`));
  }

  async connect() {
    if (this.phase === "connecting" || this.phase === "open") return;
    clearTimeout(this.#retry);
    this.#enter("connecting");
    try {
      const ticket = await this.credentials.ticket();
      if (this.phase === "connecting") this.#open(ticket);
    } catch (error) {
      if (this.phase === "connecting") this.#later({ code: error.status ?? 0, reason: error.message });
    }
  }

  /** Goes and stays away until {@link connect}. */
  disconnect() {
    clearTimeout(this.#retry);
    this.#enter("off");
    this.#drop({ code: 1000, reason: "closed here" });
  }

  /** Goes, and forgets how far it had heard: another user begins anew. */
  reset() {
    this.disconnect();
    this.#subscriptions.forget();
    this.closed = null;
    this.attempt = 0;
    this.#enter("idle");
  }

  /** @param {string} ticket */
  #open(ticket) {
    const url = `/eventbus?ticket=${encodeURIComponent(ticket)}`;
    const socket = new SockJS(url, null, { transports: TRANSPORTS, timeout: DEADLINE });
    this.#socket = socket;
    socket.onopen = () => socket === this.#socket && this.#opened(socket);
    socket.onmessage = (message) => socket === this.#socket && this.#take(JSON.parse(message.data));
    socket.onheartbeat = () => (this.heardAt = Date.now());
    socket.onclose = (close) => socket === this.#socket && this.#drop(close);
  }

  /** @param {any} socket */
  async #opened(socket) {
    this.heardAt = Date.now();
    this.#trace("socket", { type: "open", transport: socket.transport });
    this.#enter("open");
    this.#pinger = setInterval(() => this.#ping(), PING);
    this.#ping();
    const complete = await this.#subscriptions.open(this.credentials.mayHear);
    if (socket !== this.#socket) return;
    this.attempt = 0;
    this.closed = null;
    this.onReady(complete);
    this.changed();
  }

  /** @param {any} frame */
  #take(frame) {
    this.heardAt = Date.now();
    this.#trace("in", frame);
    if (frame.type === "pong") this.latency = Date.now() - this.#pingAt;
    else if (frame.type === "event") this.#noticed(frame.event, frame.message ?? {});
    else if (frame.type === "err") this.#refused(frame);
    else if (!this.#pending.answer(frame.address, frame.body)) {
      this.#subscriptions.heard(frame.address, frame.body ?? {});
    }
    this.changed();
  }

  /** What the bridge itself has to say. @param {string} notice @param {any} message */
  #noticed(notice, message) {
    if (notice === "registered") this.#subscriptions.acknowledged(message);
    if (notice === "gap") this.onReady(false);
    if (notice === "expiring") this.#renewRights();
  }

  /** @param {any} frame */
  #refused(frame) {
    const code = Number(frame.failureCode ?? 403);
    const error = new BusError(code, String(frame.message ?? frame.body ?? "refused"));
    if (!this.#pending.fail(frame.address, error)) this.#subscriptions.refused(frame.address, code);
  }

  #ping() {
    const waited = Date.now() - this.#pingAt;
    if (this.#pingAt && this.heardAt < this.#pingAt && waited > DEADLINE) {
      return this.#drop({ code: 4000, reason: "no sign of life" });
    }
    if (this.heardAt >= this.#pingAt) this.#pingAt = Date.now();
    this.#send({ type: "ping" });
  }

  /** The socket is gone, whoever ended it. @param {Close} close */
  #drop({ code, reason }) {
    const socket = this.#socket;
    if (!socket) return;
    this.#socket = null;
    clearInterval(this.#pinger);
    this.#pingAt = 0;
    socket.onclose = null;
    socket.close();
    this.#trace("socket", { type: "close", code, reason });
    this.#pending.failAll(new BusError(503, "the connection was lost"));
    if (code === FORBIDDEN) this.#subscriptions.forget();
    this.closed = { code, reason };
    if (this.phase !== "off") this.#later({ code, reason });
  }

  /** Says why, and tries again. @param {Close} close */
  #later(close) {
    this.closed = close;
    this.attempt += 1;
    const wait = backoff(this.attempt);
    this.retryAt = Date.now() + wait;
    this.#enter("waiting");
    this.#retry = setTimeout(() => this.connect(), wait);
    if (close.code === EXPIRED || close.code === FORBIDDEN) this.#renewRights();
  }

  /** Whoever may no longer be here is signed out by this. */
  #renewRights() {
    this.credentials.refresh().catch((error) => console.warn(`refresh: ${error.message}`));
  }

  #hurry() {
    if (this.phase === "waiting") this.connect();
  }

  /** @param {any} frame */
  #send(frame) {
    if (this.phase !== "open") return;
    this.#socket?.send(JSON.stringify(frame));
    this.#trace("out", frame);
  }

  /** @param {Trace["way"]} way @param {any} frame */
  #trace(way, frame) {
    for (const tap of this.#taps) tap({ way, frame, at: Date.now() });
  }

  /** @param {Phase} phase */
  #enter(phase) {
    this.phase = phase;
    this.changed();
  }
}
