/** One second of one node, or a part of it, as it comes: columns with one entry a row, null where nothing is to be said. */

/** @typedef {{at: number, server: string[], replica: number[], tool: string[], more?: boolean} & Record<string, any[]>} Columns */

/** The server under which that is counted which was asked of all of them together: it is none of them. */
export const ALL = "*";

/**
 * Whether a row of a tick belongs to what was asked. The row without replica and tool holds everything of its server,
 * those with one are cuts of it: they are never added to it.
 * @param {import("./kinds.js").Spec} spec @param {string} node @param {Columns} tick @param {number} row
 */
export function belongs(spec, node, tick, row) {
  if (spec.node !== undefined && spec.node !== node) return false;
  const server = tick.server[row];
  if (spec.server === undefined ? server === "" || server === ALL : spec.server !== server) return false;
  const replica = tick.replica[row];
  if (spec.replica === undefined ? (spec.by === "replica") !== replica > 0 : spec.replica !== replica) return false;
  const tool = tick.tool[row];
  return spec.by === "tool" ? tool !== "" : tool === (spec.tool ?? "");
}

/** Which part of a split series a row is. @param {import("./kinds.js").Spec} spec @param {string} node @param {Columns} tick @param {number} row */
export function partOf(spec, node, tick, row) {
  if (!spec.by) return "";
  return spec.by === "node" ? node : String(tick[spec.by][row]);
}
