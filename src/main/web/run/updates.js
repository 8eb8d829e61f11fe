/** The resources that this page wants to hear of. A node keeps that for a minute; this renews it, on whatever node. */

const UPDATED = "event.resource.updated";

/** @typedef {{server: string, uri: string, subscription: string, due: number, changed: () => void, failed: (why: string) => void}} Follow */

export class Updates {
  /** @type {Set<Follow>} */
  #follows = new Set();

  /** @param {{hear: Function, unhear: Function, ask: Function, watch: Function, phase: string}} bus */
  constructor(bus) {
    this.bus = bus;
    bus.watch(() => this.#phase());
    setInterval(() => this.#renew(), 1000);
  }

  #open = false;

  /** Another socket may lead to another node. */
  #phase() {
    const open = this.bus.phase === "open";
    if (open && !this.#open) for (const follow of this.#follows) follow.due = 0;
    this.#open = open;
  }

  /**
   * Hears of changes of a resource.
   * @param {string} server @param {string} uri @param {() => void} changed @param {(why: string) => void} failed
   * @returns {() => void} ends it
   */
  follow(server, uri, changed, failed) {
    /** @type {Follow} */
    const follow = { server, uri, subscription: "", due: 0, changed, failed };
    if (this.#follows.size === 0) this.bus.hear(UPDATED, (/** @type {any} */ event) => this.#told(event.data?.subscription));
    this.#follows.add(follow);
    this.#ask(follow);
    return () => {
      if (!this.#drop(follow)) return;
      const last = ![...this.#follows].some((other) => other.server === server && other.uri === uri);
      if (last) this.bus.ask("command.resource.unsubscribe", { server, uri }).catch(() => {}); // it ends by itself
    };
  }

  /** @param {Follow} follow */
  #drop(follow) {
    const there = this.#follows.delete(follow);
    if (there && this.#follows.size === 0) this.bus.unhear(UPDATED);
    return there;
  }

  #renew() {
    if (this.bus.phase !== "open") return;
    const now = Date.now();
    for (const follow of this.#follows) if (follow.due <= now) this.#ask(follow);
  }

  /** @param {Follow} follow */
  async #ask(follow) {
    follow.due = Infinity;
    const { server, uri } = follow;
    try {
      const { subscription, leaseMs } = await this.bus.ask("command.resource.subscribe", { server, uri });
      const moved = follow.subscription && follow.subscription !== subscription;
      follow.subscription = subscription;
      follow.due = Date.now() + leaseMs / 3;
      if (moved && this.#follows.has(follow)) follow.changed();
    } catch (error) {
      if (error.code === 503 || error.code === 408) follow.due = Date.now() + 3000;
      else if (this.#drop(follow)) follow.failed(`${error.message} (${error.code})`);
    }
  }

  /** @param {string} subscription */
  #told(subscription) {
    for (const follow of this.#follows) if (subscription && follow.subscription === subscription) follow.changed();
  }
}
