import assert from "node:assert/strict";
import { test } from "node:test";
import { pasted, withEntry } from "../../main/web/pasted.js";

const entry = { url: "https://mcp.example.com/mcp" };

test("whatever form an entry is pasted in, it is found", () => {
  const named = [{ name: "x", entry }];
  assert.deepEqual(pasted(JSON.stringify({ mcpServers: { x: entry } })), named);
  assert.deepEqual(pasted(JSON.stringify({ servers: { x: entry } })), named);
  assert.deepEqual(pasted(JSON.stringify({ x: entry })), named);
  assert.deepEqual(pasted(`"x": ${JSON.stringify(entry)},`), named);
  assert.deepEqual(pasted(JSON.stringify(entry)), [{ name: "", entry }]);
  assert.deepEqual(pasted(" https://mcp.example.com/mcp\n"), [{ name: "example", entry }]);
  assert.deepEqual(pasted(""), []);
});

test("several entries are all found", () => {
  const two = { mcpServers: { a: { command: "npx" }, b: { urls: ["http://x", "http://y"] }, note: { text: "none" } } };
  assert.deepEqual(pasted(JSON.stringify(two)).map(({ name }) => name), ["a", "b"]);
});

test("what is no entry is refused in words", () => {
  assert.throws(() => pasted("{"), /no JSON/);
  assert.throws(() => pasted("[1]"), /no object/);
  assert.throws(() => pasted("null"), /no object/);
  assert.throws(() => pasted("{\"a\":{\"b\":1}}"), /No entry/);
});

test("an entry is put into servers.json and the rest stays as it was written", () => {
  const text = '{\n  "$schema": "x",\n  "mcpServers": {\n    "a":   { "command": "npx" }\n  }\n}\n';
  const young = withEntry(text, "x", entry);
  assert.deepEqual(JSON.parse(young).mcpServers, { a: { command: "npx" }, x: entry });
  assert.ok(young.includes('"a":   { "command": "npx" }'));
  assert.deepEqual(JSON.parse(withEntry('{"mcpServers": {}}', "x", entry)).mcpServers, { x: entry });
  assert.throws(() => withEntry("{}", "x", entry), /mcpServers/);
});
