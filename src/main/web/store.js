/** A thing that views watch. Many changes within one frame are told once. */
export class Store {
  /** @type {Set<() => void>} */
  #watchers = new Set();
  #due = false;

  /** @param {() => void} watcher @returns {() => void} stops watching */
  watch(watcher) {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  /** To be called by the store itself after each change. */
  changed() {
    if (this.#due) return;
    this.#due = true;
    // A hidden tab draws no frames, but its title still has to count the servers that are down.
    if (document.hidden) setTimeout(() => this.#tell(), 250);
    else requestAnimationFrame(() => this.#tell());
  }

  #tell() {
    this.#due = false;
    for (const watcher of this.#watchers) watcher();
  }
}

/** Redraws a Lit element whenever one of the stores changes. */
export class Watch {
  /** @type {Array<() => void>} */
  #stops = [];

  /**
   * @param {import("lit").ReactiveControllerHost} host
   * @param {Array<Pick<Store, "watch">>} stores
   */
  constructor(host, ...stores) {
    this.host = host;
    this.stores = stores;
    host.addController(this);
  }

  hostConnected() {
    this.#stops = this.stores.map((store) => store.watch(() => this.host.requestUpdate()));
  }

  hostDisconnected() {
    for (const stop of this.#stops) stop();
  }
}
