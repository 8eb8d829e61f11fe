/**
 * The calls of this user, as this page follows them: a word comes when something changed, and what is new is asked for.
 * @typedef {{
 *   call: string, node: string, server: string, tool: string, caller: string, state: string, startedAt: string,
 *   endedAt?: string, ms: number, revision: number, outcome?: string, trace?: string,
 *   progress?: {progress?: number, total?: number, message?: string}, entries: any[], dropped: number, questions: any[],
 *   arguments?: any, result?: any, resultChars?: number, resultKept?: boolean, error?: any,
 *   loaded: boolean, trouble: string, seenAt: number,
 * }} Run
 */
import { Store } from "../store.js";

const EVENTS = ["event.call.started", "event.call.progress", "event.call.finished"];
/** A word may be lost, and who may not hear of calls has to ask. */
const LOOK = 5000;
const LOOK_DEAF = 1000;
const MOST_ENTRIES = 1000;

/** @param {{state: string}} run */
export const isOver = (run) => !["running", "asking"].includes(run.state);

export class Runs extends Store {
  /** @type {Map<string, Run>} those that somebody looks at */
  followed = new Map();
  /** @type {any[]} newest first */
  history = [];
  historyTrouble = "";
  #server = "";
  /** @type {Map<string, number>} how many views look at it */
  #views = new Map();
  /** @type {Set<string>} */
  #asking = new Set();
  /** @type {Set<string>} */
  #again = new Set();
  #open = false;
  #listening = false;

  /**
   * @param {{hear: Function, unhear: Function, ask: Function, watch: Function, phase: string}} bus
   * @param {(kind: "requests" | "events", address: string) => boolean} may
   */
  constructor(bus, may) {
    super();
    this.bus = bus;
    this.may = may;
    bus.watch(() => this.#phase());
    setInterval(() => this.#look(), LOOK_DEAF);
  }

  forget() {
    this.followed.clear();
    this.#listen();
    this.history = [];
    this.#views.clear();
    this.changed();
  }

  /** Calls are heard of as long as one is followed. */
  #listen() {
    const wanted = this.followed.size > 0;
    if (wanted === this.#listening) return;
    this.#listening = wanted;
    for (const address of EVENTS) {
      if (wanted) this.bus.hear(address, (/** @type {any} */ event) => this.#told(event.data ?? {}));
      else this.bus.unhear(address);
    }
  }

  #phase() {
    const open = this.bus.phase === "open";
    if (open && !this.#open) {
      for (const call of this.followed.keys()) this.#fetch(call);
      if (this.#server) this.list(this.#server);
    }
    this.#open = open;
  }

  #look() {
    const now = Date.now();
    const span = this.may("events", EVENTS[1]) ? LOOK : LOOK_DEAF;
    for (const run of this.followed.values()) {
      if (!isOver(run) && now - run.seenAt >= span) this.#fetch(run.call);
    }
  }

  /** @param {any} data */
  #told(data) {
    if (typeof data.call !== "string") return;
    const run = this.followed.get(data.call);
    if (run && !isOver(run) && !(data.revision <= run.revision)) this.#fetch(data.call);
    const known = this.history.find((one) => one.call === data.call);
    if (known && data.state) Object.assign(known, { state: data.state, ...(data.outcome ? { outcome: data.outcome } : {}) });
    if (known) this.changed();
    else if (data.server === this.#server && data.revision === 0) this.list(this.#server);
  }

  /** Begins a call; answers its name. @param {string} server @param {string} tool @param {object} args */
  async start(server, tool, args) {
    const { call } = await this.bus.ask("command.tool.call", { server, tool, arguments: args, detached: true });
    this.list(server);
    return call;
  }

  /** @param {string} call */
  cancel(call) {
    return this.#act("command.tool.cancel", { call });
  }

  /** @param {string} call @param {string} question @param {string} action @param {any} [content] */
  answer(call, question, action, content) {
    return this.#act("command.tool.answer", { call, question, action, ...(content === undefined ? {} : { content }) });
  }

  /** @param {string} address @param {{call: string}} body */
  async #act(address, body) {
    await this.bus.ask(address, body);
    await this.#fetch(body.call);
  }

  /** Looks at a call from now on. @param {string} call @returns {() => void} stops it */
  follow(call) {
    this.#views.set(call, (this.#views.get(call) ?? 0) + 1);
    if (!this.followed.has(call)) {
      this.followed.set(call, blank(call));
      this.#listen();
      this.#fetch(call);
    }
    return () => this.#leave(call);
  }

  /** @param {string} call */
  #leave(call) {
    const left = (this.#views.get(call) ?? 1) - 1;
    this.#views.set(call, left);
    if (left > 0) return;
    this.#views.delete(call);
    this.followed.delete(call);
    this.#listen();
  }

  /** One question at a time for each call. @param {string} call */
  async #fetch(call) {
    const run = this.followed.get(call);
    if (!run || this.bus.phase !== "open") return;
    if (this.#asking.has(call)) return void this.#again.add(call);
    this.#asking.add(call);
    try {
      const after = run.loaded ? { after: run.revision } : {};
      await this.#take(run, await this.bus.ask("query.call.get", { call, ...after }));
    } catch (error) {
      run.trouble = `${error.message} (${error.code})`;
      if (error.code === 404) Object.assign(run, { state: "gone", loaded: true });
    }
    run.seenAt = Date.now();
    this.#asking.delete(call);
    this.changed();
    if (this.#again.delete(call)) this.#fetch(call);
  }

  /** @param {Run} run @param {any} answer */
  async #take(run, { entries = [], ...rest }) {
    const fresh = entries.filter((/** @type {any} */ entry) => entry.n > (run.entries.at(-1)?.n ?? 0));
    run.entries = [...run.entries, ...fresh].slice(-MOST_ENTRIES);
    Object.assign(run, { questions: [] }, rest, { loaded: true, trouble: "" });
    if (isOver(run) && this.history.some((one) => one.call === run.call && one.state !== run.state)) this.list(run.server);
    if (run.resultKept && run.result === undefined) run.result = await this.#pieces(run.call);
  }

  /** @param {string} call */
  async #pieces(call) {
    let text = "";
    for (let from = 0; from !== undefined; ) {
      const { piece, next } = await this.bus.ask("query.call.get", { call, from });
      text += piece;
      from = next;
    }
    return JSON.parse(text);
  }

  /** What this user called at a server. @param {string} server */
  async list(server) {
    if (server !== this.#server) this.history = [];
    this.#server = server;
    try {
      const { calls } = await this.bus.ask("query.call.list", { server });
      if (server === this.#server) this.history = calls;
      this.historyTrouble = "";
    } catch (error) {
      this.historyTrouble = `${error.message} (${error.code})`;
    }
    this.changed();
  }
}

/** @param {string} call @returns {Run} */
function blank(call) {
  return {
    call, node: "", server: "", tool: "", caller: "", state: "running", startedAt: "", ms: 0, revision: 0,
    entries: [], dropped: 0, questions: [], loaded: false, trouble: "", seenAt: 0,
  };
}
