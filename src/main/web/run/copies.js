/** A call in the words of other tools. */

/** For a POSIX shell. @param {string} text */
export const quoted = (text) => `'${text.replaceAll("'", `'\\''`)}'`;

/** @param {string} tool @param {object} args the request as MCP has it */
export function asMcp(tool, args) {
  return { jsonrpc: "2.0", id: 1, method: "tools/call", params: { name: tool, arguments: args } };
}

/** @param {string} node @param {string} server @param {string} tool @param {object} args */
export function asCurl(node, server, tool, args) {
  return [
    `curl ${quoted(`${node}/mcp/${encodeURIComponent(server)}`)}`,
    `  -H "Authorization: Bearer $OMNIBUS_KEY"`,
    `  -H 'Content-Type: application/json'`,
    `  -H 'Accept: application/json, text/event-stream'`,
    `  -d ${quoted(JSON.stringify(asMcp(tool, args)))}`,
  ].join(" \\\n");
}

/** @param {string} node @param {string} server @param {string} tool @param {object} args */
export function asCli(node, server, tool, args) {
  return `./omnibus call ${quoted(server)} ${quoted(tool)} --url ${quoted(node)} --json ${quoted(JSON.stringify(args))}`;
}
