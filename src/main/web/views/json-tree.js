import { html, nothing } from "lit";
import { View } from "./view.js";

const MOST = 200;

/** A JSON value; what lies inside is drawn when somebody opens it. */
class JsonTree extends View {
  static properties = { value: { attribute: false }, name: { attribute: false }, open: { attribute: false }, shown: { state: true }, most: { state: true } };

  constructor() {
    super();
    /** @type {any} */
    this.value = undefined;
    this.name = "";
    this.open = false;
    /** @type {boolean | null} */
    this.shown = null;
    this.most = MOST;
  }

  render() {
    const { value } = this;
    const key = this.name === "" ? nothing : html`<span class="json-key">${this.name}:</span> `;
    if (typeof value !== "object" || value === null) return html`<div class="json-leaf">${key}${leaf(value)}</div>`;
    const entries = Object.entries(value);
    const list = Array.isArray(value);
    if (entries.length === 0) return html`<div class="json-leaf">${key}${list ? "[]" : "{}"}</div>`;
    const open = this.shown ?? this.open;
    return html`<details class="json-node" ?open=${open} @toggle=${this.#toggle}>
      <summary>${key}<span class="muted">${list ? `[${entries.length}]` : `{${entries.length}}`}</span></summary>
      ${open ? entries.slice(0, this.most).map(([name, part]) => html`<json-tree .name=${name} .value=${part} .open=${entries.length < 30 && depth(part) < 3}></json-tree>`) : nothing}
      ${open && entries.length > this.most ? html`<button class="quiet" @click=${() => (this.most *= 4)}>${entries.length - this.most} more</button>` : nothing}
    </details>`;
  }

  /** @param {Event} toggle */
  #toggle(toggle) {
    toggle.stopPropagation();
    this.shown = /** @type {HTMLDetailsElement} */ (toggle.target).open;
  }
}

/** @param {any} value */
function leaf(value) {
  const kind = value === null ? "null" : typeof value;
  return html`<span class=${`json-${kind}`}>${kind === "string" ? JSON.stringify(value) : String(value)}</span>`;
}

/** How deep a value is, as far as it matters. @param {any} value @param {number} [so] @returns {number} */
function depth(value, so = 0) {
  if (typeof value !== "object" || value === null || so >= 3) return so;
  return Math.max(so, ...Object.values(value).slice(0, 20).map((part) => depth(part, so + 1)));
}

customElements.define("json-tree", JsonTree);
