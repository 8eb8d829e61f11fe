import { html, nothing } from "lit";
import { timeToMillis } from "../clock.js";
import { bus, serverLog } from "../context.js";
import { downloadText } from "../download.js";
import { icon } from "../icons.js";
import { LogWindow } from "../log-window.js";
import { LEVELS, SOURCES, asText } from "../server-log.js";
import { Watch } from "../store.js";
import { maySeeTraces, traceLink } from "../traces/link.js";
import { namedIn } from "../traces/named.js";
import { nodeName } from "../words.js";
import { View } from "./view.js";

const NUMBER = new Intl.NumberFormat("en");
const TONE = { warning: "warning", error: "error", notice: "notice", debug: "quiet", info: "idle" };
const KEPT = "omnibus.log.wrap";

/** The log of one server, live. Only the lines in sight are drawn. */
class LogView extends View {
  static properties = { server: { attribute: false }, wrap: { state: true }, said: { state: true } };
  #window = new LogWindow();
  /** Whether the newest line stays in sight. */
  #follows = true;
  #top = 0;
  #height = 400;
  /** @type {any[] | null} */
  #drawn = null;
  #resizes = new ResizeObserver(() => this.#measure());

  constructor() {
    super();
    this.log = serverLog;
    this.server = "";
    this.said = "";
    this.wrap = localStorage.getItem(KEPT) === "yes";
    new Watch(this, serverLog, bus);
  }

  connectedCallback() {
    super.connectedCallback();
    if (this.hasUpdated) this.log.follow(this.server);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#resizes.disconnect();
    this.log.leave();
  }

  /** @param {Map<string, any>} changed */
  willUpdate(changed) {
    if (changed.has("server")) {
      this.log.follow(this.server);
      this.#follows = true;
    }
    const gone = this.log.takeGone();
    if (gone && !this.#follows) this.#top = Math.max(0, this.#top - this.#window.top(gone));
    if (gone || this.#drawn !== this.log.shown) this.#window.forget();
    this.#drawn = this.log.shown;
  }

  firstUpdated() {
    this.#resizes.observe(this.#scroller);
    this.#measure();
  }

  updated() {
    const box = this.#scroller;
    if (this.#follows) box.scrollTop = box.scrollHeight;
    else if (box.scrollTop !== this.#top) box.scrollTop = this.#top;
  }

  get #scroller() {
    return /** @type {HTMLElement} */ (this.querySelector(".log-lines"));
  }

  #measure() {
    this.#height = this.#scroller.clientHeight;
    const ruler = /** @type {HTMLElement} */ (this.querySelector(".log-ruler"));
    const room = this.#scroller.clientWidth - ruler.offsetLeft - 8;
    const character = ruler.getBoundingClientRect().width / 100;
    this.#window.wrap(this.wrap ? Math.max(10, Math.floor(room / character)) : Infinity);
    this.requestUpdate();
  }

  #scrolled() {
    const box = this.#scroller;
    this.#top = box.scrollTop;
    this.#follows = box.scrollHeight - box.scrollTop - box.clientHeight < 30;
    this.requestUpdate();
  }

  #toEnd() {
    this.#follows = true;
    this.requestUpdate();
  }

  async #wraps(/** @type {boolean} */ wrap) {
    this.wrap = wrap;
    localStorage.setItem(KEPT, wrap ? "yes" : "no");
    await this.updateComplete;
    this.#measure();
  }

  async #copy() {
    const text = this.log.shown.map(asText).join("\n");
    try {
      await navigator.clipboard.writeText(text);
      this.said = `${NUMBER.format(this.log.shown.length)} lines copied.`;
    } catch (error) {
      this.said = `Not copied: ${/** @type {any} */ (error).message}`;
    }
  }

  #download() {
    downloadText(`${this.server}.log`, this.log.shown.map(asText).join("\n") + "\n");
  }

  render() {
    const { shown } = this.log;
    return html`${this.#bar()} ${this.#count()}
      <div class="log-lines ${this.wrap ? "wrap" : ""}" role="log" aria-live="off" tabindex="0" aria-label="Log of ${this.server}" @scroll=${this.#scrolled}>
        <div class="log-line log-measure" aria-hidden="true"><span></span><span></span><span></span><span class="log-ruler">${"0".repeat(100)}</span></div>
        ${shown.length ? this.#lines(shown) : this.#empty()}
      </div>
      ${this.#follows ? nothing : html`<button class="log-end" @click=${this.#toEnd}>${icon("down")} Newest</button>`}`;
  }

  #bar() {
    const pause = this.log.paused ? `Resume (${NUMBER.format(this.log.held)} held)` : "Pause";
    return html`<div class="log-bar">
      <button aria-pressed=${this.log.paused} @click=${() => this.log.pause(!this.log.paused)}>
        ${icon(this.log.paused ? "play" : "pause")} ${pause}
      </button>
      <select aria-label="Least level" @change=${(change) => this.log.narrow({ level: change.target.value })}>
        ${LEVELS.map((level) => html`<option value=${level} ?selected=${this.log.level === level}>${level}${level === "error" ? "" : " +"}</option>`)}
      </select>
      <select aria-label="Source" @change=${(change) => this.log.narrow({ source: change.target.value })}>
        <option value="">all sources</option>
        ${SOURCES.map((source) => html`<option value=${source} ?selected=${this.log.source === source}>${source}</option>`)}
      </select>
      <input type="search" aria-label="Only lines with this text" placeholder="Text" .value=${this.log.text}
        @input=${(input) => this.log.narrow({ text: input.target.value })} />
      <label class="check"><input type="checkbox" .checked=${this.wrap} @change=${(change) => this.#wraps(change.target.checked)} />wrap</label>
      <button class="tool" title="Copy what is shown" aria-label="Copy what is shown" ?disabled=${!this.log.shown.length} @click=${this.#copy}>${icon("copy")}</button>
      <button class="tool" title="Download what is shown" aria-label="Download what is shown" ?disabled=${!this.log.shown.length} @click=${this.#download}>${icon("download")}</button>
      <button class="tool" title="Clear this page's copy" aria-label="Clear" @click=${() => this.log.clear()}>${icon("trash")}</button>
    </div>`;
  }

  #count() {
    const { shown, leftOut, missing } = this.log;
    return html`<p class="log-count muted" role="status">
      <span class="log-shown">${NUMBER.format(shown.length)}${this.#of()} lines</span>${this.#older()}
      ${leftOut ? html`<b class="tone-warning log-left-out">${NUMBER.format(leftOut)} left out: too fast</b>` : nothing}
      ${missing.map(({ node, why }) => html`<b class="tone-warning">${nodeName(node)}: ${why}</b>`)}
      ${this.log.trouble ? html`<b class="tone-error">${this.log.trouble}</b>` : nothing}
      ${this.said}
    </p>`;
  }

  /** How many there are beside what is wanted: of those that are here. */
  #of() {
    const { shown, lines, found } = this.log;
    return found || lines.length === shown.length ? "" : ` of ${NUMBER.format(lines.length)}`;
  }

  /** Whether there is more of it than is shown. */
  #older() {
    const { looking, found, more } = this.log;
    if (looking) return html`, looking through the files …`;
    if (found) return found.more ? html` match, older ones are in the files` : html` match`;
    return more ? ", older ones are in the files" : nothing;
  }

  /** @param {import("../server-log.js").Line[]} shown */
  #lines(shown) {
    const height = this.#window.height(shown);
    const top = this.#follows ? Math.max(0, height - this.#height) : this.#top;
    const { from, to } = this.#window.sight(shown, top, this.#height);
    return html`<div class="log-sheet" .style=${`height: ${height}px`}>
      ${shown.slice(from, to).map((line, i) => this.#line(line, this.#window.top(from + i)))}
    </div>`;
  }

  /** @param {import("../server-log.js").Line} line @param {number} top */
  #line(line, top) {
    return html`<div class="log-line" data-level=${line.level} data-source=${line.source} .style=${`top: ${top}px`}>
      <time datetime=${line.at} title="${line.at} ${line.node}${line.replica ? `, replica ${line.replica}` : ""}">${timeToMillis(line.at)}</time>
      <span class="log-level tone-${TONE[line.level] ?? "idle"}">${line.level}</span>
      <span class="log-source">${line.source}${line.replica ? html`<small>~${line.replica}</small>` : nothing}${traceLink(line.trace, "", "Said while this call alone was under way: its trace")}</span>
      <span class="log-text">${line.logger ? html`<i>${line.logger}</i> ` : nothing}${worded(line.text)}</span>
    </div>`;
  }

  #empty() {
    const words = this.log.lines.length
      ? "No line matches."
      : this.log.loaded
        ? "Nothing yet. Lines show up here the moment they are written."
        : "Waiting for the log …";
    return html`<p class="empty muted">${words}</p>`;
  }
}

/** A trace that a line names is a link to it. @param {string} text */
function worded(text) {
  const named = maySeeTraces() ? namedIn(text) : null;
  if (!named) return text;
  return html`${text.slice(0, named.from)}${traceLink(named.trace, text.slice(named.from, named.to))}${text.slice(named.to)}`;
}

customElements.define("log-view", LogView);
