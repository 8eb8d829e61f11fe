// What a form makes of a schema, and what it says of a value. Run: node --test src/test/web
import assert from "node:assert/strict";
import { test } from "node:test";
import { isRisky } from "../../main/web/run/formats.js";
import { begun, changed, fieldsOf, initial, resolved, shapeOf } from "../../main/web/run/schema.js";
import { validate } from "../../main/web/run/validate.js";

const kind = (schema, root = schema) => shapeOf(schema, root).kind;
const wrong = (schema, value) => validate(schema, value).map(({ path, message }) => `${path} ${message}`);

test("each type is asked for in its own way", () => {
  assert.equal(kind({ type: "string" }), "text");
  assert.equal(kind({ type: "integer" }), "number");
  assert.equal(kind({ type: "boolean" }), "boolean");
  assert.equal(kind({ enum: ["a", 1, null] }), "enum");
  assert.equal(kind({ const: 7 }), "const");
  assert.equal(kind({ type: "array", items: { type: "string" } }), "array");
  assert.equal(kind({ type: "object", properties: { a: {} } }), "object");
  assert.equal(kind({ type: "object", additionalProperties: { type: "number" } }), "map");
  assert.equal(kind({ oneOf: [{ type: "string" }, { type: "number" }] }), "choice");
  assert.equal(kind({}), "json");
  assert.equal(kind({ type: "object" }), "json");
});

test("null is a tick, not another form", () => {
  for (const schema of [{ type: ["string", "null"] }, { anyOf: [{ type: "string" }, { type: "null" }] }, { type: "string", nullable: true }]) {
    assert.deepEqual([shapeOf(schema, schema).kind, shapeOf(schema, schema).nullable], ["text", true]);
  }
});

test("constants with titles are one list to choose from", () => {
  const schema = { oneOf: [{ const: "r", title: "Red" }, { const: "g", title: "Green" }] };
  const { kind: asked, schema: shown } = shapeOf(schema, schema);
  assert.deepEqual([asked, shown.enum, shown.titles], ["enum", ["r", "g"], ["Red", "Green"]]);
});

test("references within the schema are followed, allOf is one thing, and a circle ends", () => {
  const root = { $defs: { name: { type: "string", minLength: 2 }, "a/b": { type: "number" }, loop: { $ref: "#/$defs/loop" } } };
  assert.equal(kind({ $ref: "#/$defs/name" }, root), "text");
  assert.equal(kind({ $ref: "#/$defs/a~1b" }, root), "number");
  assert.deepEqual(resolved({ $ref: "#/$defs/loop" }, root).type, undefined);
  const both = resolved({ allOf: [{ properties: { a: {} }, required: ["a"] }, { properties: { b: {} }, required: ["b"] }] }, {});
  assert.deepEqual([Object.keys(both.properties).sort(), both.required.sort()], [["a", "b"], ["a", "b"]]);
  assert.deepEqual(validate({ allOf: [{ $ref: "#" }] }, 1), []);
});

test("a schema that holds itself is begun without end in sight", () => {
  const tree = { $ref: "#/$defs/tree", $defs: { tree: { type: "object", properties: { next: { $ref: "#/$defs/tree" } }, required: ["next"] } } };
  assert.ok(JSON.stringify(initial(tree, tree)).length < 1000);
});

test("a form begins with defaults, constants and the objects that must be there", () => {
  const schema = {
    type: "object",
    properties: {
      days: { type: "integer", default: 3 },
      place: { type: "object", properties: { city: { type: "string" }, kind: { const: "city" } }, required: ["kind"] },
      spare: { type: "object", properties: { a: { default: 1 } } },
    },
    required: ["place"],
  };
  assert.deepEqual(initial(schema, schema), { place: { kind: "city" }, days: 3 });
  assert.deepEqual(fieldsOf(schema).map(({ name }) => name), ["place", "days", "spare"]);
  assert.equal(begun({ type: "string" }, {}), "");
});

test("a property may be called as it likes", () => {
  const value = changed({}, "__proto__", { polluted: true });
  assert.deepEqual(Object.keys(value), ["__proto__"]);
  assert.equal({}.polluted, undefined);
  const schema = { type: "object", properties: { constructor: { type: "string" } }, required: ["toString"] };
  assert.deepEqual(wrong(schema, {}), ["/toString is required"]);
});

test("what is wrong is said at its place", () => {
  const schema = {
    type: "object",
    properties: {
      name: { type: "string", minLength: 1, maxLength: 3 },
      count: { type: "integer", minimum: 1, exclusiveMaximum: 5 },
      tags: { type: "array", items: { enum: ["a", "b"] }, maxItems: 2, uniqueItems: true },
      when: { type: "string", format: "date" },
    },
    required: ["name"],
    additionalProperties: false,
  };
  assert.deepEqual(wrong(schema, { name: "abc", count: 4, tags: ["a", "b"], when: "2024-02-29" }), []);
  assert.deepEqual(wrong(schema, {}), ["/name is required"]);
  assert.deepEqual(wrong(schema, { name: "" }), ["/name must not be empty"]);
  assert.deepEqual(wrong(schema, { name: "abcd" }), ["/name must have at most 3 characters"]);
  assert.deepEqual(wrong(schema, { name: "a", count: "4" }), ["/count must be a whole number"]);
  assert.deepEqual(wrong(schema, { name: "a", count: 1.5 }), ["/count must be a whole number"]);
  assert.deepEqual(wrong(schema, { name: "a", count: 5 }), ["/count must be less than 5"]);
  assert.deepEqual(wrong(schema, { name: "a", tags: ["c"] }), ["/tags/0 must be one of the values offered"]);
  assert.deepEqual(wrong(schema, { name: "a", tags: ["a", "a"] }), ["/tags must not hold the same twice"]);
  assert.deepEqual(wrong(schema, { name: "a", when: "2023-02-29" }), ["/when must be a date such as 2026-11-22"]);
  assert.deepEqual(wrong(schema, { name: "a", more: 1 }), ["/more is not known to this tool"]);
  assert.deepEqual(wrong(schema, []), [" must be an object"]);
});

test("of several forms one has to fit, and of oneOf only one", () => {
  const schema = {
    oneOf: [
      { type: "object", properties: { kind: { const: "a" }, x: { type: "number" } }, required: ["kind", "x"] },
      { type: "object", properties: { kind: { const: "b" } }, required: ["kind"] },
    ],
  };
  assert.deepEqual(wrong(schema, { kind: "b" }), []);
  assert.deepEqual(wrong(schema, { kind: "a" }), ["/x is required"]);
  assert.deepEqual(wrong({ oneOf: [{ type: "number" }, { minimum: 0 }] }, 3), [" fits more than one of its forms"]);
  assert.deepEqual(wrong({ anyOf: [{ type: "string" }, { type: "null" }] }, 3), [" fits none of its forms"]);
});

test("a condition holds where it applies", () => {
  const schema = { if: { properties: { a: { const: 1 } } }, then: { required: ["b"] }, else: { required: ["c"] } };
  assert.deepEqual(wrong(schema, { a: 1 }), ["/b is required"]);
  assert.deepEqual(wrong(schema, { a: 2 }), ["/c is required"]);
});

test("a pattern that could take for ever is not tried, one that is none is no objection", () => {
  const began = Date.now();
  assert.deepEqual(wrong({ pattern: "^(a+)+$" }, `${"a".repeat(40)}!`), []);
  assert.deepEqual(wrong({ pattern: "^(a|a)*$" }, `${"a".repeat(40)}!`), []);
  assert.deepEqual(wrong({ pattern: "(" }, "x"), []);
  for (const pattern of ["^((a+))+$", "^(?:a|b)*$", "^a*a*a*a*a*b$", "^(a{1,}){2,}$", "^(a)\\1*$", "^(a?){9}(a?){9}b$", `^${"a?".repeat(26)}b$`, `^${"(a|a)".repeat(26)}b$`, `^${"a{0,9}".repeat(7)}b$`, "^(?=(a+))\\1$"]) {
    assert.deepEqual(wrong({ pattern }, "a".repeat(200)), [], pattern);
  }
  for (const pattern of ["^[a-z]+-[0-9]{2,4}$", "^\\d{4}-\\d{2}$", "^(foo|bar)$", "^[(*+]+$"]) {
    assert.deepEqual(wrong({ pattern }, "!"), [` must match ${pattern}`]);
  }
  assert.ok(Date.now() - began < 1000);
  assert.deepEqual(wrong({ pattern: "^[a-z]+$" }, "A"), [" must match ^[a-z]+$"]);
});

test("a pattern is risky when it repeats what varies, or can be fitted in too many ways", () => {
  const nested = ["(a?){26}b", "(a|a){26}", "([a-z]+)*$", "(x+x+)+y", "(?=(a+))\\1b"];
  const inARow = [["a?", 26], ["(a|a)", 26], ["a{0,9}", 7], ["a{0,9}", 6], ["a*?", 3], ["\\u{61}+", 3]].map(([part, times]) => `${String(part).repeat(Number(times))}b`);
  const both = [`a*a*${"a{0,9}".repeat(4)}b`, `${"(".repeat(9)}${"){9}".repeat(9)}b`, "(?:){99999999}"];
  for (const pattern of [...nested, ...inARow, ...both, "a{0,9}".repeat(7)]) assert.ok(isRisky(pattern), pattern);
});

test("a pattern of every day is not risky", () => {
  for (const pattern of ["^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", "^[^@]+@[^@]+\\.[a-z]{2,4}$", "^(get|put|post|delete)$", "^v?\\d+\\.\\d+$", "^\\p{L}{1,40}$"]) {
    assert.ok(!isRisky(pattern), pattern);
  }
});

test("what could not be looked at to its end is no objection", () => {
  const forms = Array.from({ length: 30000 }, () => ({ type: "number" }));
  assert.deepEqual(wrong({ oneOf: [{ type: "string" }, ...forms] }, "a"), []);
});

test("a schema that is made to never end ends soon", () => {
  const began = Date.now();
  validate({ anyOf: [{ $ref: "#" }, { $ref: "#" }] }, {});
  validate({ oneOf: [{ $ref: "#" }, { $ref: "#" }, { not: { $ref: "#" } }] }, {});
  const twice = { allOf: [{ $ref: "#" }, { $ref: "#" }] };
  initial(twice, twice);
  const forms = { anyOf: [{ $ref: "#" }, { $ref: "#" }] };
  initial(forms, forms);
  assert.ok(Date.now() - began < 2000);
});
