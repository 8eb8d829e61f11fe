/** Traces that servers name in their logs. */

/** Where a trace stands that a server names in a line of its log, as it does with the context it is told. */
const NAMED = /\btrace(?:[-_ ]?(?:id|parent))?["']?\s{0,3}[:=]?\s{0,3}["']?(?:00-)?([0-9a-f]{32})(?![0-9a-f])/i;

/** The trace that a line names, and where in it; null when it names none. @param {string} text */
export function namedIn(text) {
  const found = NAMED.exec(text);
  if (!found) return null;
  const trace = found[1].toLowerCase();
  const from = found.index + found[0].length - trace.length;
  return { trace, from, to: from + trace.length };
}
