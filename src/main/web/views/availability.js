import { html, nothing } from "lit";
import { bus } from "../context.js";
import { onOpening } from "../opening.js";
import { View } from "./view.js";

const ADDRESS = "query.history.availability";
const WINDOWS = { "24h": "24 hours", "7d": "7 days", "30d": "30 days", "90d": "90 days" };
const EVERY = 60000;

/** How much of the known time a server did its work; what nobody knows is not counted, and shown. */
class ServerAvailability extends View {
  static properties = { server: { attribute: false }, windows: { state: true } };

  /** @type {any} */
  #timer;
  #turn = 0;
  #stop = () => {};

  constructor() {
    super();
    this.server = "";
    /** @type {Record<string, {available: number | null, known: number}>} */
    this.windows = {};
  }

  connectedCallback() {
    super.connectedCallback();
    this.#stop = onOpening(bus, () => this.#ask());
    if (this.hasUpdated) this.#ask();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#stop();
    this.#turn += 1;
    clearTimeout(this.#timer);
  }

  /** @param {Map<string, unknown>} changes */
  updated(changes) {
    if (!changes.has("server")) return;
    this.windows = {};
    this.#ask();
  }

  async #ask() {
    const turn = ++this.#turn;
    clearTimeout(this.#timer);
    try {
      const { servers } = await bus.ask(ADDRESS, { server: this.server });
      if (turn === this.#turn) this.windows = servers[0]?.windows ?? {};
    } catch (error) {
      console.warn(`availability of ${this.server}: ${/** @type {any} */ (error).message}`);
    }
    if (turn === this.#turn) this.#timer = setTimeout(() => this.#ask(), EVERY);
  }

  render() {
    return html`<dl class="figures availability" aria-label="Availability">
      ${Object.entries(WINDOWS).map(([id, label]) => this.#window(label, this.windows[id]))}
    </dl>`;
  }

  /** @param {string} label @param {{available: number | null, known: number} | undefined} window */
  #window(label, window) {
    const { available = null, known = 0 } = window ?? {};
    const tone = available === null ? "quiet" : available >= 0.999 ? "ok" : available >= 0.99 ? "warning" : "error";
    return html`<div class="tone-${tone}">
      <dt>Available, ${label}</dt>
      <dd class="num">${share(available)}</dd>
      ${window ? html`<small>${knownWord(known)}</small>` : nothing}
    </div>`;
  }
}

/** @param {number} known */
function knownWord(known) {
  if (known > 0.9995) return "all of it known";
  if (known > 0 && known < 0.0001) return "under 0.01 % of it known";
  return known ? `${share(known)} of it known` : "nothing known";
}

/** Never rounded up to all of it. @param {number | null} part */
function share(part) {
  if (part === null) return "–";
  if (part === 1) return "100 %";
  return `${(Math.floor(part * 10000) / 100).toFixed(2)} %`;
}

customElements.define("server-availability", ServerAvailability);
