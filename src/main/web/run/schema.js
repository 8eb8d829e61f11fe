/**
 * What a JSON Schema says of one value, as far as a form can ask for it. What it cannot is asked for as JSON.
 * @typedef {Record<string, any>} Schema
 * @typedef {"object"|"map"|"array"|"text"|"number"|"boolean"|"enum"|"const"|"choice"|"null"|"json"} Kind
 * @typedef {{kind: Kind, schema: Schema, nullable: boolean, options?: Schema[]}} Shape
 */

const MOST_STEPS = 32;
const MOST_PARTS = 200;

/** @param {unknown} value @returns {value is Schema} */
export const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** @param {Schema} object @param {string} key */
const own = (object, key) => (Object.hasOwn(object, key) ? object[key] : undefined);

/** The schema at a local reference, or null. @param {Schema} root @param {string} ref */
export function lookup(root, ref) {
  if (ref === "#") return root;
  if (!ref.startsWith("#/")) return null;
  /** @type {any} */
  let found = root;
  for (const step of ref.slice(2).split("/")) {
    const key = decodeURIComponent(step).replaceAll("~1", "/").replaceAll("~0", "~");
    found = isObject(found) || Array.isArray(found) ? own(/** @type {any} */ (found), key) : undefined;
  }
  return isObject(found) || typeof found === "boolean" ? found : null;
}

/**
 * The schema without references and `allOf`: what stands beside a reference holds too.
 * @param {any} schema @param {Schema} root @returns {Schema}
 */
export function resolved(schema, root) {
  let here = isObject(schema) ? schema : {};
  for (let steps = 0, parts = 0; steps < MOST_STEPS && parts < MOST_PARTS && (here.$ref !== undefined || here.allOf); steps++) {
    const { $ref, allOf, ...rest } = here;
    const all = [...(typeof $ref === "string" ? [lookup(root, $ref)] : []), ...(Array.isArray(allOf) ? allOf : [])];
    parts += all.length;
    here = all.slice(0, MOST_PARTS).filter(isObject).reduce((whole, part) => merged(whole, part), rest);
  }
  const { $ref, allOf, ...rest } = here; // of one that never ends, what was found so far
  return rest;
}

/** Both hold; where they say the same thing, the first does. @param {Schema} a @param {Schema} b */
function merged(a, b) {
  const all = { ...b, ...a };
  if (a.properties && b.properties) all.properties = { ...b.properties, ...a.properties };
  if (a.required && b.required) all.required = [...new Set([...b.required, ...a.required])];
  if (a.allOf && b.allOf) all.allOf = [...b.allOf, ...a.allOf];
  return all;
}

/** @param {Schema} schema @returns {string[]} */
function typesOf(schema) {
  if (Array.isArray(schema.type)) return schema.type.filter((type) => typeof type === "string");
  if (typeof schema.type === "string") return [schema.type];
  if (isObject(schema.properties)) return ["object"];
  if (schema.items !== undefined) return ["array"];
  return [];
}

/** How a value of this schema is asked for. @param {any} given @param {Schema} root @returns {Shape} */
export function shapeOf(given, root) {
  const schema = resolved(given, root);
  const options = optionsOf(schema, root);
  if (options) return choice(schema, options, root);
  const types = typesOf(schema);
  const nullable = types.includes("null") || schema.nullable === true;
  const real = types.filter((type) => type !== "null");
  if (schema.const !== undefined) return { kind: "const", schema, nullable };
  if (Array.isArray(schema.enum)) return { kind: "enum", schema, nullable: false };
  if (real.length === 0) return { kind: types.length ? "null" : "json", schema, nullable: false };
  if (real.length > 1) {
    const each = types.map((type) => ({ ...schema, type, title: type }));
    return { kind: "choice", schema, nullable: false, options: each };
  }
  return { kind: kindOf(real[0], schema), schema, nullable };
}

/** @param {Schema} schema @param {Schema} root @returns {Schema[] | null} */
function optionsOf(schema, root) {
  const given = Array.isArray(schema.oneOf) ? schema.oneOf : Array.isArray(schema.anyOf) ? schema.anyOf : null;
  if (!given?.length) return null;
  const { oneOf, anyOf, ...rest } = schema;
  const common = Object.fromEntries(
    Object.entries(rest).filter(([key]) => ["type", "properties", "required", "additionalProperties", "$defs", "definitions"].includes(key)),
  );
  return given.map((option) => merged(resolved(option, root), common));
}

/** @param {Schema} schema @param {Schema[]} options @param {Schema} root @returns {Shape} */
function choice(schema, options, root) {
  const { oneOf, anyOf, ...rest } = schema;
  if (options.every((option) => option.const !== undefined)) {
    const titles = options.map((option) => String(option.title ?? option.const));
    return { kind: "enum", schema: { ...rest, enum: options.map((option) => option.const), titles }, nullable: false };
  }
  const real = options.filter((option) => option.type !== "null");
  if (real.length === 1 && real.length < options.length) {
    const { kind, schema: inner, options: inside } = shapeOf(merged(pick(rest), real[0]), root);
    return { kind, schema: inner, nullable: true, options: inside };
  }
  return { kind: "choice", schema: rest, nullable: false, options };
}

/** What is said about a field, not about its value. @param {Schema} schema */
function pick({ title, description, default: given }) {
  return Object.fromEntries(Object.entries({ title, description, default: given }).filter(([, value]) => value !== undefined));
}

/** @param {string} type @param {Schema} schema @returns {Kind} */
function kindOf(type, schema) {
  switch (type) {
    case "string":
      return "text";
    case "number":
    case "integer":
      return "number";
    case "boolean":
      return "boolean";
    case "array":
      return isObject(schema.items) || schema.items === true ? "array" : "json";
    case "object":
      if (isObject(schema.properties) && Object.keys(schema.properties).length) return "object";
      if (isObject(schema.additionalProperties)) return "map";
      return schema.additionalProperties === false ? "object" : "json";
    default:
      return "json";
  }
}

/** Names and schemas of an object's fields, the required ones first. @param {Schema} schema @returns {Array<{name: string, schema: any, required: boolean}>} */
export function fieldsOf(schema) {
  const required = new Set(Array.isArray(schema.required) ? schema.required : []);
  const fields = Object.keys(isObject(schema.properties) ? schema.properties : {}).map((name) => ({
    name,
    schema: schema.properties[name],
    required: required.has(name),
  }));
  return [...fields.filter((field) => field.required), ...fields.filter((field) => !field.required)];
}

/**
 * What a form begins with: defaults, constants, and the objects that must be there.
 * @param {any} given @param {Schema} root @param {boolean} [required] @param {number} [depth]
 */
export function initial(given, root, required = true, depth = 0) {
  const { kind, schema, nullable } = shapeOf(given, root);
  if (schema.default !== undefined) return structuredClone(schema.default);
  if (kind === "const" && required) return structuredClone(schema.const);
  if (kind === "object" && required && depth < 8) return startOf(schema, root, depth);
  if (kind === "array" && required && !nullable && Number(schema.minItems ?? 0) === 0) return [];
  return undefined;
}

/** @param {Schema} schema @param {Schema} root @param {number} depth */
function startOf(schema, root, depth) {
  /** @type {Schema} */
  const value = {};
  for (const field of fieldsOf(schema)) {
    const start = initial(field.schema, root, field.required, depth + 1);
    if (start !== undefined) put(value, field.name, start);
  }
  return value;
}

/** An entry for a list or a choice that somebody asked for. @param {any} given @param {Schema} root */
export function begun(given, root) {
  const start = initial(given, root);
  if (start !== undefined) return start;
  const { kind } = shapeOf(given, root);
  return { text: "", array: [], map: {}, json: null, null: null }[/** @type {string} */ (kind)] ?? null;
}

/** Sets an own property, whatever its name. @param {Schema} object @param {string} key @param {unknown} value */
export function put(object, key, value) {
  Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
}

/** The same value with another one at a key; `undefined` takes it out. @param {any} value @param {string | number} key @param {unknown} part */
export function changed(value, key, part) {
  if (typeof key === "number") {
    const list = Array.isArray(value) ? [...value] : [];
    if (part === undefined) list.splice(key, 1);
    else list[key] = part;
    return list;
  }
  /** @type {Schema} */
  const copy = {};
  for (const [name, old] of Object.entries(isObject(value) ? value : {})) put(copy, name, old);
  if (part === undefined) delete copy[key];
  else put(copy, key, part);
  return copy;
}

/** @param {string} path @param {string | number} key a JSON pointer, one step longer */
export function below(path, key) {
  return `${path}/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`;
}
