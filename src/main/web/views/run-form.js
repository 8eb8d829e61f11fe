import { html, nothing } from "lit";
import { begun, below, changed, fieldsOf, initial, put, shapeOf } from "../run/schema.js";
import { fits, validate } from "../run/validate.js";
import { View } from "./view.js";

/** @typedef {{label: string, given: any, value: any, path: string, required: boolean, set: (value: any) => void, depth: number}} Field */

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
  /** @type {Set<string>} */
  #touched = new Set();
  /** @type {Map<string, string>} JSON that is not whole yet, by place */
  #drafts = new Map();
  /** @type {Map<string, number>} forms that somebody chose, by place */
  #chosen = new Map();
  /** @type {Map<string, string>} numbers as they were typed, by place */
  #texts = new Map();
  /** @type {Map<string, string[]>} */
  #troubles = new Map();

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
    this.#troubles = new Map();
    for (const { path, message } of validate(this.schema, this.value)) {
      this.#troubles.set(path, [...(this.#troubles.get(path) ?? []), message]);
    }
  }

  /** @param {boolean} given whether somebody said with what */
  #begin(given) {
    this.attempted = false;
    this.draft = null;
    this.#touched.clear();
    this.#drafts.clear();
    this.#chosen.clear();
    this.#texts.clear();
    if (!given) this.value = initial(this.schema, this.schema) ?? {};
  }

  /** Begins with another value. @param {any} value */
  fill(value) {
    this.#drafts.clear();
    this.#chosen.clear();
    this.draft = null;
    this.attempted = false;
    this.value = value;
  }

  /** Shows what is wrong, if anything is; answers whether the value may go out. */
  check() {
    this.attempted = true;
    const well = this.draft === null && this.#drafts.size === 0 && this.#troubles.size === 0;
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
  #touch(path) {
    this.#touched.add(path);
    if (pressed) addEventListener("pointerup", () => setTimeout(() => this.requestUpdate()), { once: true });
    else this.requestUpdate();
  }

  /** What is wrong at a place, once somebody was there. @param {string} path */
  #wrong(path) {
    const shown = this.attempted || this.#touched.has(path);
    return shown ? (this.#troubles.get(path) ?? []) : [];
  }

  render() {
    const root = { label: "", given: this.schema, value: this.value, path: "", required: true, set: (v) => this.#set(v), depth: 0 };
    return html`<div class="run-edit ${this.raw ? "with-raw" : ""}">
      <div class="run-fields">${this.#root(root)}</div>
      ${this.raw ? this.#rawJson() : nothing}
    </div>`;
  }

  /** @param {Field} field */
  #root(field) {
    const shape = shapeOf(field.given, this.schema);
    if (shape.kind !== "object") return this.#field(field);
    const fields = fieldsOf(shape.schema);
    return html`${fields.length ? nothing : html`<p class="muted">Takes no arguments.</p>`} ${this.#object(field, shape)}
      ${this.#messages("")}`;
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
      this.#drafts.clear();
      this.value = value;
      this.draft = null;
      this.dispatchEvent(new CustomEvent("filled"));
    } catch {
      this.draft = text;
    }
  }

  /** @param {Field} field @returns {unknown} */
  #field(field) {
    const shape = shapeOf(field.given, this.schema);
    const deep = field.depth > 12 ? { ...shape, kind: /** @type {const} */ ("json") } : shape;
    const { schema } = shape;
    const group = ["object", "map", "array", "choice"].includes(deep.kind);
    const title = field.label || schema.title || "";
    const head = html`<span class="run-label">
        ${title}${field.required ? html`<span class="run-required" title="required" aria-hidden="true">*</span>` : nothing}
        ${schema.title && schema.title !== title ? html`<span class="muted">${schema.title}</span>` : nothing}
        <span class="run-type">${hint(deep.kind, schema)}</span>
      </span>
      ${schema.description ? html`<small class="muted run-description">${schema.description}</small>` : nothing}`;
    const body = html`${this.#control(field, deep)} ${this.#messages(field.path)}`;
    return group
      ? html`<fieldset class="run-group" data-path=${field.path}><legend>${head}</legend>${this.#optional(field, deep)} ${field.value === undefined || field.value === null ? nothing : body}</fieldset>`
      : html`<div class="run-field" data-path=${field.path}>
          <label for=${this.#for(field.path)}>${head}</label>${this.#nullable(field, deep)}${deep.nullable && field.value === null ? nothing : body}
        </div>`;
  }

  /** @param {string} path */
  #for(path) {
    return `${this.#id}${path}`;
  }

  /** @param {string} path */
  #messages(path) {
    const wrong = this.#wrong(path);
    return wrong.length ? html`<small class="error run-wrong" id=${`${this.#for(path)}!`}>${wrong.join("; ")}</small>` : nothing;
  }

  /** Groups that need not be there are there when somebody wants them. @param {Field} field @param {import("../run/schema.js").Shape} shape */
  #optional(field, shape) {
    const there = field.value !== undefined && field.value !== null;
    const start = () => field.set(shape.kind === "choice" ? begun(shape.options?.[0], this.schema) : begun(field.given, this.schema));
    if (!there) {
      return html`<div class="run-absent">
        <button type="button" class="quiet" @click=${start}>Add</button>
        ${field.value === null ? html`<code>null</code>` : nothing}
        ${field.required ? this.#messages(field.path) : nothing}
      </div>`;
    }
    if (field.required && !shape.nullable) return nothing;
    return html`<div class="run-absent">
      ${field.required ? nothing : html`<button type="button" class="quiet" @click=${() => field.set(undefined)}>Leave out</button>`}
      ${shape.nullable ? html`<button type="button" class="quiet" @click=${() => field.set(null)}>Set to null</button>` : nothing}
    </div>`;
  }

  /** @param {Field} field @param {import("../run/schema.js").Shape} shape */
  #nullable(field, shape) {
    if (!shape.nullable) return nothing;
    const set = (/** @type {any} */ e) => field.set(e.target.checked ? null : field.required ? begun({ ...shape.schema, nullable: false }, this.schema) : undefined);
    return html`<label class="run-null"><input type="checkbox" .checked=${field.value === null} @change=${set} /> null</label>`;
  }

  /** @param {Field} field @param {import("../run/schema.js").Shape} shape @returns {unknown} */
  #control(field, shape) {
    switch (shape.kind) {
      case "object":
        return this.#object(field, shape);
      case "map":
        return this.#map(field, shape);
      case "array":
        return this.#array(field, shape);
      case "choice":
        return this.#choice(field, shape);
      case "enum":
        return this.#enum(field, shape);
      case "boolean":
        return this.#select(field, [true, false], ["true", "false"]);
      case "const":
        return this.#select(field, [shape.schema.const], [JSON.stringify(shape.schema.const)]);
      case "null":
        return this.#select(field, [null], ["null"]);
      case "json":
        return this.#json(field);
      default:
        return this.#input(field, shape);
    }
  }

  /** @param {Field} field @param {import("../run/schema.js").Shape} shape */
  #object(field, shape) {
    return fieldsOf(shape.schema).map(({ name, schema, required }) =>
      this.#field({
        label: name,
        given: schema,
        value: field.value && Object.hasOwn(field.value, name) ? field.value[name] : undefined,
        path: below(field.path, name),
        required,
        set: (value) => field.set(changed(field.value, name, value)),
        depth: field.depth + 1,
      }),
    );
  }

  /** @param {Field} field @param {import("../run/schema.js").Shape} shape */
  #map(field, shape) {
    const names = Object.keys(field.value ?? {});
    const fresh = () => {
      let n = names.length + 1;
      while (names.includes(`key${n}`)) n++;
      field.set(changed(field.value, `key${n}`, begun(shape.schema.additionalProperties, this.schema)));
    };
    return html`${names.map(
        (name) => html`<div class="run-item">
          <input aria-label="Key" .value=${name} @change=${(/** @type {any} */ e) => field.set(renamed(field.value, name, e.target.value))} />
          ${this.#field({
            label: name,
            given: shape.schema.additionalProperties,
            value: field.value[name],
            path: below(field.path, name),
            required: true,
            set: (value) => field.set(changed(field.value, name, value)),
            depth: field.depth + 1,
          })}
          <button type="button" class="quiet" aria-label=${`Remove ${name}`} @click=${() => field.set(changed(field.value, name, undefined))}>Remove</button>
        </div>`,
      )}
      <button type="button" class="quiet" @click=${fresh}>Add an entry</button>`;
  }

  /** @param {Field} field @param {import("../run/schema.js").Shape} shape */
  #array(field, shape) {
    const items = Array.isArray(field.value) ? field.value : [];
    return html`${items.map(
        (item, i) => html`<div class="run-item">
          ${this.#field({
            label: String(i + 1),
            given: shape.schema.items,
            value: item,
            path: below(field.path, i),
            required: true,
            set: (value) => field.set(changed(items, i, value === undefined ? begun(shape.schema.items, this.schema) : value)),
            depth: field.depth + 1,
          })}
          <button type="button" class="quiet" aria-label=${`Remove item ${i + 1}`} @click=${() => field.set(changed(items, i, undefined))}>Remove</button>
        </div>`,
      )}
      <button type="button" class="quiet" @click=${() => field.set([...items, begun(shape.schema.items, this.schema)])}>Add an item</button>`;
  }

  /** @param {Field} field @param {import("../run/schema.js").Shape} shape */
  #choice(field, shape) {
    const options = shape.options ?? [];
    const guess = options.findIndex((option) => fits(option, field.value, this.schema));
    const at = Math.min(this.#chosen.get(field.path) ?? Math.max(0, guess), options.length - 1);
    const choose = (/** @type {any} */ e) => {
      const next = Number(e.target.value);
      this.#chosen.set(field.path, next);
      field.set(begun(options[next], this.schema));
      this.requestUpdate();
    };
    return html`<select aria-label=${`Form of ${field.label || "the value"}`} @change=${choose}>
        ${options.map((option, i) => html`<option value=${i} .selected=${i === at}>${named(option, i)}</option>`)}
      </select>
      ${this.#field({ ...field, label: "", given: { ...options[at], title: undefined }, required: true, depth: field.depth + 1 })}`;
  }

  /** @param {Field} field @param {import("../run/schema.js").Shape} shape */
  #enum(field, shape) {
    const values = shape.schema.enum;
    const titles = shape.schema.titles ?? shape.schema.enumNames ?? [];
    return this.#select(field, values, values.map((value, i) => String(titles[i] ?? (typeof value === "string" ? value : JSON.stringify(value)))));
  }

  /** @param {Field} field @param {any[]} values @param {string[]} words */
  #select(field, values, words) {
    const at = values.findIndex((value) => JSON.stringify(value) === JSON.stringify(field.value));
    const choose = (/** @type {any} */ e) => {
      this.#touch(field.path);
      field.set(e.target.value === "" ? undefined : values[Number(e.target.value)]);
    };
    return html`<select id=${this.#for(field.path)} aria-invalid=${this.#wrong(field.path).length > 0} @change=${choose}>
      <option value="" .selected=${at < 0}>${at < 0 && field.value !== undefined && field.value !== null ? JSON.stringify(field.value) : "–"}</option>
      ${words.map((word, i) => html`<option value=${i} .selected=${i === at}>${word}</option>`)}
    </select>`;
  }

  /** @param {Field} field @param {import("../run/schema.js").Shape} shape */
  #input(field, { kind, schema }) {
    const typed = this.#texts.get(field.path);
    const known = field.value === undefined || field.value === null ? "" : String(field.value);
    const text = kind === "number" && typed !== undefined && numeral(typed) === field.value ? typed : known;
    const set = (/** @type {any} */ e) => {
      this.#texts.set(field.path, e.target.value);
      field.set(kind === "number" ? numeral(e.target.value) : e.target.value === "" ? undefined : e.target.value);
    };
    const wrong = this.#wrong(field.path).length > 0;
    const long = kind === "text" && (schema.maxLength === undefined || schema.maxLength > 120) && !schema.format && !schema.pattern;
    return long
      ? html`<textarea id=${this.#for(field.path)} rows=${Math.min(8, text.split("\n").length)} aria-invalid=${wrong} aria-required=${field.required} .value=${text} @input=${set} @blur=${() => this.#touch(field.path)}></textarea>`
      : html`<input
          id=${this.#for(field.path)}
          type=${schema.format === "date" ? "date" : "text"}
          inputmode=${kind === "number" ? "decimal" : "text"}
          autocomplete="off"
          aria-invalid=${wrong}
          aria-required=${field.required}
          placeholder=${schema.examples?.[0] === undefined ? nothing : String(schema.examples[0])}
          .value=${text}
          @input=${set}
          @blur=${() => this.#touch(field.path)}
        />`;
  }

  /** @param {Field} field */
  #json(field) {
    const draft = this.#drafts.get(field.path);
    const text = draft ?? (field.value === undefined ? "" : JSON.stringify(field.value, null, 2));
    const typed = (/** @type {any} */ e) => this.#jsonTyped(field, e.target.value);
    return html`<textarea
        id=${this.#for(field.path)}
        class="mono"
        rows="3"
        spellcheck="false"
        placeholder="JSON"
        aria-invalid=${draft !== undefined || this.#wrong(field.path).length > 0}
        .value=${text}
        @input=${typed}
        @blur=${() => this.#touch(field.path)}
      ></textarea>
      ${draft === undefined ? nothing : html`<small class="error run-wrong">is not JSON yet</small>`}`;
  }

  /** @param {Field} field @param {string} text */
  #jsonTyped(field, text) {
    this.#drafts.delete(field.path);
    if (text.trim() === "") return field.set(undefined);
    try {
      field.set(JSON.parse(text));
    } catch {
      this.#drafts.set(field.path, text);
      this.requestUpdate();
    }
  }
}

/** A number if it is one, else what was typed, so that it can be said that it is none. @param {string} text */
function numeral(text) {
  const trimmed = text.trim();
  if (trimmed === "") return undefined;
  const number = Number(trimmed);
  return Number.isFinite(number) ? number : text;
}

/** @param {any} map @param {string} from @param {string} to */
function renamed(map, from, to) {
  /** @type {Record<string, any>} */
  const next = {};
  for (const [name, value] of Object.entries(map)) put(next, name === from ? to : name, value);
  return next;
}

/** @param {any} option @param {number} i */
function named(option, i) {
  const kinds = Object.values(option.properties ?? {}).map((part) => /** @type {any} */ (part)?.const);
  return option.title ?? kinds.find((kind) => typeof kind === "string") ?? option.description ?? option.type ?? `form ${i + 1}`;
}

/** @param {string} kind @param {any} schema */
function hint(kind, schema) {
  const range = [schema.minimum ?? schema.exclusiveMinimum, schema.maximum ?? schema.exclusiveMaximum];
  const span = range.some((end) => end !== undefined) ? ` ${range[0] ?? "…"} to ${range[1] ?? "…"}` : "";
  if (kind === "number") return `${schema.type === "integer" ? "whole number" : "number"}${span}`;
  if (kind === "text") return schema.format ?? "text";
  return { boolean: "true or false", array: "list", map: "entries", json: "JSON", choice: "one of", enum: "", object: "", const: "", null: "" }[kind] ?? kind;
}

customElements.define("run-form", RunForm);
