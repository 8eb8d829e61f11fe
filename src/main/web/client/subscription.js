/**
 * One address that is heard, over any number of sockets. Each event is handed over once and in
 * order. What was missed is replayed, asked for, or replaced by a snapshot, and while a snapshot is
 * taken or a gap healed, newer events wait: they are what has to be laid on top.
 */
import { backoff } from "./backoff.js";
import { Cursor } from "./cursor.js";
import { BusError } from "./pending.js";

const PATIENCE = 5000;
const AGAIN = 1000;
/** More than this does not wait for a snapshot; a newer one is taken instead. */
const MOST_HELD = 10000;

const BAD_REQUEST = 400;

/** Failures after which registering again may do: too much at once, nobody there. */
const MAY_PASS = [408, 429, 500, 503];

/**
 * @typedef {{node: string, first: number, last: number}} Gap
 * @typedef {object} Listener
 * @property {(event: any) => void} event each event, once
 * @property {(why: "first" | "away" | "gap") => Promise<any> | void} [snapshot] events are missing: take the whole state; those that come meanwhile are told afterwards
 * @property {boolean} [aside] what is missing of it concerns nobody else: its own snapshot makes it good
 * @property {(gap: Gap) => void} [gap] these are lost and no node has them any more
 * @property {(error: BusError) => void} [refused] this caller may not hear the address
 * @typedef {{send: (frame: object) => void, request: (address: string, body: object) => Promise<any>}} Link
 */
export class Subscription {
  #cursor = new Cursor();
  /** @type {any[] | null} what waits */
  #held = null;
  /** Whether a snapshot is due that was not taken yet. */
  #owed = false;
  /** Rises with each register; what belongs to an older one is void. */
  #turn = 0;
  #heardOnce = false;
  /** Whether the register of this socket was acknowledged. */
  #standing = false;
  /** @type {(complete: boolean) => void} */
  #done = () => {};
  /** @type {any} */
  #timer;

  /** @param {string} address @param {object} filter @param {Listener} listener @param {Link} link */
  constructor(address, filter, listener, link) {
    this.address = address;
    this.filter = filter;
    this.listener = listener;
    this.link = link;
  }

  /** Registers on a new socket. @returns {Promise<boolean>} whether nothing was missed */
  register() {
    this.pause();
    if (this.#owed) this.#cursor.forget();
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#done(false), PATIENCE);
      this.#done = (complete) => {
        clearTimeout(timer);
        resolve(complete);
      };
      this.#send();
    });
  }

  /** The socket is gone: what waits will be replayed. */
  pause() {
    this.#turn += 1;
    this.#held = null;
    this.#standing = false;
    clearTimeout(this.#timer);
    this.#done(false);
  }

  /** Another caller, or other rights: nothing to resume. */
  forget() {
    this.#cursor.forget();
  }

  #send() {
    this.link.send({ type: "register", address: this.address, headers: { ...this.filter, ...this.#cursor.header } });
  }

  /** What was missed comes after this. @param {{recovered: boolean, cursor: Record<string, number>}} news */
  acknowledged({ recovered, cursor }) {
    const first = !this.#heardOnce;
    this.#heardOnce = true;
    this.#standing = true;
    if (!recovered) {
      this.#cursor.restart(cursor);
      this.#snapshot(first ? "first" : "away");
    }
    this.#done(recovered || this.listener.aside === true);
  }

  /** @param {number} code @param {string} message */
  refused(code, message) {
    const cursorAtFault = code === BAD_REQUEST && this.#cursor.header.since !== undefined;
    if (cursorAtFault) this.#cursor.forget();
    if (cursorAtFault || MAY_PASS.includes(code)) {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#send(), AGAIN);
    } else {
      // What this caller may not hear is not missing.
      this.#done(true);
      this.#tell("refused", new BusError(code, message));
    }
  }

  /** What comes before the acknowledgement belongs to a register before this one. @param {any} event */
  heard(event) {
    if (!this.#standing) return;
    if (!this.#held) return this.#deliver(event);
    if (this.#held.length >= MOST_HELD) return this.#snapshot("gap");
    this.#held.push(event);
  }

  /** Nothing up to there was for us. @param {Record<string, number>} cursor */
  passed(cursor) {
    if (this.#held) this.#held.push({ passed: cursor });
    else this.#cursor.reach(cursor);
  }

  /** Events were lost on the way: the ring of the node may have them. @param {Gap} gap */
  async missed(gap) {
    if (this.#owed) {
      // The snapshot under way may have been taken before what is lost.
      this.#cursor.reach({ [gap.node]: gap.last });
      return this.#snapshot("gap");
    }
    const turn = ++this.#turn;
    this.#held ??= [];
    const body = { address: this.address, headers: this.filter, since: this.#cursor.positions };
    const answer = await this.link.request("query.feed.resume", body).catch(() => null);
    if (turn !== this.#turn) return;
    if (answer?.recovered) {
      for (const event of answer.events) this.#deliver(event);
      this.#cursor.reach(answer.cursor);
      this.#release();
    } else {
      this.#tell("gap", gap);
      this.#cursor.reach(answer?.cursor ?? { [gap.node]: gap.last });
      this.#snapshot("gap");
    }
  }

  /** @param {"first" | "away" | "gap"} why */
  async #snapshot(why) {
    if (!this.listener.snapshot) return this.#release();
    const turn = ++this.#turn;
    this.#owed = true;
    this.#held = [];
    for (let attempt = 1; turn === this.#turn; attempt += 1) {
      try {
        await this.listener.snapshot(why);
        if (turn !== this.#turn) return;
        this.#owed = false;
        return this.#release();
      } catch (error) {
        console.warn(`snapshot of ${this.address}: ${/** @type {any} */ (error)?.message ?? error}`);
        await new Promise((resolve) => setTimeout(resolve, backoff(attempt)));
      }
    }
  }

  #release() {
    const held = this.#held ?? [];
    this.#held = null;
    for (const one of held) {
      if (one.passed) this.#cursor.reach(one.passed);
      else this.#deliver(one);
    }
  }

  /** @param {any} event */
  #deliver(event) {
    if (this.#cursor.advance(event.node, event.seq)) this.#tell("event", event);
  }

  /** A listener that throws stops nothing. @param {"event" | "gap" | "refused"} what @param {any} news */
  #tell(what, news) {
    try {
      this.listener[what]?.(news);
    } catch (error) {
      console.error(error);
    }
  }
}
