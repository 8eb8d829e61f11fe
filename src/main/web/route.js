/** What the address bar remembers: page, filter, order and open panels, after the `#`. */
import { Store } from "./store.js";

const DEFAULTS = {
  ...{ page: "", group: "", q: "", sort: "state", server: "", tab: "", item: "", call: "", feed: "", debug: "" },
  // Which time is looked at, which lines of charts are hidden, and by what the most called are sorted.
  ...{ range: "", at: "", hidden: "", top: "" },
  // What is looked for in the audit log.
  ...{ "audit.user": "", "audit.server": "", "audit.tool": "", "audit.action": "", "audit.outcome": "", "audit.text": "" },
  ...{ "audit.last": "", "audit.from": "", "audit.to": "", "audit.row": "" },
  // Which traces: of a server, failed ones, slow ones, of the last minutes; and the one that is open.
  ...{ "traces.server": "", "traces.only": "", "traces.slow": "", "traces.since": "", trace: "" },
};

/** @typedef {typeof DEFAULTS} Place */

/** What one goes back from, one by one. @type {Array<keyof Place>} */
const STEPS = ["page", "server", "range", "at", "trace"];

export class Route extends Store {
  /** @type {Place} */
  place = read();

  constructor() {
    super();
    addEventListener("popstate", () => this.#reread());
    addEventListener("hashchange", () => this.#reread());
  }

  #reread() {
    this.place = read();
    this.changed();
  }

  /**
   * Goes somewhere; another page, another time, opening and closing a server or a trace are steps of the history,
   * typing is not.
   * @param {Partial<Place>} change
   */
  go(change) {
    const step = STEPS.some((key) => this.#turns(change, key));
    const url = this.address(change);
    this.place = this.#after(change);
    if (step) history.pushState(null, "", url);
    else history.replaceState(null, "", url);
    this.changed();
  }

  /** What the address bar says there. @param {Partial<Place>} change */
  address(change) {
    const params = new URLSearchParams();
    for (const [key, value] of Object.entries(this.#after(change))) {
      if (value !== DEFAULTS[key]) params.set(key, value);
    }
    return `${location.pathname}${params.size ? `#${params}` : ""}`;
  }

  /** What is chosen within a tab belongs to it. @param {Partial<Place>} change @returns {Place} */
  #after(change) {
    const inside = this.#turns(change, "server") || this.#turns(change, "tab") ? { item: "", call: "" } : {};
    return { ...this.place, ...inside, ...change };
  }

  /** @param {Partial<Place>} change @param {keyof Place} key */
  #turns(change, key) {
    return change[key] !== undefined && change[key] !== this.place[key];
  }

  /** Opens the list of events beside the fleet, or closes it. */
  toggleFeed() {
    this.go({ feed: this.place.feed === "off" ? "" : "off" });
  }

  /** Opens the debug window, or closes it. */
  toggleDebug() {
    this.go({ debug: this.place.debug === "on" ? "" : "on" });
  }
}

/** @returns {Place} */
function read() {
  const params = new URLSearchParams(location.hash.slice(1));
  const place = { ...DEFAULTS };
  for (const key of Object.keys(DEFAULTS)) place[key] = params.get(key) ?? DEFAULTS[key];
  return place;
}
