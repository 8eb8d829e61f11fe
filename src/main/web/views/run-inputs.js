/** Values that hold no others: chosen from a list, typed, or typed as JSON. */
import { html, nothing } from "lit";

/** @typedef {import("./run-field.js").Form} Form @typedef {import("./run-field.js").Field} Field @typedef {import("../run/schema.js").Shape} Shape */

/** @param {Form} form @param {Field} field @param {Shape} shape */
export function enumSelect(form, field, shape) {
  const values = shape.schema.enum;
  const titles = shape.schema.titles ?? shape.schema.enumNames ?? [];
  return select(form, field, values, values.map((/** @type {any} */ value, /** @type {number} */ i) => String(titles[i] ?? (typeof value === "string" ? value : JSON.stringify(value)))));
}

/** @param {Form} form @param {Field} field @param {any[]} values @param {string[]} words */
export function select(form, field, values, words) {
  const at = values.findIndex((value) => JSON.stringify(value) === JSON.stringify(field.value));
  const choose = (/** @type {any} */ e) => {
    form.touch(field.path);
    field.set(e.target.value === "" ? undefined : values[Number(e.target.value)]);
  };
  return html`<select id=${form.idOf(field.path)} aria-invalid=${form.wrong(field.path).length > 0} @change=${choose}>
    <option value="" .selected=${at < 0}>${at < 0 && field.value !== undefined && field.value !== null ? JSON.stringify(field.value) : "–"}</option>
    ${words.map((word, i) => html`<option value=${i} .selected=${i === at}>${word}</option>`)}
  </select>`;
}

/** @param {Form} form @param {Field} field @param {Shape} shape */
export function textInput(form, field, { kind, schema }) {
  const typed = form.places.texts.get(field.path);
  const known = field.value === undefined || field.value === null ? "" : String(field.value);
  const text = kind === "number" && typed !== undefined && numeral(typed) === field.value ? typed : known;
  const set = (/** @type {any} */ e) => {
    form.places.texts.set(field.path, e.target.value);
    field.set(kind === "number" ? numeral(e.target.value) : e.target.value === "" ? undefined : e.target.value);
  };
  const wrong = form.wrong(field.path).length > 0;
  const long = kind === "text" && (schema.maxLength === undefined || schema.maxLength > 120) && !schema.format && !schema.pattern;
  return long
    ? html`<textarea id=${form.idOf(field.path)} rows=${Math.min(8, text.split("\n").length)} aria-invalid=${wrong} aria-required=${field.required} .value=${text} @input=${set} @blur=${() => form.touch(field.path)}></textarea>`
    : html`<input
        id=${form.idOf(field.path)}
        type=${schema.format === "date" ? "date" : "text"}
        inputmode=${kind === "number" ? "decimal" : "text"}
        autocomplete="off"
        aria-invalid=${wrong}
        aria-required=${field.required}
        placeholder=${schema.examples?.[0] === undefined ? nothing : String(schema.examples[0])}
        .value=${text}
        @input=${set}
        @blur=${() => form.touch(field.path)}
      />`;
}

/** A number if it is one, else what was typed, so that it can be said that it is none. @param {string} text */
function numeral(text) {
  const trimmed = text.trim();
  if (trimmed === "") return undefined;
  const number = Number(trimmed);
  return Number.isFinite(number) ? number : text;
}

/** @param {Form} form @param {Field} field */
export function jsonText(form, field) {
  const draft = form.places.drafts.get(field.path);
  const text = draft ?? (field.value === undefined ? "" : JSON.stringify(field.value, null, 2));
  return html`<textarea
      id=${form.idOf(field.path)}
      class="mono"
      rows="3"
      spellcheck="false"
      placeholder="JSON"
      aria-invalid=${draft !== undefined || form.wrong(field.path).length > 0}
      .value=${text}
      @input=${(/** @type {any} */ e) => jsonTyped(form, field, e.target.value)}
      @blur=${() => form.touch(field.path)}
    ></textarea>
    ${draft === undefined ? nothing : html`<small class="error run-wrong">is not JSON yet</small>`}`;
}

/** @param {Form} form @param {Field} field @param {string} text */
function jsonTyped(form, field, text) {
  form.places.drafts.delete(field.path);
  if (text.trim() === "") return field.set(undefined);
  try {
    field.set(JSON.parse(text));
  } catch {
    form.places.drafts.set(field.path, text);
    form.requestUpdate();
  }
}
