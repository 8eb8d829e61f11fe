import { html, nothing } from "lit";
import { begun, shapeOf } from "../run/schema.js";
import { arrayItems, choiceForms, mapEntries, objectFields } from "./run-groups.js";
import { enumSelect, jsonText, select, textInput } from "./run-inputs.js";

/**
 * One value in a form: its label, whether it is there at all, what it is asked with and what is wrong with it.
 * @typedef {{label: string, given: any, value: any, path: string, required: boolean, set: (value: any) => void, depth: number}} Field
 * @typedef {import("../run/schema.js").Shape} Shape
 */

/**
 * The form that a field stands in.
 * @typedef {object} Form
 * @property {any} schema the whole one, which references point into
 * @property {import("../run/places.js").Places} places
 * @property {(path: string) => string} idOf
 * @property {(path: string) => string[]} wrong
 * @property {(path: string) => void} touch
 * @property {(field: Field) => unknown} field
 * @property {() => void} requestUpdate
 */

const GROUPS = ["object", "map", "array", "choice"];
const DEEPEST = 12;

/** @param {Form} form @param {Field} field @returns {unknown} */
export function field(form, field) {
  const shape = shapeOf(field.given, form.schema);
  const deep = field.depth > DEEPEST ? { ...shape, kind: /** @type {const} */ ("json") } : shape;
  const head = heading(field, deep);
  const body = html`${control(form, field, deep)} ${messages(form, field.path)}`;
  return GROUPS.includes(deep.kind)
    ? html`<fieldset class="run-group" data-path=${field.path}><legend>${head}</legend>${optional(form, field, deep)} ${field.value === undefined || field.value === null ? nothing : body}</fieldset>`
    : html`<div class="run-field" data-path=${field.path}>
        <label for=${form.idOf(field.path)}>${head}</label>${nullable(form, field, deep)}${deep.nullable && field.value === null ? nothing : body}
      </div>`;
}

/** @param {Field} field @param {Shape} shape */
function heading(field, { kind, schema }) {
  const title = field.label || schema.title || "";
  return html`<span class="run-label">
      ${title}${field.required ? html`<span class="run-required" title="required" aria-hidden="true">*</span>` : nothing}
      ${schema.title && schema.title !== title ? html`<span class="muted">${schema.title}</span>` : nothing}
      <span class="run-type">${hint(kind, schema)}</span>
    </span>
    ${schema.description ? html`<small class="muted run-description">${schema.description}</small>` : nothing}`;
}

/** @param {string} kind @param {any} schema */
function hint(kind, schema) {
  const range = [schema.minimum ?? schema.exclusiveMinimum, schema.maximum ?? schema.exclusiveMaximum];
  const span = range.some((end) => end !== undefined) ? ` ${range[0] ?? "…"} to ${range[1] ?? "…"}` : "";
  if (kind === "number") return `${schema.type === "integer" ? "whole number" : "number"}${span}`;
  if (kind === "text") return schema.format ?? "text";
  return { boolean: "true or false", array: "list", map: "entries", json: "JSON", choice: "one of", enum: "", object: "", const: "", null: "" }[kind] ?? kind;
}

/** What is wrong at a place. @param {Form} form @param {string} path */
export function messages(form, path) {
  const wrong = form.wrong(path);
  return wrong.length ? html`<small class="error run-wrong" id=${`${form.idOf(path)}!`}>${wrong.join("; ")}</small>` : nothing;
}

/** Groups that need not be there are there when somebody wants them. @param {Form} form @param {Field} field @param {Shape} shape */
function optional(form, field, shape) {
  const there = field.value !== undefined && field.value !== null;
  const start = () => field.set(begun(shape.kind === "choice" ? shape.options?.[0] : field.given, form.schema));
  if (!there) {
    return html`<div class="run-absent">
      <button type="button" class="quiet" @click=${start}>Add</button>
      ${field.value === null ? html`<code>null</code>` : nothing}
      ${field.required ? messages(form, field.path) : nothing}
    </div>`;
  }
  if (field.required && !shape.nullable) return nothing;
  return html`<div class="run-absent">
    ${field.required ? nothing : html`<button type="button" class="quiet" @click=${() => field.set(undefined)}>Leave out</button>`}
    ${shape.nullable ? html`<button type="button" class="quiet" @click=${() => field.set(null)}>Set to null</button>` : nothing}
  </div>`;
}

/** @param {Form} form @param {Field} field @param {Shape} shape */
function nullable(form, field, shape) {
  if (!shape.nullable) return nothing;
  const set = (/** @type {any} */ e) => field.set(e.target.checked ? null : field.required ? begun({ ...shape.schema, nullable: false }, form.schema) : undefined);
  return html`<label class="run-null"><input type="checkbox" .checked=${field.value === null} @change=${set} /> null</label>`;
}

/** @param {Form} form @param {Field} field @param {Shape} shape @returns {unknown} */
function control(form, field, shape) {
  switch (shape.kind) {
    case "object":
      return objectFields(form, field, shape);
    case "map":
      return mapEntries(form, field, shape);
    case "array":
      return arrayItems(form, field, shape);
    case "choice":
      return choiceForms(form, field, shape);
    case "enum":
      return enumSelect(form, field, shape);
    case "boolean":
      return select(form, field, [true, false], ["true", "false"]);
    case "const":
      return select(form, field, [shape.schema.const], [JSON.stringify(shape.schema.const)]);
    case "null":
      return select(form, field, [null], ["null"]);
    case "json":
      return jsonText(form, field);
    default:
      return textInput(form, field, shape);
  }
}
