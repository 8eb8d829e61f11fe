/** What the address bar remembers: page, filter, order and open panels, after the `#`. */
import { Store } from "./store.js";

const DEFAULTS = {
  ...{ page: "", group: "", q: "", sort: "state", server: "", tab: "", item: "", call: "", feed: "", debug: "" },
  // Which time is looked at.
  ...{ range: "", at: "" },
  // What is looked for in the audit log.
  ...{ "audit.user": "", "audit.server": "", "audit.tool": "", "audit.action": "", "audit.outcome": "", "audit.text": "" },
  ...{ "audit.last": "", "audit.from": "", "audit.to": "" },
  // Which traces: of a server, failed ones, slow ones, of the last minutes; and the one that is open.
  ...{ "traces.server": "", "traces.only": "", "traces.slow": "", "traces.since": "", trace: "" },
};

/** @typedef {typeof DEFAULTS} Place */

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
   * Goes somewhere; another page and opening and closing a server are steps of the history, typing is not. What is
   * chosen within a tab belongs to it.
   * @param {Partial<Place>} change
   */
  go(change) {
    const turns = (/** @type {keyof Place} */ key) => change[key] !== undefined && change[key] !== this.place[key];
    const step = turns("server") || turns("page");
    const inside = turns("server") || turns("tab") ? { item: "", call: "" } : {};
    this.place = { ...this.place, ...inside, ...change };
    const params = new URLSearchParams();
    for (const [key, value] of Object.entries(this.place)) {
      if (value !== DEFAULTS[key]) params.set(key, value);
    }
    const url = `${location.pathname}${params.size ? `#${params}` : ""}`;
    if (step) history.pushState(null, "", url);
    else history.replaceState(null, "", url);
    this.changed();
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
