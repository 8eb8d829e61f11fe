/** Who is here and what each looks at, as the node tells it; and what this page looks at, as it tells the node. */
import { Store } from "./store.js";

const DIFF = "event.presence.diff";
const LIST = "query.presence.list";
const UPDATE = "command.presence.update";

/** What a page may be said to show, as the contract has it; the first is the one without a name. */
export const PLACES = ["fleet", "metrics", "traces", "audit"];

/** So many are known by name; of all others the number. */
const MOST = 100;
/** Who clicks through ten servers in a second looked at some of them, and at the last one. */
const SETTLED = 300;
/** Many may lack the same: they do not ask all at once. */
const AGAIN = { least: 2000, spread: 6000 };
/** With these the node says that the same may be had later. */
const PASSES = [408, 429, 503];

/**
 * @typedef {{node: string, page?: string, server?: string, program?: string, connections: number}} Sight
 * @typedef {{user: string, since: string, connections: number, at: Sight[]}} Member
 * @typedef {{node: string, revision: number, users: number, connections: number}} Totals
 */

export class Presence extends Store {
  /** @type {Map<string, Member>} */
  members = new Map();
  /** How many there are, of whom not all need to be known by name. */
  users = 0;
  connections = 0;
  #revision = -1;
  /** What was told over the socket that is open; null: nothing yet. @type {string | null} */
  #told = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #settling;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #again;

  /**
   * @param {import("./bus.js").Bus} bus @param {import("./session.js").Session} session
   * @param {() => {page: string, server?: string}} here what this page looks at
   */
  constructor(bus, session, here) {
    super();
    this.bus = bus;
    this.session = session;
    this.here = here;
    // Each node counts its own diffs: at another one there is nothing to resume.
    bus.follow(DIFF, {}, { aside: true, event: (event) => this.#take(event.data), snapshot: () => this.#load() });
  }

  forget() {
    clearTimeout(this.#again);
    this.members = new Map();
    this.users = this.connections = 0;
    this.#revision = -1;
    this.#told = null;
    this.changed();
  }

  /** Those besides who sits here: people before programs, then who is here longest. */
  get others() {
    return [...this.members.values()].filter((one) => one.user !== this.session.user?.name).sort(inOrder);
  }

  /** Everybody, who sits here first. */
  get all() {
    const mine = this.members.get(this.session.user?.name ?? "");
    return mine ? [mine, ...this.others] : this.others;
  }

  /** Who else looks at a server. @param {string} server */
  at(server) {
    return this.others.filter((one) => one.at.some((sight) => sight.server === server));
  }

  /** To be called when this page shows something else. */
  moved() {
    this.#settling ??= setTimeout(() => {
      this.#settling = undefined;
      this.#tell();
    }, SETTLED);
  }

  /** Another socket is another connection: the node knows nothing of what it looks at. */
  opened() {
    this.#told = null;
    this.#tell();
  }

  async #tell() {
    const place = this.here();
    const text = JSON.stringify(place);
    if (this.bus.phase !== "open" || text === this.#told || !this.session.may("requests", UPDATE)) return;
    this.#told = text;
    try {
      await this.bus.ask(UPDATE, place);
    } catch (error) {
      const { code, message } = /** @type {any} */ (error);
      console.warn(`presence: ${message}`);
      if (PASSES.includes(code)) setTimeout(() => this.#tellAgain(text), someTime());
    }
  }

  /** Unless something else was told meanwhile. @param {string} text */
  #tellAgain(text) {
    if (this.#told !== text) return;
    this.#told = null;
    this.#tell();
  }

  async #load() {
    if (!this.session.may("requests", LIST)) return;
    clearTimeout(this.#again);
    const { members, ...totals } = await this.bus.ask(LIST, { limit: MOST });
    this.members = new Map(members.map((/** @type {Member} */ one) => [one.user, one]));
    this.#count(totals);
  }

  /** @param {Totals & {changes: Array<Member & {change: string}>, more?: boolean}} diff */
  #take({ changes, more, ...totals }) {
    if (totals.revision <= this.#revision) return;
    for (const { change, ...member } of changes) {
      if (change === "left") this.members.delete(member.user);
      else if (this.members.has(member.user) || this.members.size < MOST) this.members.set(member.user, member);
    }
    this.#count(totals);
    if (more) this.#later();
  }

  /** @param {Totals} totals */
  #count({ revision, users, connections }) {
    this.#revision = revision;
    this.users = users;
    this.connections = connections;
    this.changed();
  }

  #later() {
    clearTimeout(this.#again);
    this.#again = setTimeout(() => this.#load().catch(() => this.#later()), someTime());
  }
}

const someTime = () => AGAIN.least + Math.random() * AGAIN.spread;

/** Whether somebody has a page open, and not programs alone; who has just left is what the name says. @param {Member} one */
export const isPerson = (one) => (one.at.length ? one.at.some((sight) => !sight.program) : !one.user.startsWith("key:"));

/** @param {Member} a @param {Member} b */
function inOrder(a, b) {
  return Number(isPerson(b)) - Number(isPerson(a)) || a.since.localeCompare(b.since) || a.user.localeCompare(b.user);
}

/** A name without where it comes from: `key:ci` is `ci`, `jwt:corp:ann` is `ann`. @param {string} user */
export const shortName = (user) => (user.startsWith("jwt:") ? user.split(":").slice(2).join(":") : user.replace(/^(key|role):/, ""));

/** Two letters of a name. @param {string} user */
export function initials(user) {
  const words = shortName(user).split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const letters = words.length > 1 ? [...words[0]][0] + [...words[1]][0] : [...(words[0] ?? "?")].slice(0, 2).join("");
  return letters.toUpperCase();
}

/** Which colour of the charts somebody has, on every page the same. @param {string} user */
export function hue(user) {
  let sum = 0;
  for (const letter of user) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) >>> 0;
  return (sum % 8) + 1;
}

/** `ann`, `ann and bob`, `ann, bob and 3 others`. @param {string[]} names */
export function named(names) {
  const known = names.slice(0, 2);
  const rest = names.length - known.length;
  const last = rest ? `${rest} other${rest > 1 ? "s" : ""}` : known.length > 1 ? known.pop() : null;
  return last ? `${known.join(", ")} and ${last}` : known.join(", ");
}
