/** The log of one server as this page follows it: what was there, and what comes, each line once. */
import { observe } from "./clock.js";
import { Store } from "./store.js";

export const LEVELS = ["debug", "info", "notice", "warning", "error"];
export const SOURCES = ["stderr", "stdout", "mcp", "probe", "lifecycle", "omnibus"];

/** So many lines are kept; when there are more, a tenth goes at once. */
const MOST = 50000;
const FIRST = 2000;
/** Who types has time to finish before the files are looked through. */
const PAUSE_MS = 300;
const LONGEST_TEXT = 200;

/** @typedef {{at: string, level: string, source: string, text: string, node: string, replica?: number, logger?: string, leftOut?: number, trace?: string, width: number}} Line */

export class ServerLog extends Store {
  /** @type {Line[]} */
  lines = [];
  /** What of it is wanted. @type {Line[]} */
  shown = [];
  level = "debug";
  source = "";
  text = "";
  paused = false;
  /** How many of the shown lines went from the top since somebody asked. */
  #gone = 0;
  /** How many lines the server lost, because it was too fast. */
  leftOut = 0;
  /** Nodes whose lines are missing, with the reason. @type {Array<{node: string, why: string}>} */
  missing = [];
  /** Whether there are older lines than these. */
  more = false;
  loaded = false;
  /** Whether the files are being looked through for what is wanted. */
  looking = false;
  /** What they had of it beside the lines that are here. @type {{lines: number, more: boolean} | null} */
  found = null;
  trouble = "";
  server = "";
  #soon = 0;
  /** @type {Line[]} */
  #held = [];
  /** The time of the last line, by node and replica. @type {Map<string, string>} */
  #last = new Map();
  #bus;

  /** @param {import("./bus.js").Bus} bus */
  constructor(bus) {
    super();
    this.#bus = bus;
  }

  /** @param {string} server */
  follow(server) {
    if (server === this.server) return;
    this.leave();
    this.server = server;
    this.#bus.follow("event.server.log", { server }, {
      event: (event) => this.#heard(event),
      snapshot: () => this.#snapshot(server),
      refused: (error) => this.#troubled(error),
    });
    this.changed();
  }

  leave() {
    if (this.server) this.#bus.unhear("event.server.log");
    this.server = "";
    this.clear();
    this.#last.clear();
    this.loaded = false;
    this.trouble = "";
    this.missing = [];
    this.more = false;
    this.paused = false;
  }

  clear() {
    this.lines = [];
    this.shown = [];
    this.#held = [];
    this.leftOut = 0;
    this.more = false;
    this.looking = false;
    this.found = null;
    clearTimeout(this.#soon);
    this.changed();
  }

  get held() {
    return this.#held.length;
  }

  /** @param {boolean} paused */
  pause(paused) {
    this.paused = paused;
    const held = this.#held;
    this.#held = [];
    if (!paused) for (const line of held) this.#keep(line);
    this.changed();
  }

  /** Of what is here at once, and then of what the files have. @param {{level?: string, source?: string, text?: string}} wish */
  narrow(wish) {
    Object.assign(this, wish);
    this.#show(this.lines.filter((line) => this.#wants(line)));
    clearTimeout(this.#soon);
    this.found = null;
    this.looking = this.isNarrow && this.more;
    if (this.looking) this.#soon = setTimeout(() => this.#look(this.server), PAUSE_MS);
    this.changed();
  }

  get isNarrow() {
    return this.level !== LEVELS[0] || Boolean(this.source || this.text);
  }

  /** @param {string} server */
  async #look(server) {
    const { level, source, text } = this;
    /** @type {any} */
    const query = { server, level, limit: FIRST };
    if (source) query.source = source;
    if (text) query.text = text.slice(0, LONGEST_TEXT);
    const answer = await this.#bus.ask("query.log.tail", query).catch((error) => {
      this.#troubled(error);
      return null;
    });
    const same = server === this.server && level === this.level && source === this.source && text === this.text;
    if (!same) return;
    this.looking = false;
    if (answer) this.#take(answer);
    this.changed();
  }

  /** Those of them that are not here. @param {any} answer */
  #take({ lines, more }) {
    const here = new Set(this.lines.map(nameOf));
    const older = lines.filter((/** @type {any} */ line) => !here.has(nameOf(line))).map(dressed);
    const all = [...older, ...this.shown].filter((line) => this.#wants(line));
    this.found = { lines: older.length, more };
    this.#show(all.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)));
  }

  /** @param {Line[]} lines */
  #show(lines) {
    this.shown = lines;
    this.#gone = 0;
  }

  /** The lines that went from the top of what is shown since this was asked last. */
  takeGone() {
    const gone = this.#gone;
    this.#gone = 0;
    return gone;
  }

  /** @param {string} server */
  async #snapshot(server) {
    const answer = await this.#bus.ask("query.log.tail", { server, limit: FIRST }).catch((error) => {
      if (server === this.server) this.#troubled(error);
      if (error.code === 403) return { lines: [], nodes: [], more: false };
      throw error;
    });
    if (server !== this.server) return;
    if (!this.loaded) this.more = answer.more;
    this.missing = answer.nodes.filter((/** @type {any} */ node) => node.why);
    for (const line of answer.lines) this.add(line);
    this.loaded = true;
    if (this.isNarrow) this.narrow({});
    this.changed();
  }

  /** @param {any} event */
  #heard(event) {
    observe(event.at);
    this.add({ ...event.data, node: event.node });
    this.changed();
  }

  /** @param {any} error */
  #troubled(error) {
    this.trouble = error.message;
    this.changed();
  }

  /** Takes a line in, unless it is here already. @param {any} line */
  add(line) {
    const log = `${line.node} ${line.replica ?? ""}`;
    if (line.at <= (this.#last.get(log) ?? "")) return;
    this.#last.set(log, line.at);
    this.trouble = "";
    this.leftOut += line.leftOut ?? 0;
    dressed(line);
    if (!this.paused) this.#keep(line);
    else this.#hold(line);
  }

  /** Who pauses for long loses the oldest of what is held. @param {Line} line */
  #hold(line) {
    this.#held.push(line);
    if (this.#held.length > MOST) this.leftOut += this.#held.splice(0, MOST / 10).length;
  }

  /** @param {Line} line */
  #keep(line) {
    this.lines.push(line);
    if (this.#wants(line)) this.shown.push(line);
    if (this.lines.length > MOST) this.#trim();
  }

  #trim() {
    const old = new Set(this.lines.splice(0, MOST / 10));
    const before = this.shown.length;
    this.shown = this.shown.filter((line) => !old.has(line));
    this.#gone += before - this.shown.length;
    this.more = true;
  }

  /** @param {Line} line */
  #wants(line) {
    return (
      LEVELS.indexOf(line.level) >= LEVELS.indexOf(this.level) &&
      (!this.source || line.source === this.source) &&
      (!this.text || line.text.toLowerCase().includes(this.text.toLowerCase()))
    );
  }
}

/** No two lines have the same. @param {any} line */
function nameOf(line) {
  return `${line.at} ${line.node} ${line.replica ?? ""}`;
}

/** As it is drawn. @param {any} line @returns {Line} */
function dressed(line) {
  line.text = line.text.replaceAll("\t", "    ");
  line.width = columns(line.logger ? `${line.logger} ${line.text}` : line.text);
  return line;
}

/** One line as text, as it stands in the file. @param {Line} line */
export function asText(line) {
  const logger = line.logger ? `[${line.logger}]` : "";
  const replica = line.replica ? ` ~${line.replica}` : "";
  return `${line.at} ${line.level} ${line.source}${logger}${replica} ${line.text}`;
}

/** How wide a text is in characters of equal width; those of East Asia take two. @param {string} text */
function columns(text) {
  if (/^[ -~]*$/.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += /[\u1100-\u115f\u2e80-\uffdf]|[\u{1f000}-\u{3ffff}]/u.test(character) ? 2 : 1;
  return width;
}
