/**
 * A client of the bus of Omnibus, for pages and for Node: it hears events over one socket that comes
 * back by itself, on any node, misses nothing and says so when it can't, and asks with a deadline.
 * It speaks the event-bus bridge protocol of Vert.x and what the node adds to it.
 */
import { FORBIDDEN, LEFT, needsToken, staysAway } from "./closing.js";
import { Itinerary } from "./itinerary.js";
import { Liveness } from "./liveness.js";
import { BusError, Pending } from "./pending.js";
import { Secrecy } from "./secrecy.js";
import { Subscription } from "./subscription.js";
import { isRefusal, ticket } from "./ticket.js";

export { BusError };

const ALTERED = 4000;
const UNSEALED = { failureCode: 503, message: "it could not be sealed" };
const PING = 4000;
const PATIENCE = 10000;
const DEADLINE = 10000;

/**
 * @typedef {"idle" | "connecting" | "open" | "waiting" | "off"} Phase
 * @typedef {{code: number, reason: string}} Close
 * @typedef {{way: "in" | "out" | "socket", frame: any, at: number}} Trace
 * @typedef {object} Options
 * @property {string[]} [nodes] where the nodes are, such as http://127.0.0.1:8080 or https://host/path; the root of the page's origin if left out
 * @property {(renew: boolean) => Promise<string> | string} token an access token or a key; a newer one when asked to renew
 * @property {any} [WebSocket] the class to use where there is none, such as that of "ws"
 * @property {(node: string, ticket: string) => any} [socket] another kind of socket, such as SockJS
 * @property {(address: string) => boolean} [mayHear] leaves out what this caller may not hear
 * @property {() => void} [onChange] told when anything below changed
 * @property {(complete: boolean) => void} [onReady] told after each opening; false: something was missed
 * @property {(trace: Trace) => void} [onTrace] told of every frame, both ways
 */
export class OmnibusClient {
  /** @type {Phase} off: not coming back by itself */
  phase = "idle";
  /** Attempts since the socket was last ready. */
  attempt = 0;
  /** When the next attempt is due, by this machine's clock. */
  retryAt = 0;
  /** When the last frame came, by this machine's clock. */
  heardAt = 0;
  /** @type {number | null} round trip of the last ping, in milliseconds */
  latency = null;
  /** @type {Close | null} why the socket last went */
  closed = null;
  #options;
  #itinerary;
  #tries = 0;
  #pending = new Pending();
  /** @type {Map<string, Subscription>} */
  #subscriptions = new Map();
  /** @type {any} */
  #socket = null;
  #liveness = new Liveness();
  #spoken = "";
  #secrecy = this.#newSecrecy(null);
  /** @type {any} */
  #retry;
  /** @type {any} */
  #pinger;

  /** @param {Options} options */
  constructor(options) {
    this.#options = options;
    this.#itinerary = new Itinerary(options.nodes ?? [""]);
    globalThis.addEventListener?.("online", () => this.#hurry());
    globalThis.document?.addEventListener("visibilitychange", () => document.hidden || this.#hurry());
  }

  /**
   * Hears an address, once per address, on this socket and all that follow.
   * @param {string} address @param {{server?: string, severity?: string}} filter
   * @param {import("./subscription.js").Listener} listener
   */
  hear(address, filter, listener) {
    if (this.#subscriptions.has(address)) throw new Error(`${address} is heard already`);
    const link = {
      send: (/** @type {object} */ frame) => this.#say(frame),
      request: (/** @type {string} */ to, /** @type {object} */ body) => this.request(to, body),
    };
    const subscription = new Subscription(address, filter, listener, link);
    this.#subscriptions.set(address, subscription);
    if (this.phase === "open" && this.#mayHear(address)) subscription.register();
  }

  /** Hears it no more. @param {string} address */
  unhear(address) {
    this.#subscriptions.get(address)?.pause();
    if (this.#subscriptions.delete(address)) this.#say({ type: "unregister", address, headers: {} });
  }

  /**
   * A request with one answer, over the socket that is open now.
   * @param {string} address @param {object} [body] @param {{deadlineMs?: number}} [options]
   * @returns {Promise<any>} fails with a {@link BusError}; 503: not sent, or lost on the way
   */
  request(address, body = {}, { deadlineMs = DEADLINE } = {}) {
    if (this.phase !== "open") return Promise.reject(new BusError(503, "not connected"));
    const { replyAddress, answer } = this.#pending.open(deadlineMs);
    this.#say({ type: "send", address, headers: {}, body, replyAddress });
    return answer;
  }

  /** What of a socket is sealed; keys are exchanged over that one and no other. @param {any} socket */
  #newSecrecy(socket) {
    return new Secrecy({
      exchange: async (key) => {
        if (socket !== this.#socket) throw new BusError(503, "the connection was lost");
        return (await this.request("bridge.seal", { key })).key;
      },
      isAnswer: (address) => this.#pending.has(address),
      isHeard: (address) => this.#subscriptions.has(address),
    });
  }

  /** Sends a frame, sealed if that is due. @param {any} frame */
  #say(frame) {
    if (this.phase !== "open") return;
    const socket = this.#socket;
    const mine = () => socket === this.#socket;
    this.#secrecy.say(frame, {
      send: (closed) => mine() && this.#send(closed),
      failed: () => mine() && this.#refused({ address: frame.replyAddress ?? frame.address, ...UNSEALED }),
    });
  }

  /** Carries on over the open socket with a newer token. @param {string} token */
  renew(token) {
    if (this.phase !== "open" || token === this.#spoken) return;
    this.#spoken = token;
    this.request("bridge.renew", { token }).catch((error) => console.warn(`renew: ${error.message}`));
  }

  async connect() {
    if (this.phase === "connecting" || this.phase === "open") return;
    clearTimeout(this.#retry);
    this.#enter("connecting");
    const { node } = this.#itinerary;
    const mine = ++this.#tries; // whoever left and came back meanwhile has another one
    try {
      const pass = await ticket(node, async (renew) => (this.#spoken = await this.#options.token(renew)));
      if (mine === this.#tries && this.phase === "connecting") this.#open(node, pass);
    } catch (error) {
      if (mine === this.#tries && this.phase === "connecting") this.#failed(/** @type {any} */ (error));
    }
  }

  /** Goes and stays away until {@link connect}. */
  disconnect() {
    clearTimeout(this.#retry);
    this.#tries += 1;
    this.#enter("off");
    this.#drop({ code: LEFT, reason: "closed here" });
  }

  /** Goes, and forgets how far it had heard: another user begins anew. */
  reset() {
    this.disconnect();
    for (const subscription of this.#subscriptions.values()) subscription.forget();
    this.closed = null;
    this.attempt = 0;
    this.#itinerary.anew();
    this.#enter("idle");
  }

  /** No ticket: a caller who is refused stays away. @param {any} error */
  #failed(error) {
    const close = { code: error.status ?? 0, reason: error.message };
    if (isRefusal(error)) this.#stay(close);
    else this.#later(close);
  }

  /** @param {string} node @param {string} pass */
  #open(node, pass) {
    const socket = (this.#options.socket ?? ((n, t) => this.#plain(n, t)))(node, pass);
    const mine = () => socket === this.#socket;
    this.#socket = socket;
    this.#secrecy = this.#newSecrecy(socket);
    this.#retry = setTimeout(() => mine() && this.#drop({ code: 0, reason: "no answer in time" }), PATIENCE);
    socket.onopen = () => mine() && this.#opened(socket);
    socket.onmessage = (/** @type {any} */ message) => mine() && this.#arrived(JSON.parse(String(message.data)));
    socket.onheartbeat = () => this.#alive();
    socket.onerror = () => {}; // what went wrong comes with the close
    socket.onclose = (/** @type {any} */ close) => mine() && this.#drop(close);
  }

  /** @param {string} node @param {string} pass */
  #plain(node, pass) {
    const base = node || location.origin;
    const Socket = this.#options.WebSocket ?? globalThis.WebSocket;
    return new Socket(`${base.replace(/^http/, "ws")}/eventbus/websocket?ticket=${encodeURIComponent(pass)}`);
  }

  /** @param {any} socket */
  async #opened(socket) {
    clearTimeout(this.#retry);
    this.heardAt = Date.now();
    this.#liveness.began();
    this.#trace("socket", { type: "open", transport: socket.transport ?? "websocket" });
    this.#enter("open");
    this.#pinger = setInterval(() => this.#ping(), PING);
    this.#ping();
    const heard = [...this.#subscriptions.values()].filter((one) => this.#mayHear(one.address));
    const complete = (await Promise.all(heard.map((one) => one.register()))).every(Boolean);
    if (socket !== this.#socket) return;
    this.attempt = 0;
    this.closed = null;
    this.#options.onReady?.(complete);
    this.#changed();
  }

  #alive() {
    this.heardAt = Date.now();
    this.#liveness.heard();
  }

  /** @param {any} frame */
  #arrived(frame) {
    this.#alive();
    const socket = this.#socket;
    const mine = () => socket === this.#socket;
    this.#secrecy.open(frame, {
      take: (clear) => mine() && this.#take(clear),
      altered: () => mine() && this.#drop({ code: ALTERED, reason: "a sealed message was altered" }),
    });
  }

  /** @param {any} frame */
  #take(frame) {
    this.#trace("in", frame);
    if (frame.type === "pong") this.latency = this.#liveness.roundTrip;
    else if (frame.type === "event") this.#noticed(frame.event, frame.message ?? {});
    else if (frame.type === "err") this.#refused(frame);
    else if (!this.#pending.answer(frame.address, frame.body)) {
      this.#subscriptions.get(frame.address)?.heard(frame.body ?? {});
    }
    this.#changed();
  }

  /** What the node itself has to say. @param {string} notice @param {any} message */
  #noticed(notice, message) {
    const subscription = this.#subscriptions.get(message.address);
    if (notice === "registered") subscription?.acknowledged(message);
    if (notice === "cursor") subscription?.passed(message.cursor);
    if (notice === "gap") subscription?.missed(message);
    if (notice === "expiring") this.#renewRights();
    if (notice === "closing") this.#itinerary.stayAway(message.reconnectInMs ?? null);
  }

  /** @param {any} frame */
  #refused(frame) {
    const code = Number(frame.failureCode ?? 403);
    const message = String(frame.message ?? frame.body ?? "refused");
    if (!this.#pending.fail(frame.address, new BusError(code, message))) {
      this.#subscriptions.get(frame.address)?.refused(code, message);
    }
  }

  #ping() {
    if (this.#liveness.isSilent()) return this.#drop({ code: 4000, reason: "no sign of life" });
    this.#send({ type: "ping" });
  }

  /** The socket is gone, whoever ended it. @param {Close} close */
  #drop({ code, reason }) {
    const socket = this.#socket;
    if (!socket) return;
    this.#socket = null;
    clearInterval(this.#pinger);
    clearTimeout(this.#retry);
    if (this.#liveness.wasGood()) this.#itinerary.wasGood();
    socket.onclose = null;
    socket.close();
    this.#trace("socket", { type: "close", code, reason });
    this.#pending.failAll(new BusError(503, "the connection was lost"));
    for (const subscription of this.#subscriptions.values()) subscription.pause();
    if (code === FORBIDDEN) for (const one of this.#subscriptions.values()) one.forget();
    this.closed = { code, reason };
    if (this.phase === "off") return;
    if (staysAway(code)) this.#stay({ code, reason });
    else this.#later({ code, reason });
  }

  /** Says why, and does not come back by itself. @param {Close} close */
  #stay(close) {
    this.closed = close;
    this.#enter("off");
  }

  /** Says why, and tries again, on the next node if there are several. @param {Close} close */
  #later(close) {
    this.closed = close;
    this.attempt += 1;
    const wait = this.#itinerary.goOn();
    this.retryAt = Date.now() + wait;
    this.#enter("waiting");
    this.#retry = setTimeout(() => this.connect(), wait);
    if (needsToken(close.code)) this.#renewRights();
  }

  /** Whoever may no longer be here learns it by this. */
  async #renewRights() {
    try {
      this.renew(await this.#options.token(true));
    } catch (error) {
      console.warn(`token: ${/** @type {any} */ (error)?.message ?? error}`);
    }
  }

  #hurry() {
    if (this.phase === "waiting") this.connect();
  }

  /** @param {string} address */
  #mayHear(address) {
    return this.#options.mayHear?.(address) ?? true;
  }

  /** @param {any} frame */
  #send(frame) {
    if (this.phase !== "open") return;
    this.#socket?.send(JSON.stringify(frame));
    this.#trace("out", frame);
  }

  /** @param {Trace["way"]} way @param {any} frame */
  #trace(way, frame) {
    this.#options.onTrace?.({ way, frame, at: Date.now() });
  }

  /** @param {Phase} phase */
  #enter(phase) {
    this.phase = phase;
    this.#changed();
  }

  #changed() {
    this.#options.onChange?.();
  }
}
