import { html, nothing } from "lit";
import { fleet, route } from "../context.js";
import { icon } from "../icons.js";
import { localText } from "../metrics/ranges.js";
import { Watch } from "../store.js";
import { View } from "./view.js";

const WAIT = 300;
const FIELDS = ["user", "server", "tool", "action", "outcome", "text"];
const ACTIONS = ["mcp.tool.call", "command.*", "config.*", "security.*", "socket.*", "rest.*", "schema.*", "audit.cut"];
const OUTCOMES = ["ok", "refused", "forbidden", "limited", "not_found", "timeout", "upstream", "unavailable", "bad_request", "cancelled"];
const LAST = [["", "any time"], ["15m", "last 15 minutes"], ["1h", "last hour"], ["24h", "last 24 hours"], ["7d", "last 7 days"], ["30d", "last 30 days"], ["own", "from … to …"]];
const UNITS = { m: 60000, h: 3600000, d: 86400000 };

/**
 * What the address bar asks for, as the search takes it.
 * @param {any} place @param {number} now from when on a time that is said as "the last hour" is counted; 0: not at all
 * @returns {import("../audit.js").Filter}
 */
export function wanted(place, now) {
  /** @type {any} */
  const filter = {};
  for (const field of FIELDS) if (place[`audit.${field}`]) filter[field] = place[`audit.${field}`];
  const last = place["audit.last"];
  const [, count, unit] = /^(\d{1,4})([mhd])$/.exec(last) ?? [];
  if (unit) filter.from = now ? new Date(now - Number(count) * UNITS[unit]).toISOString() : last;
  else for (const end of ["from", "to"]) if (isTime(place[`audit.${end}`])) filter[end] = place[`audit.${end}`];
  return filter;
}

/** @param {string} text */
const isTime = (text) => text !== "" && !Number.isNaN(Date.parse(text));

/** The fields above the log; the address bar holds what they say. */
class AuditFilters extends View {
  static properties = { own: { state: true } };
  /** @type {number | undefined} */
  #timer;

  constructor() {
    super();
    /** Whether the two ends of a time are asked for. */
    this.own = false;
    new Watch(this, route, fleet);
  }

  /** @param {string} field @param {string} value */
  #later(field, value) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#set(field, value), WAIT);
  }

  /** @param {string} field @param {string} value */
  #set(field, value) {
    clearTimeout(this.#timer);
    route.go({ [`audit.${field}`]: value.trim() });
  }

  /** @param {string} value */
  #time(value) {
    this.own = value === "own";
    route.go({ "audit.last": value === "own" ? "" : value, ...(this.own ? {} : { "audit.from": "", "audit.to": "" }) });
  }

  #clear() {
    this.own = false;
    const none = Object.fromEntries([...FIELDS, "last", "from", "to"].map((field) => [`audit.${field}`, ""]));
    route.go(none);
  }

  render() {
    const { place } = route;
    const own = this.own || place["audit.from"] || place["audit.to"];
    const last = own ? "own" : place["audit.last"];
    const any = Object.keys(wanted(place, 0)).length > 0;
    return html`<form class="audit-filters" @submit=${(/** @type {Event} */ submit) => submit.preventDefault()}>
      <input type="search" class="audit-text" aria-label="Text in the record" placeholder="Text in details, action, server, tool" .value=${place["audit.text"]}
        @input=${(/** @type {any} */ input) => this.#later("text", input.target.value)} @change=${(/** @type {any} */ change) => this.#set("text", change.target.value)} />
      ${this.#field("user", "User", [])}
      ${this.#field("action", "Action", ACTIONS)}
      ${this.#field("server", "Server", [...fleet.servers.keys()].slice(0, 500))}
      ${this.#field("tool", "Tool", [])}
      ${this.#field("outcome", "Outcome", OUTCOMES)}
      <select aria-label="Time" @change=${(/** @type {any} */ change) => this.#time(change.target.value)}>
        ${LAST.map(([value, label]) => html`<option value=${value} ?selected=${value === last}>${label}</option>`)}
      </select>
      ${last === "own" ? html`${this.#end("from", "From")}${this.#end("to", "To")}` : nothing}
      ${any || own ? html`<button type="button" class="tool" title="Clear the filter" aria-label="Clear the filter" @click=${this.#clear}>${icon("close")}</button>` : nothing}
    </form>`;
  }

  /** @param {string} field @param {string} label @param {string[]} words */
  #field(field, label, words) {
    const id = `audit-${field}-words`;
    return html`<input class="audit-field ${route.place[`audit.${field}`] ? "set" : ""}" name=${field} aria-label=${label} placeholder=${label} autocomplete="off" spellcheck="false"
        list=${words.length ? id : nothing} .value=${route.place[`audit.${field}`]}
        @input=${(/** @type {any} */ input) => this.#later(field, input.target.value)} @change=${(/** @type {any} */ change) => this.#set(field, change.target.value)} />
      ${words.length ? html`<datalist id=${id}>${words.map((word) => html`<option value=${word}></option>`)}</datalist>` : nothing}`;
  }

  /** @param {"from" | "to"} end @param {string} label */
  #end(end, label) {
    const at = route.place[`audit.${end}`];
    return html`<input type="datetime-local" step="1" aria-label=${label} .value=${isTime(at) ? localText(Date.parse(at)) : ""}
      @change=${(/** @type {any} */ change) => this.#set(end, change.target.value ? new Date(change.target.value).toISOString() : "")} />`;
  }
}

customElements.define("audit-filters", AuditFilters);
