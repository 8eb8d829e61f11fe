import { html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { MOST, keyOf, nameOf } from "../audit.js";
import { stamp, toneOf } from "../audit-words.js";
import { now, short } from "../clock.js";
import { audit, bus, fleet, route, session } from "../context.js";
import { icon } from "../icons.js";
import { Watch } from "../store.js";
import { traceLink } from "../traces/link.js";
import { nodeName, spaced } from "../words.js";
import "./audit-export.js";
import "./audit-filters.js";
import "./audit-record.js";
import { wanted } from "./audit-filters.js";
import { View } from "./view.js";

const NUMBER = new Intl.NumberFormat("en");
/** So near to the end of the list the next page is asked for. */
const NEAR = 600;

/** Who did what, live, with a record beside it when one is chosen. */
class AuditPage extends View {
  static properties = { current: { state: true }, opened: { state: true } };
  /** The filter that is looked for, as text. */
  #asked = "";
  /** The row that was looked for beyond those that are here. */
  #sought = "";

  constructor() {
    super();
    /** The row with the focus. */
    this.current = "";
    /** The one that the address bar names. @type {import("../audit.js").Row | null} */
    this.opened = null;
    new Watch(this, audit, bus, route, session, fleet);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    audit.leave();
    this.#asked = "";
  }

  willUpdate() {
    this.#look();
    this.#open(route.place["audit.row"]);
  }

  #look() {
    const key = JSON.stringify(wanted(route.place, 0));
    if (bus.phase !== "open" && !this.#asked) return;
    if (key === this.#asked) return;
    if (this.#asked) this.#name("");
    this.#asked = key;
    this.current = "";
    audit.look(wanted(route.place, now()));
  }

  /** @param {string} name */
  #open(name) {
    if (name === (this.opened ? nameOf(this.opened) : "")) return;
    this.opened = audit.rows.find((row) => nameOf(row) === name) ?? null;
    if (this.opened) this.current = keyOf(this.opened);
    else if (name && audit.loaded && name !== this.#sought) this.#seek(name);
  }

  /** Who was given the address sees the record too, whatever came since. @param {string} name */
  async #seek(name) {
    this.#sought = name;
    try {
      const row = await audit.find(name);
      if (route.place["audit.row"] === name) this.opened = row;
    } catch {
      this.#sought = ""; // it is asked again when the list is there again
    }
  }

  /** @param {string} name */
  #name(name) {
    if (name !== route.place["audit.row"]) route.go({ "audit.row": name });
  }

  /** For keys that every page knows. */
  focusSearch() {
    /** @type {HTMLElement} */ (this.querySelector("input[type=search]")).focus();
  }

  /** @param {number} by */
  move(by) {
    const at = audit.rows.findIndex((row) => keyOf(row) === this.current);
    const row = audit.rows[Math.max(0, Math.min(audit.rows.length - 1, at + by))];
    if (!row) return;
    if (this.opened) this.#choose(row);
    this.current = keyOf(row);
    this.updateComplete.then(() => this.querySelector("tr.current")?.scrollIntoView({ block: "nearest" }));
  }

  openCurrent() {
    const row = audit.rows.find((one) => keyOf(one) === this.current);
    if (row) this.#choose(row);
  }

  /** Whether there was something to close. */
  close() {
    const open = this.opened !== null;
    this.#name("");
    return open;
  }

  pause() {
    if (!audit.live) return;
    audit.pause(!audit.paused);
    if (!audit.paused) this.#toTop();
  }

  #toTop() {
    const list = this.querySelector(".audit-list");
    if (list) list.scrollTop = 0;
  }

  #scrolled(/** @type {Event} */ scroll) {
    const list = /** @type {HTMLElement} */ (scroll.currentTarget);
    if (list.scrollHeight - list.scrollTop - list.clientHeight < NEAR) audit.older();
    // What somebody reads does not move away under their eyes.
    if (audit.live && !audit.paused && list.scrollTop > 80) audit.pause(true);
  }

  render() {
    return html`<section class="audit ${this.opened ? "with-record" : ""}" aria-label="Audit log">
      <div class="audit-main">
        <div class="audit-head">
          <audit-filters></audit-filters>
          ${this.#liveness()}
          <audit-export></audit-export>
        </div>
        ${this.#notices()}
        <div class="audit-list" tabindex="0" aria-busy=${!audit.loaded} aria-label="Acts, newest first" @scroll=${this.#scrolled} @keydown=${this.#key}>
          <table>
            <thead>
              <tr><th>Time</th><th>User</th><th>Action</th><th>Server</th><th>Tool</th><th>Outcome</th><th class="num">Took</th><th>What else</th></tr>
            </thead>
            <tbody>${repeat(audit.rows, keyOf, (row) => this.#row(row))}</tbody>
          </table>
          ${this.#foot()}
        </div>
      </div>
      ${this.opened ? html`<audit-record .row=${this.opened} @close=${this.close}></audit-record>` : nothing}
    </section>`;
  }

  #key(/** @type {KeyboardEvent} */ key) {
    const by = { ArrowDown: 1, ArrowUp: -1 }[key.key];
    if (by) this.move(by);
    else if (key.key === "Enter" && key.target === key.currentTarget) this.openCurrent();
    else return;
    key.preventDefault();
  }

  #liveness() {
    if (!audit.live) return html`<span class="audit-live muted" title="The time ends in the past">${icon("stop")} not live</span>`;
    const held = audit.held ? ` (${NUMBER.format(audit.held)})` : "";
    return html`<button class="audit-live ${audit.paused ? "" : "tone-ok"}" aria-pressed=${!audit.paused} title=${audit.paused ? "Back to live (p)" : "Pause (p)"} @click=${() => this.pause()}>
      ${audit.paused ? html`${icon("play")} Back to live${held}` : html`<span class="dot"></span> Live`}
    </button>`;
  }

  #notices() {
    const stores = [...audit.stores.values()];
    return html`<div class="audit-notices" role="status">
      ${stores.map((store) => this.#store(store))}
      ${audit.trouble ? html`<p class="tone-error">${icon("cross")} ${audit.trouble} <button class="quiet" @click=${() => audit.again()}>Ask again</button></p>` : nothing}
      ${audit.missing.length ? html`<p class="tone-warning">${icon("triangle")} Without the rows of ${audit.missing.map(nodeName).join(", ")}: no answer.</p>` : nothing}
      ${audit.untold ? html`<p class="tone-notice">${icon("info")} ${NUMBER.format(audit.untold)} were too fast to be shown live. <button class="quiet" @click=${() => audit.again()}>Read them</button></p>` : nothing}
    </div>`;
  }

  /** @param {any} store */
  #store(store) {
    if (store.losing) return this.#losing(store);
    const away = store.state === "away";
    const waiting = store.waiting ? ` ${NUMBER.format(store.waiting)} rows wait and will be written in order.` : "";
    return html`<p class=${away ? "tone-error" : "tone-warning"} data-store=${store.state}>
      ${icon(away ? "cross" : "triangle")}
      ${away ? "The store is away" : "The store lags behind"} on ${nodeName(store.node)}${store.message ? `: ${store.message}` : ""}
      ${store.since ? `(for ${short(now() - Date.parse(store.since))})` : ""}. Nothing is lost, the newest rows are missing here.${waiting}
    </p>`;
  }

  /** Nothing is worse than that. @param {any} store */
  #losing({ node, lost, message }) {
    const count = lost ? `${NUMBER.format(lost)} acts are lost` : "Acts are lost";
    return html`<p class="tone-critical" role="alert" data-store="losing">
      ${icon("bolt")} ${count} on ${nodeName(node)}: neither the store nor a file takes them.${message ? ` ${message}` : ""}
    </p>`;
  }

  /** @param {import("../audit.js").Row} row */
  #row(row) {
    const key = keyOf(row);
    const marks = `${key === this.current ? "current" : ""} ${this.opened && keyOf(this.opened) === key ? "opened" : ""}`;
    return html`<tr class=${marks} data-key=${key} data-action=${row.action} data-outcome=${row.outcome} @click=${() => this.#choose(row)}>
      <td class="num" title="${row.at} on ${row.node}"><time datetime=${row.at}>${stamp(row.at)}</time></td>
      <td class="audit-user">${row.user ?? html`<span class="muted">nobody</span>`}</td>
      <td><code>${row.action}</code></td>
      <td>${this.#server(row.server)}</td>
      <td>${row.tool ?? nothing}</td>
      <td><span class="outcome tone-${toneOf(row.outcome)}">${spaced(row.outcome)}</span></td>
      <td class="num">${row.durationMs == null ? nothing : `${NUMBER.format(row.durationMs)} ms`}</td>
      <td class="audit-what muted">${traceLink(row.detail?.trace)} ${brief(row.detail)}</td>
    </tr>`;
  }

  /** @param {string | undefined} server */
  #server(server) {
    if (!server || !fleet.servers.has(server)) return server ?? nothing;
    return html`<button class="name" @click=${(/** @type {Event} */ click) => {
      click.stopPropagation();
      route.go({ server });
    }}>${server}</button>`;
  }

  /** @param {import("../audit.js").Row} row */
  #choose(row) {
    this.current = keyOf(row);
    this.opened = row;
    this.#name(nameOf(row));
  }

  #foot() {
    const { rows, loaded, busy, more, reached } = audit;
    if (!rows.length && loaded && !more) {
      return html`<div class="empty">${icon("search")}<p>${Object.keys(audit.filter).length ? "No act matches the filter." : "Nothing was noted down yet."}</p></div>`;
    }
    return html`<p class="audit-foot muted">
      ${rows.length ? `${NUMBER.format(rows.length)} shown` : nothing}
      ${busy ? " · reading …" : nothing}
      ${reached && !busy ? html` · looked back to ${stamp(reached)}` : nothing}
      ${more && !busy ? html`<button class="quiet" @click=${() => audit.older()}>${reached ? "Look further back" : "Older"}</button>` : nothing}
      ${loaded && !more && !busy ? (rows.length < MOST ? " · that is all" : " · narrow the filter or export to see more") : nothing}
    </p>`;
  }
}

/** The details in one line. @param {any} detail */
function brief(detail) {
  if (!detail) return "";
  return Object.entries(detail)
    .filter(([key]) => key !== "trace")
    .map(([key, value]) => `${key} ${word(value)}`)
    .join(" · ")
    .slice(0, 240);
}

/** @param {any} value */
function word(value) {
  if (Array.isArray(value)) return value.length === 0 ? "none" : value.every((part) => typeof part !== "object") ? value.join(", ") : `(${value.length})`;
  if (value?.sha256) return `#${value.sha256.slice(0, 8)}`;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

customElements.define("audit-page", AuditPage);
