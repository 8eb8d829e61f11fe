import { html, nothing } from "lit";
import { Places } from "../run/places.js";
import { fieldsOf, initial, shapeOf } from "../run/schema.js";
import { validate } from "../run/validate.js";
import { field, messages } from "./run-field.js";
import { objectFields } from "./run-groups.js";
import { View } from "./view.js";

let forms = 0;

/** Whether a button of the mouse is down. */
let pressed = false;
addEventListener("pointerdown", () => (pressed = true), true);
for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => (pressed = false), true);

/** A form for a value of a JSON Schema, and the same value as JSON beside it. It says what is wrong before anything is sent. */
class RunForm extends View {
  static properties = {
    schema: { attribute: false },
    value: { attribute: false },
    raw: { type: Boolean },
    attempted: { state: true },
    draft: { state: true },
  };
  #id = `form${++forms}`;
  places = new Places();

  constructor() {
    super();
    /** @type {any} */
    this.schema = {};
    /** @type {any} */
    this.value = undefined;
    this.raw = false;
    this.attempted = false;
    /** @type {string | null} raw JSON that is not whole yet */
    this.draft = null;
  }

  /** @param {Map<string, any>} change */
  willUpdate(change) {
    if (change.has("schema")) this.#begin(change.has("value") && this.value !== undefined);
    this.places.judge(validate(this.schema, this.value));
  }

  /** @param {boolean} given whether somebody said with what */
  #begin(given) {
    this.attempted = false;
    this.draft = null;
    this.places.begin();
    if (!given) this.value = initial(this.schema, this.schema) ?? {};
  }

  /** Begins with another value. @param {any} value */
  fill(value) {
    this.places.refill();
    this.draft = null;
    this.attempted = false;
    this.value = value;
  }

  /** Shows what is wrong, if anything is; answers whether the value may go out. */
  check() {
    this.attempted = true;
    const well = this.draft === null && this.places.areWell;
    if (!well) this.updateComplete.then(() => /** @type {HTMLElement | null} */ (this.querySelector("[aria-invalid=true]"))?.focus());
    return well;
  }

  /** @param {any} value */
  #set(value) {
    this.value = value ?? {};
    this.draft = null;
    this.dispatchEvent(new CustomEvent("filled"));
  }

  /**
   * Somebody was there. What is wrong is shown when the mouse is up again: a message that comes before would move the
   * button away that is being pressed.
   * @param {string} path
   */
  touch(path) {
    this.places.touch(path);
    if (pressed) addEventListener("pointerup", () => setTimeout(() => this.requestUpdate()), { once: true });
    else this.requestUpdate();
  }

  /** What there is to say of a place by now. @param {string} path */
  wrong(path) {
    return this.places.wrong(path, this.attempted);
  }

  /** The id of what is typed into. @param {string} path */
  idOf(path) {
    return `${this.#id}${path}`;
  }

  /** @param {import("./run-field.js").Field} one @returns {unknown} */
  field(one) {
    return field(this, one);
  }

  render() {
    return html`<div class="run-edit ${this.raw ? "with-raw" : ""}">
      <div class="run-fields">${this.#root()}</div>
      ${this.raw ? this.#rawJson() : nothing}
    </div>`;
  }

  #root() {
    /** @type {import("./run-field.js").Field} */
    const root = { label: "", given: this.schema, value: this.value, path: "", required: true, set: (v) => this.#set(v), depth: 0 };
    const shape = shapeOf(root.given, this.schema);
    if (shape.kind !== "object") return this.field(root);
    const fields = fieldsOf(shape.schema);
    return html`${fields.length ? nothing : html`<p class="muted">Takes no arguments.</p>`} ${objectFields(this, root, shape)}
      ${messages(this, "")}`;
  }

  #rawJson() {
    const text = this.draft ?? JSON.stringify(this.value ?? {}, null, 2);
    const trouble = this.draft === null ? [] : ["is not JSON yet"];
    return html`<label class="run-raw">
      <span class="run-label">JSON</span>
      <textarea
        class="mono"
        rows=${Math.max(6, Math.min(24, text.split("\n").length + 1))}
        spellcheck="false"
        aria-invalid=${trouble.length > 0}
        .value=${text}
        @input=${(/** @type {any} */ e) => this.#typed(e.target.value)}
      ></textarea>
      ${trouble.map((one) => html`<small class="error">${one}</small>`)}
    </label>`;
  }

  /** @param {string} text */
  #typed(text) {
    try {
      const value = JSON.parse(text);
      this.places.drafts.clear();
      this.value = value;
      this.draft = null;
      this.dispatchEvent(new CustomEvent("filled"));
    } catch {
      this.draft = text;
    }
  }
}

customElements.define("run-form", RunForm);
