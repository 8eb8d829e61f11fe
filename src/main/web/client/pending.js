/** Requests that wait for their one answer, each with a deadline. */

/** A request that failed, with the code of the bus's error table. */
export class BusError extends Error {
  /** @param {number} code @param {string} message */
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

/** @typedef {{resolve: (body: any) => void, reject: (error: Error) => void, timer: any}} Waiting */

export class Pending {
  /** @type {Map<string, Waiting>} */
  #waiting = new Map();

  /** @param {number} deadlineMs @returns {{replyAddress: string, answer: Promise<any>}} */
  open(deadlineMs) {
    const replyAddress = crypto.getRandomValues(new Uint32Array(4)).join("-");
    const answer = new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.fail(replyAddress, new BusError(408, "no answer in time"));
      }, deadlineMs);
      this.#waiting.set(replyAddress, { resolve, reject, timer });
    });
    return { replyAddress, answer };
  }

  /** Whether somebody waits there. @param {string} replyAddress */
  has(replyAddress) {
    return this.#waiting.has(replyAddress);
  }

  /** False when nobody waits there. @param {string} replyAddress @param {any} body */
  answer(replyAddress, body) {
    const waiting = this.#take(replyAddress);
    waiting?.resolve(body);
    return waiting !== undefined;
  }

  /** False when nobody waits there. @param {string} replyAddress @param {Error} error */
  fail(replyAddress, error) {
    const waiting = this.#take(replyAddress);
    waiting?.reject(error);
    return waiting !== undefined;
  }

  /** @param {Error} error */
  failAll(error) {
    for (const replyAddress of [...this.#waiting.keys()]) this.fail(replyAddress, error);
  }

  /** @param {string} replyAddress */
  #take(replyAddress) {
    const waiting = this.#waiting.get(replyAddress);
    this.#waiting.delete(replyAddress);
    clearTimeout(waiting?.timer);
    return waiting;
  }
}
