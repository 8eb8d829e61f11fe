/** Puts the spans of a trace into the order of a waterfall: each below the one that it belongs to. */

/**
 * @typedef {{trace: string, span: string, parent?: string, name: string, kind: string, node: string, server: string, replica?: number, startUs: number, durationUs?: number, failed: boolean, attributes: Record<string, any>}} Span
 * @typedef {{span: Span, depth: number, left: number, width: number, durationUs: number, open: boolean}} Line left and width in percent of all
 */

/** @param {Span[]} spans @param {number} nowUs @returns {Line[]} */
export function inOrder(spans, nowUs) {
  if (!spans.length) return [];
  const ends = spans.map((span) => endOf(span, nowUs));
  const begin = Math.min(...spans.map((span) => span.startUs));
  const whole = Math.max(Math.max(...ends) - begin, 1);
  const known = new Set(spans.map((span) => span.span));
  /** @type {Map<string, Span[]>} */
  const children = new Map();
  for (const span of spans) {
    const parent = span.parent && known.has(span.parent) ? span.parent : "";
    children.set(parent, [...(children.get(parent) ?? []), span]);
  }
  /** @type {Line[]} */
  const lines = [];
  const add = (/** @type {string} */ parent, /** @type {number} */ depth) => {
    for (const span of [...(children.get(parent) ?? [])].sort((a, b) => a.startUs - b.startUs)) {
      const durationUs = endOf(span, nowUs) - span.startUs;
      const left = ((span.startUs - begin) / whole) * 100;
      const width = (durationUs / whole) * 100;
      lines.push({ span, depth, left, width, durationUs, open: span.durationUs === undefined });
      add(span.span, depth + 1);
    }
  };
  add("", 0);
  return lines;
}

/** @param {Span} span @param {number} nowUs */
function endOf(span, nowUs) {
  return span.durationUs === undefined ? Math.max(nowUs, span.startUs) : span.startUs + span.durationUs;
}
