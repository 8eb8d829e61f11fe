/** What is wrong with a value, by the JSON Schema that it shall fit. A keyword that is not known here is no objection. */
import { below, isObject, lookup } from "./schema.js";
import { fitsFormat, fitsPattern } from "./formats.js";

/** @typedef {{path: string, message: string}} Trouble */

const DEEPEST = 64;
/** A schema may be made so that it never ends; the server checks anyway. */
const MOST_VISITS = 20_000;
const MOST = 200;

/** @param {any} schema @param {unknown} value @returns {Trouble[]} */
export function validate(schema, value) {
  const check = new Check(isObject(schema) ? schema : {}, { left: MOST_VISITS });
  check.look(schema, value, "", 0);
  return check.troubles;
}

/** @param {any} schema @param {unknown} value @param {any} root whether it fits */
export function fits(schema, value, root) {
  const check = new Check(isObject(root) ? root : {}, { left: MOST_VISITS });
  check.look(schema, value, "", 0);
  return check.troubles.length === 0;
}

/** @param {unknown} value */
export function typeOf(value) {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return typeof value;
}

class Check {
  /** @type {Trouble[]} */
  troubles = [];

  /** @param {Record<string, any>} root @param {{left: number}} visits shared by all that look on account of one value */
  constructor(root, visits) {
    this.root = root;
    this.visits = visits;
  }

  /** @param {string} path @param {string} message */
  #say(path, message) {
    if (this.troubles.length < MOST) this.troubles.push({ path, message });
  }

  /** @param {any} schema @param {unknown} value @param {number} depth */
  #fits(schema, value, depth) {
    const check = new Check(this.root, this.visits);
    check.look(schema, value, "", depth);
    return check.troubles.length === 0;
  }

  /** @param {any} schema @param {any} value @param {string} path @param {number} depth */
  look(schema, value, path, depth) {
    if (schema === false) return this.#say(path, "must not be there");
    if (!isObject(schema) || depth > DEEPEST || this.visits.left-- <= 0) return;
    if (typeof schema.$ref === "string") this.look(lookup(this.root, schema.$ref), value, path, depth + 1);
    if (!this.#type(schema, value, path)) return;
    this.#given(schema, value, path);
    this.#combined(schema, value, path, depth);
    if (typeof value === "string") this.#text(schema, value, path);
    else if (typeof value === "number") this.#number(schema, value, path);
    else if (Array.isArray(value)) this.#array(schema, value, path, depth);
    else if (isObject(value)) this.#object(schema, value, path, depth);
  }

  /** @param {any} schema @param {any} value @param {string} path */
  #type(schema, value, path) {
    if (schema.type === undefined) return true;
    const wanted = [schema.type].flat();
    const actual = typeOf(value);
    const ok = wanted.some(
      (type) => type === actual || (type === "integer" && Number.isInteger(value)) || (type === "null" && value === null),
    );
    const nullable = schema.nullable === true && value === null;
    if (ok || nullable) return !nullable;
    this.#say(path, `must be ${wanted.map((type) => ARTICLES[type] ?? type).join(" or ")}`);
    return false;
  }

  /** @param {any} schema @param {any} value @param {string} path */
  #given(schema, value, path) {
    if (schema.const !== undefined && !same(schema.const, value)) {
      this.#say(path, `must be ${JSON.stringify(schema.const)}`);
    }
    if (Array.isArray(schema.enum) && !schema.enum.some((one) => same(one, value))) {
      this.#say(path, "must be one of the values offered");
    }
  }

  /** @param {any} schema @param {any} value @param {string} path @param {number} depth */
  #combined(schema, value, path, depth) {
    for (const part of list(schema.allOf)) this.look(part, value, path, depth + 1);
    if (schema.anyOf && !list(schema.anyOf).some((part) => this.#fits(part, value, depth + 1))) {
      this.#closest(schema.anyOf, value, path, depth);
    }
    if (schema.oneOf) {
      const fitting = list(schema.oneOf).filter((part) => this.#fits(part, value, depth + 1)).length;
      if (fitting === 0) this.#closest(schema.oneOf, value, path, depth);
      if (fitting > 1 && this.visits.left > 0) this.#say(path, "fits more than one of its forms");
    }
    if (schema.not !== undefined && this.#fits(schema.not, value, depth + 1) && this.visits.left > 0) this.#say(path, "must be something else");
    if (schema.if !== undefined) {
      const then = this.#fits(schema.if, value, depth + 1) ? schema.then : schema.else;
      if (then !== undefined) this.look(then, value, path, depth + 1);
    }
  }

  /** Of several forms none fits: what is wrong by the one with the least wrong. @param {any} forms @param {any} value @param {string} path @param {number} depth */
  #closest(forms, value, path, depth) {
    const tries = list(forms).map((form) => {
      const check = new Check(this.root, this.visits);
      check.look(form, value, path, depth + 1);
      return check.troubles;
    });
    const best = tries.sort((a, b) => a.length - b.length)[0] ?? [];
    if (best.some((trouble) => trouble.path !== path)) best.forEach(({ path: at, message }) => this.#say(at, message));
    else this.#say(path, "fits none of its forms");
  }

  /** @param {any} schema @param {string} value @param {string} path */
  #text(schema, value, path) {
    const length = [...value].length;
    if (length < schema.minLength) {
      this.#say(path, schema.minLength === 1 ? "must not be empty" : `must have at least ${schema.minLength} characters`);
    }
    if (length > schema.maxLength) this.#say(path, `must have at most ${schema.maxLength} characters`);
    if (typeof schema.pattern === "string" && !fitsPattern(schema.pattern, value)) {
      this.#say(path, `must match ${schema.pattern}`);
    }
    if (typeof schema.format === "string" && !fitsFormat(schema.format, value)) {
      this.#say(path, `must be ${FORMATS[schema.format] ?? schema.format}`);
    }
  }

  /** @param {any} schema @param {number} value @param {string} path */
  #number(schema, value, path) {
    if (value < schema.minimum) this.#say(path, `must be at least ${schema.minimum}`);
    if (value > schema.maximum) this.#say(path, `must be at most ${schema.maximum}`);
    if (value <= schema.exclusiveMinimum) this.#say(path, `must be more than ${schema.exclusiveMinimum}`);
    if (value >= schema.exclusiveMaximum) this.#say(path, `must be less than ${schema.exclusiveMaximum}`);
    if (schema.multipleOf > 0) {
      const times = value / schema.multipleOf;
      if (Math.abs(times - Math.round(times)) > 1e-9) this.#say(path, `must be a multiple of ${schema.multipleOf}`);
    }
  }

  /** @param {any} schema @param {any[]} value @param {string} path @param {number} depth */
  #array(schema, value, path, depth) {
    if (value.length < schema.minItems) this.#say(path, `must have at least ${schema.minItems} items`);
    if (value.length > schema.maxItems) this.#say(path, `must have at most ${schema.maxItems} items`);
    if (schema.uniqueItems === true && value.some((one, i) => value.slice(0, i).some((other) => same(one, other)))) {
      this.#say(path, "must not hold the same twice");
    }
    const first = list(schema.prefixItems);
    value.forEach((item, i) => {
      const part = i < first.length ? first[i] : schema.items;
      if (part !== undefined) this.look(part, item, below(path, i), depth + 1);
    });
  }

  /** @param {any} schema @param {Record<string, any>} value @param {string} path @param {number} depth */
  #object(schema, value, path, depth) {
    for (const name of list(schema.required)) {
      if (!Object.hasOwn(value, name)) this.#say(below(path, name), "is required");
    }
    const names = Object.keys(value);
    if (names.length < schema.minProperties) this.#say(path, `must have at least ${schema.minProperties} entries`);
    if (names.length > schema.maxProperties) this.#say(path, `must have at most ${schema.maxProperties} entries`);
    for (const name of names) this.#property(schema, name, value[name], below(path, name), depth);
  }

  /** @param {any} schema @param {string} name @param {any} value @param {string} path @param {number} depth */
  #property(schema, name, value, path, depth) {
    const properties = isObject(schema.properties) ? schema.properties : {};
    const patterns = Object.entries(isObject(schema.patternProperties) ? schema.patternProperties : {});
    const parts = patterns.filter(([pattern]) => fitsPattern(pattern, name)).map(([, part]) => part);
    if (Object.hasOwn(properties, name)) parts.push(properties[name]);
    if (parts.length === 0 && schema.additionalProperties !== undefined) {
      if (schema.additionalProperties === false) this.#say(path, "is not known to this tool");
      else parts.push(schema.additionalProperties);
    }
    for (const part of parts) this.look(part, value, path, depth + 1);
  }
}

/** @type {Record<string, string>} */
const ARTICLES = {
  string: "a text",
  number: "a number",
  integer: "a whole number",
  boolean: "true or false",
  object: "an object",
  array: "a list",
  null: "null",
};

/** @type {Record<string, string>} */
const FORMATS = {
  email: "an e-mail address",
  uri: "a URI",
  date: "a date such as 2026-11-22",
  "date-time": "a time such as 2026-11-22T10:00:00Z",
  time: "a time of day such as 10:00:00Z",
  uuid: "a UUID",
  ipv4: "an IPv4 address",
};

/** @param {any} value @returns {any[]} */
const list = (value) => (Array.isArray(value) ? value : []);

/** @param {any} a @param {any} b @returns {boolean} */
export function same(a, b) {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((one, i) => same(one, b[i]));
  if (!isObject(a) || !isObject(b)) return false;
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => Object.hasOwn(b, name) && same(a[name], b[name]));
}
