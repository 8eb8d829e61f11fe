/** The audit log as this page looks through it: what matches a filter, newest first, live on top. */
import { Store } from "./store.js";

const SEARCH = "query.audit.search";
const RECORDED = "event.audit.recorded";
const PAGE = 100;
/** So many rows are kept on the page at most; live, the oldest go, and are asked for again when somebody wants them. */
export const MOST = 3000;
const LIVE_MOST = 600;

/**
 * @typedef {{node: string, n: number, at: string, user?: string, action: string, server?: string, tool?: string, outcome: string, durationMs?: number, detail?: any, chain: string, hash: string, untold?: number}} Row
 * @typedef {{user?: string, server?: string, tool?: string, action?: string, outcome?: string, text?: string, from?: string, to?: string}} Filter
 */

/** What tells one row from all others. @param {Row} row */
export const keyOf = (row) => `${row.chain} ${row.n}`;

/** The same, and when it was, so that it is found again. @param {Row} row */
export const nameOf = (row) => `${keyOf(row)} ${row.at}`;

export class AuditLog extends Store {
  /** @type {Row[]} newest first */
  rows = [];
  /** @type {Filter} */
  filter = {};
  loaded = false;
  busy = false;
  trouble = "";
  paused = false;
  /** Nodes whose rows are missing. @type {string[]} */
  missing = [];
  /** How the stores are that do not take rows as they should, by node. @type {Map<string, any>} */
  stores = new Map();
  /** How far back a search came that takes long. */
  reached = "";
  /** How many live rows were not told, because there were too many. */
  untold = 0;
  /** @type {string | null} where the next page begins; "" is at the last row that is there */
  #cursor = null;
  /** @type {Row[]} */
  #held = [];
  /** @type {Set<string>} */
  #known = new Set();
  /** Rises with each filter; answers to an older one are void. */
  #turn = 0;
  #following = false;
  #bus;
  #session;

  /** @param {import("./bus.js").Bus} bus @param {import("./session.js").Session} session */
  constructor(bus, session) {
    super();
    this.#bus = bus;
    this.#session = session;
  }

  get held() {
    return this.#held.length;
  }

  get more() {
    return this.#cursor !== null && this.rows.length < MOST;
  }

  /** Whether rows that come now can match. */
  get live() {
    return this.#following;
  }

  /** @param {Filter} filter */
  look(filter) {
    this.leave();
    this.filter = filter;
    const ends = filter.to && Date.parse(filter.to) < Date.now();
    if (ends || !this.#session.may("events", RECORDED)) {
      this.#first();
      return;
    }
    const { from, to, ...words } = filter;
    this.#following = true;
    this.#bus.follow(RECORDED, /** @type {any} */ (words), {
      event: (event) => this.#heard(event.data),
      snapshot: () => this.#first(),
      refused: (error) => this.#troubled(error),
    });
    this.changed();
  }

  leave() {
    if (this.#following) this.#bus.unhear(RECORDED);
    this.#following = false;
    this.#turn += 1;
    this.#empty();
    this.busy = false;
    this.loaded = false;
    this.trouble = "";
    this.paused = false;
  }

  /** Somebody else may come. */
  forget() {
    this.leave();
    this.stores.clear();
    this.changed();
  }

  #empty() {
    this.rows = [];
    this.#known.clear();
    this.#held = [];
    this.#cursor = null;
    this.reached = "";
    this.untold = 0;
  }

  /** @param {boolean} paused */
  pause(paused) {
    this.paused = paused;
    const held = this.#held;
    this.#held = [];
    if (!paused) this.#onTop(held);
    this.changed();
  }

  /** The newest rows again, from the log itself. */
  again() {
    return this.#first();
  }

  async #first() {
    const turn = this.#turn;
    const answer = await this.#ask({});
    if (turn !== this.#turn || !answer) return;
    this.#empty();
    this.stores = new Map((answer.stores ?? []).map((store) => [store.node, store]));
    this.#below(answer);
    this.loaded = true;
    this.changed();
  }

  /** The page after these. */
  async older() {
    if (this.busy || !this.more) return;
    const turn = this.#turn;
    const last = this.rows.at(-1);
    // What is there may have been cut since the cursor was given: the row itself says where it ends.
    const from = this.#cursor || !last ? { cursor: this.#cursor } : { to: after(last.at) };
    const answer = await this.#ask(from);
    if (turn !== this.#turn || !answer) return;
    this.#below(answer);
    this.changed();
  }

  /** The row of this name, though it may not match the filter; null when there is none; fails when nobody answers. @param {string} name @returns {Promise<Row | null>} */
  async find(name) {
    const at = name.split(" ").at(-1) ?? "";
    if (Number.isNaN(Date.parse(at))) return null;
    const answer = await this.#bus.ask(SEARCH, { from: at, to: after(at), limit: 1000 }, 30000);
    return answer.rows.find((/** @type {Row} */ row) => nameOf(row) === name) ?? null;
  }

  /** @param {object} where @returns {Promise<any>} null when it failed */
  async #ask(where) {
    this.busy = true;
    this.changed();
    const turn = this.#turn;
    try {
      const answer = await this.#bus.ask(SEARCH, { ...this.filter, limit: PAGE, ...where }, 30000);
      if (turn === this.#turn) this.trouble = "";
      return answer;
    } catch (error) {
      if (turn === this.#turn) this.#troubled(error);
      return null;
    } finally {
      if (turn === this.#turn) this.busy = false;
      this.changed();
    }
  }

  /** @param {any} answer */
  #below({ rows, cursor, reached, missing }) {
    for (const row of rows) {
      if (!this.#known.has(keyOf(row))) this.rows.push(row);
      this.#known.add(keyOf(row));
    }
    this.rows = [...this.rows];
    this.#cursor = cursor ?? null;
    this.reached = reached ?? "";
    this.missing = missing ?? [];
  }

  /** @param {Row} row */
  #heard(row) {
    const { from, to } = this.filter;
    const at = Date.parse(row.at);
    if ((from && at < Date.parse(from)) || (to && at >= Date.parse(to))) return;
    if (this.paused) {
      this.#held.push(row);
      if (this.#held.length > LIVE_MOST) this.untold += this.#held.splice(0, LIVE_MOST / 2).length;
    } else {
      this.#onTop([row]);
    }
    this.changed();
  }

  /** @param {Row[]} young oldest first, as they came */
  #onTop(young) {
    const fresh = young.filter((row) => !this.#known.has(keyOf(row)));
    for (const row of fresh) {
      this.#known.add(keyOf(row));
      this.untold += row.untold ?? 0;
    }
    const rows = [...fresh.reverse(), ...this.rows];
    // Nodes tell their rows on their own: those that overtook each other are put in order.
    rows.sort(newestFirst);
    if (rows.length > MOST || (this.rows.length <= LIVE_MOST && rows.length > LIVE_MOST)) {
      for (const gone of rows.splice(LIVE_MOST / 2)) this.#known.delete(keyOf(gone));
      this.#cursor = "";
    }
    this.rows = rows;
  }

  /** Any event of the bus. @param {any} event */
  take({ type, node, data }) {
    if (type !== "store_state") return;
    if (data.state === "here") {
      const was = this.stores.delete(node);
      if (was && this.loaded && !this.paused) this.#first();
    } else {
      this.stores.set(node, { ...data, node });
    }
    this.changed();
  }

  /** @param {any} error */
  #troubled(error) {
    this.trouble = error.message;
    this.changed();
  }
}

/** Whole seconds are written shorter, so that times do not compare as texts do. @param {Row} a @param {Row} b */
const newestFirst = (a, b) => Date.parse(b.at) - Date.parse(a.at);

/** The next millisecond. @param {string} at */
const after = (at) => new Date(Date.parse(at) + 1).toISOString();
