/** What a user pastes of an MCP client's configuration, and where it goes in servers.json. */

/** @typedef {{name: string, entry: any}} Pasted */

/**
 * All entries of a text: a whole file, its `mcpServers` or `servers`, one entry with its name or without, or a mere address.
 * @param {string} text @returns {Pasted[]} none for an empty text; throws an Error whose words may be shown
 */
export function pasted(text) {
  const trimmed = text.trim();
  if (!trimmed) return [];
  if (/^https?:\/\/\S+$/.test(trimmed)) return [{ name: nameOf(trimmed), entry: { url: trimmed } }];
  const json = read(trimmed);
  if (typeof json !== "object" || json === null || Array.isArray(json)) throw new Error("That is no object.");
  if (isEntry(json)) return [{ name: "", entry: json }];
  const all = Object.entries(json.mcpServers ?? json.servers ?? json).filter(([, entry]) => isEntry(entry));
  if (!all.length) throw new Error("No entry has a “command”, a “url” or “urls”.");
  return all.map(([name, entry]) => ({ name, entry }));
}

/** @param {string} text */
function read(text) {
  const clean = text.replace(/,\s*$/, "");
  try {
    return JSON.parse(clean);
  } catch (error) {
    if (/^"[^"]+"\s*:/.test(clean)) return read(`{${clean}}`);
    throw new Error(`That is no JSON: ${/** @type {Error} */ (error).message}`);
  }
}

/** @param {any} json */
function isEntry(json) {
  return typeof json === "object" && json !== null && ["command", "url", "urls"].some((key) => key in json && typeof json[key] !== "object" || Array.isArray(json[key]));
}

/** @param {string} url */
function nameOf(url) {
  return new URL(url).hostname.replace(/^(www|mcp|api)\./, "").split(".")[0];
}

/**
 * The text of servers.json with one more entry, everything else as somebody wrote it.
 * @param {string} text @param {string} name @param {any} entry
 */
export function withEntry(text, name, entry) {
  const start = /"mcpServers"\s*:\s*\{/.exec(text);
  if (!start) throw new Error("servers.json has no “mcpServers”.");
  const at = start.index + start[0].length;
  const lines = JSON.stringify(entry, null, 2).replaceAll("\n", "\n    ");
  const empty = /^\s*\}/.test(text.slice(at));
  return `${text.slice(0, at)}\n    ${JSON.stringify(name)}: ${lines}${empty ? "\n  " : ","}${empty ? text.slice(at).trimStart() : text.slice(at)}`;
}
