/**
 * What of one socket is sealed: the talk with its node begins when something sensitive is first
 * said. What is sealed leaves and is opened one after the other, in the order in which it came.
 */
import { aboutEvent, aboutReply, aboutRequest, canSeal, SealedTalk, SENSITIVE } from "./sealed.js";

/** What a node says to a request that it does not know. */
const UNKNOWN = [403, 404];

/**
 * @typedef {object} Socket
 * @property {(key: string) => Promise<string>} exchange offers a key, and gets the node's
 * @property {(address: string) => boolean} isAnswer whether a request waits there
 * @property {(address: string) => boolean} isHeard
 */
export class Secrecy {
  #socket;
  /** @type {Promise<SealedTalk | null> | null} null inside: the node knows nothing of it */
  #talk = null;
  #outbox = Promise.resolve();
  #inbox = Promise.resolve();
  #opening = 0;

  /** @param {Socket} socket */
  constructor(socket) {
    this.#socket = socket;
  }

  /** What is sensitive leaves sealed, or not at all where that fails. @param {any} frame @param {{send: (closed: any) => void, failed: () => void}} way */
  say(frame, { send, failed }) {
    if (!canSeal() || !SENSITIVE.includes(frame.address)) return send(frame);
    this.#outbox = this.#outbox
      .then(() => this.#closed(frame))
      .then(send, failed)
      .catch((error) => console.error(error));
  }

  /** @param {any} frame */
  async #closed(frame) {
    this.#talk ??= SealedTalk.begin(this.#socket.exchange).catch((error) => {
      if (UNKNOWN.includes(error?.code)) return null;
      this.#talk = null; // whoever comes next tries anew
      throw error;
    });
    const talk = await this.#talk;
    if (!talk || frame.type !== "send") return frame;
    const about = aboutRequest(frame.address, frame.replyAddress);
    return { ...frame, body: { sealed: await talk.close(frame.body, about) } };
  }

  /** What comes after something sealed waits until that is open. @param {any} frame @param {{take: (clear: any) => void, altered: () => void}} reader */
  open(frame, { take, altered }) {
    const sealed = this.#talk && typeof (frame.sealed ?? frame.body?.sealed) === "string";
    if (!sealed && !this.#opening) return take(frame);
    this.#opening += 1;
    this.#inbox = this.#inbox
      .then(() => (sealed ? this.#opened(frame) : frame))
      .then(
        (clear) => () => take(clear),
        () => altered,
      )
      .then((next) => {
        this.#opening -= 1;
        next();
      })
      .catch((error) => console.error(error));
  }

  /** Fails when it was altered, or is about something else. @param {any} frame */
  async #opened(frame) {
    const talk = /** @type {SealedTalk} */ (await this.#talk);
    const { type, address, body } = frame;
    if (type === "err") return { ...frame, ...(await talk.open(frame.sealed, aboutReply(address))) };
    const answer = this.#socket.isAnswer(address);
    if (!answer && !this.#socket.isHeard(address)) return frame; // too late: nobody waits for it
    const about = answer ? aboutReply(address) : aboutEvent(address, body);
    return { ...frame, body: await talk.open(body.sealed, about) };
  }
}
