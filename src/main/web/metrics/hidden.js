/** Which lines of charts are not shown, as the address bar holds it: `hidden=latency:p50,rate:cancelled`. */

/** @param {string} text @param {string} chart @returns {Set<string>} labels */
export function hiddenOf(text, chart) {
  const labels = text.split(",").map((part) => part.split(":"));
  return new Set(labels.filter(([id, label]) => id === chart && label).map(([, label]) => plain(label)));
}

/** The same with these lines of one chart. @param {string} text @param {string} chart @param {Set<string>} labels */
export function hiding(text, chart, labels) {
  const others = text.split(",").filter((part) => part && !part.startsWith(`${chart}:`));
  return [...others, ...[...labels].map((label) => `${chart}:${encodeURIComponent(label)}`)].join(",");
}

/** Whatever somebody typed there. @param {string} label */
function plain(label) {
  try {
    return decodeURIComponent(label);
  } catch {
    return label;
  }
}
