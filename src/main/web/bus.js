/**
 * The socket: the stock Vert.x event-bus bridge protocol over SockJS. No other module knows the
 * wire. It reconnects by itself, resumes where it stopped, and says when something may be missing.
 */
import SockJS from "sockjs-client/dist/sockjs.min.js";
import { backoff } from "./backoff.js";
import { Cursor } from "./cursor.js";
import { Store } from "./store.js";

const PING = 4000;
const DEADLINE = 10000;
const TRANSPORTS = ["websocket", "xhr-streaming", "xhr-polling"];

/** The node wants a newer token before anything else. */
const TOKEN_EXPIRED = 4401;

/** A request that failed, with the code of the bus's error table. */
export class BusError extends Error {
  /** @param {number} code @param {string} message */
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

/**
 * @typedef {{handler: (event: any) => void, cursor: Cursor}} Ear
 * @typedef {"idle" | "connecting" | "open" | "waiting" | "off"} Phase
 * @typedef {{way: "in" | "out" | "socket", frame: any, at: number}} Trace
 */
export class Bus extends Store {
  /** @type {Phase} */
  phase = "idle";
  attempt = 0;
  /** When the next attempt is due, by this machine's clock. */
  retryAt = 0;
  /** When the last frame came, by this machine's clock. */
  heardAt = 0;
  /** @type {number | null} round trip of the last ping, in milliseconds */
  latency = null;
  /** @type {{code: number, reason: string} | null} why the socket last went */
  closed = null;
  /** @type {(complete: boolean) => void} told after each opening; false: take the snapshot */
  onReady = () => {};
  /** @type {Set<(trace: Trace) => void>} */
  #taps = new Set();
  /** @type {Map<string, Ear>} */
  #ears = new Map();
  /** @type {Map<string, {resolve: (body: any) => void, reject: (error: Error) => void, timer: number}>} */
  #asked = new Map();
  /** @type {Map<string, (complete: boolean) => void>} */
  #registering = new Map();
  /** @type {WebSocket | null} */
  #socket = null;
  #pingAt = 0;
  /** @type {number | undefined} */
  #retry;
  /** @type {number | undefined} */
  #pinger;

  /** @param {{ticket: () => Promise<string>, refresh: () => Promise<void>}} session */
  constructor(session) {
    super();
    this.session = session;
    addEventListener("online", () => this.#hurry());
    document.addEventListener("visibilitychange", () => document.hidden || this.#hurry());
  }

  /** Every frame, both ways, as it is. @param {(trace: Trace) => void} tap */
  tap(tap) {
    this.#taps.add(tap);
    return () => this.#taps.delete(tap);
  }

  /** Hears an address from the next opening on. @param {string} address @param {(event: any) => void} handler */
  hear(address, handler) {
    this.#ears.set(address, { handler, cursor: new Cursor() });
  }

  async connect() {
    if (this.phase === "connecting" || this.phase === "open") return;
    clearTimeout(this.#retry);
    this.#enter("connecting");
    try {
      const ticket = await this.session.ticket();
      if (this.phase === "connecting") this.#open(ticket);
    } catch (error) {
      this.#went({ code: error.status ?? 0, reason: error.message });
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
    for (const ear of this.#ears.values()) ear.cursor = new Cursor();
    this.closed = null;
    this.attempt = 0;
    this.#enter("idle");
  }

  /**
   * A request with one answer.
   * @param {string} address @param {object} [body] @param {number} [timeoutMs]
   * @returns {Promise<any>} fails with a {@link BusError}
   */
  ask(address, body = {}, timeoutMs = DEADLINE) {
    if (this.phase !== "open") return Promise.reject(new BusError(503, "not connected"));
    const replyAddress = crypto.getRandomValues(new Uint32Array(4)).join("-");
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#asked.delete(replyAddress);
        reject(new BusError(408, "no answer in time"));
      }, timeoutMs);
      this.#asked.set(replyAddress, { resolve, reject, timer });
      this.#send({ type: "send", address, headers: {}, body, replyAddress });
    });
  }

  /** Carries on the open socket with a newer token. @param {string} token */
  renew(token) {
    if (this.phase === "open") this.ask("bridge.renew", { token }).catch(() => {});
  }

  /** @param {string} ticket */
  #open(ticket) {
    const url = `/eventbus?ticket=${encodeURIComponent(ticket)}`;
    const socket = new SockJS(url, null, { transports: TRANSPORTS, timeout: DEADLINE });
    this.#socket = socket;
    socket.onopen = () => socket === this.#socket && this.#opened();
    socket.onmessage = (message) => socket === this.#socket && this.#take(JSON.parse(message.data));
    socket.onheartbeat = () => (this.heardAt = Date.now());
    socket.onclose = (close) => socket === this.#socket && this.#drop(close);
  }

  async #opened() {
    const socket = this.#socket;
    this.heardAt = Date.now();
    this.#trace("socket", { type: "open", transport: socket?.transport ?? "websocket" });
    this.#enter("open");
    this.#pinger = setInterval(() => this.#ping(), PING);
    this.#ping();
    const complete = await Promise.all([...this.#ears.keys()].map((a) => this.#register(a)));
    if (socket !== this.#socket) return;
    this.attempt = 0;
    this.closed = null;
    this.onReady(complete.every(Boolean));
    this.changed();
  }

  /** @param {string} address @returns {Promise<boolean>} whether nothing is missing */
  #register(address) {
    const cursor = /** @type {Ear} */ (this.#ears.get(address)).cursor;
    const headers = cursor.empty ? {} : { since: cursor.toJSON() };
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), 3000);
      this.#registering.set(address, (complete) => {
        clearTimeout(timer);
        this.#registering.delete(address);
        resolve(complete);
      });
      this.#send({ type: "register", address, headers });
    });
  }

  /** @param {any} frame */
  #take(frame) {
    this.heardAt = Date.now();
    this.#trace("in", frame);
    if (frame.event === "registered" || frame.type === "registered") this.#registered(frame);
    else if (frame.type === "pong") this.#pong();
    else if (frame.type === "err") this.#refused(frame);
    else if (this.#asked.has(frame.address)) this.#answered(frame.address)?.resolve(frame.body);
    else if (frame.type === "rec" || frame.type === "message") this.#heard(frame);
    this.changed();
  }

  /** @param {any} frame */
  #registered(frame) {
    const news = frame.message ?? frame.body ?? frame;
    const address = frame.address ?? news.address;
    this.#ears.get(address)?.cursor.merge(news.cursor);
    this.#registering.get(address)?.(news.recovered === true);
  }

  /** @param {any} frame */
  #refused(frame) {
    const asked = this.#answered(frame.address);
    const message = frame.message ?? frame.body ?? "refused";
    asked?.reject(new BusError(Number(frame.failureCode ?? 403), String(message)));
    // What this user may not hear is not missing.
    this.#registering.get(frame.address)?.(true);
  }

  /** @param {any} frame */
  #heard(frame) {
    const ear = this.#ears.get(frame.address);
    const event = frame.body ?? {};
    if (ear?.cursor.advance(event.node, event.seq)) ear.handler(event);
  }

  /** @param {string} replyAddress */
  #answered(replyAddress) {
    const asked = this.#asked.get(replyAddress);
    this.#asked.delete(replyAddress);
    clearTimeout(asked?.timer);
    return asked;
  }

  #ping() {
    if (this.#pingAt && this.heardAt < this.#pingAt && Date.now() - this.#pingAt > DEADLINE) {
      return this.#drop({ code: 4000, reason: "no sign of life" });
    }
    if (this.heardAt >= this.#pingAt) this.#pingAt = Date.now();
    this.#send({ type: "ping" });
  }

  #pong() {
    this.latency = Date.now() - this.#pingAt;
  }

  /** The socket is gone, whoever ended it. @param {{code: number, reason: string}} close */
  #drop({ code, reason }) {
    const socket = this.#socket;
    this.#socket = null;
    clearInterval(this.#pinger);
    this.#pingAt = 0;
    for (const address of [...this.#asked.keys()]) {
      this.#answered(address)?.reject(new BusError(503, "the connection was lost"));
    }
    this.#registering.clear();
    if (!socket) return;
    socket.onclose = null;
    socket.close();
    this.#trace("socket", { type: "close", code, reason });
    this.closed = { code, reason };
    if (this.phase !== "off") this.#went({ code, reason });
  }

  /** Says why, and tries again later. @param {{code: number, reason: string}} close */
  async #went(close) {
    if (this.phase === "off" || this.phase === "idle") return;
    this.closed = close;
    this.attempt += 1;
    const wait = backoff(this.attempt);
    this.retryAt = Date.now() + wait;
    this.#enter("waiting");
    this.#retry = setTimeout(() => this.connect(), wait);
    if (close.code === TOKEN_EXPIRED) await this.session.refresh().catch(() => {});
  }

  #hurry() {
    if (this.phase === "waiting") this.connect();
  }

  /** @param {any} frame */
  #send(frame) {
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
