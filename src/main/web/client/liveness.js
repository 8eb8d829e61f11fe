/** Whether the other side of the open socket gives signs of life, by a clock that never jumps. */
const SILENCE = 10000;
/** A socket that lived this long was a good one: the next loss begins with short waits again. */
const GOOD = 10000;

export class Liveness {
  #now;
  /** @type {number | null} */
  #openedAt = null;
  #heardAt = 0;
  /** The oldest ping after which nothing was heard yet. */
  #pingAt = 0;

  /** @param {() => number} [now] milliseconds */
  constructor(now = () => performance.now()) {
    this.#now = now;
  }

  began() {
    this.#openedAt = this.#heardAt = this.#pingAt = this.#now();
  }

  heard() {
    this.#heardAt = this.#now();
  }

  /** Before each ping: whether an earlier one was not answered for too long. */
  isSilent() {
    const now = this.#now();
    const answered = this.#heardAt >= this.#pingAt;
    if (answered) this.#pingAt = now;
    return !answered && now - this.#pingAt > SILENCE;
  }

  /** Since the last ping, in milliseconds. */
  get roundTrip() {
    return Math.round(this.#now() - this.#pingAt);
  }

  /** The socket is gone: whether it was there, and for long enough. */
  wasGood() {
    const good = this.#openedAt !== null && this.#now() - this.#openedAt > GOOD;
    this.#openedAt = null;
    return good;
  }
}
