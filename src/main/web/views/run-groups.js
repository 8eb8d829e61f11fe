/** Values that hold others: objects, entries, lists, and one of several forms. */
import { html } from "lit";
import { begun, below, changed, fieldsOf, put } from "../run/schema.js";
import { fits } from "../run/validate.js";

/** @typedef {import("./run-field.js").Form} Form @typedef {import("./run-field.js").Field} Field @typedef {import("../run/schema.js").Shape} Shape */

/** @param {Form} form @param {Field} field @param {Shape} shape */
export function objectFields(form, field, shape) {
  return fieldsOf(shape.schema).map(({ name, schema, required }) =>
    form.field({
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

/** @param {Form} form @param {Field} field @param {Shape} shape */
export function mapEntries(form, field, shape) {
  const names = Object.keys(field.value ?? {});
  const fresh = () => {
    let n = names.length + 1;
    while (names.includes(`key${n}`)) n++;
    field.set(changed(field.value, `key${n}`, begun(shape.schema.additionalProperties, form.schema)));
  };
  return html`${names.map(
      (name) => html`<div class="run-item">
        <input aria-label="Key" .value=${name} @change=${(/** @type {any} */ e) => field.set(renamed(field.value, name, e.target.value))} />
        ${form.field({
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

/** @param {any} map @param {string} from @param {string} to */
function renamed(map, from, to) {
  /** @type {Record<string, any>} */
  const next = {};
  for (const [name, value] of Object.entries(map)) put(next, name === from ? to : name, value);
  return next;
}

/** @param {Form} form @param {Field} field @param {Shape} shape */
export function arrayItems(form, field, shape) {
  const items = Array.isArray(field.value) ? field.value : [];
  return html`${items.map(
      (item, i) => html`<div class="run-item">
        ${form.field({
          label: String(i + 1),
          given: shape.schema.items,
          value: item,
          path: below(field.path, i),
          required: true,
          set: (value) => field.set(changed(items, i, value === undefined ? begun(shape.schema.items, form.schema) : value)),
          depth: field.depth + 1,
        })}
        <button type="button" class="quiet" aria-label=${`Remove item ${i + 1}`} @click=${() => field.set(changed(items, i, undefined))}>Remove</button>
      </div>`,
    )}
    <button type="button" class="quiet" @click=${() => field.set([...items, begun(shape.schema.items, form.schema)])}>Add an item</button>`;
}

/** @param {Form} form @param {Field} field @param {Shape} shape */
export function choiceForms(form, field, shape) {
  const options = shape.options ?? [];
  const guess = options.findIndex((option) => fits(option, field.value, form.schema));
  const at = Math.min(form.places.chosen.get(field.path) ?? Math.max(0, guess), options.length - 1);
  const choose = (/** @type {any} */ e) => {
    const next = Number(e.target.value);
    form.places.chosen.set(field.path, next);
    field.set(begun(options[next], form.schema));
    form.requestUpdate();
  };
  return html`<select aria-label=${`Form of ${field.label || "the value"}`} @change=${choose}>
      ${options.map((option, i) => html`<option value=${i} .selected=${i === at}>${named(option, i)}</option>`)}
    </select>
    ${form.field({ ...field, label: "", given: { ...options[at], title: undefined }, required: true, depth: field.depth + 1 })}`;
}

/** @param {any} option @param {number} i */
function named(option, i) {
  const kinds = Object.values(option.properties ?? {}).map((part) => /** @type {any} */ (part)?.const);
  return option.title ?? kinds.find((kind) => typeof kind === "string") ?? option.description ?? option.type ?? `form ${i + 1}`;
}
