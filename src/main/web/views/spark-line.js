import { html, nothing, svg } from "lit";
import { millis } from "../clock.js";

/** A server that was checked once or twice gets a short line, not a wide one. */
const FEWEST = 12;

/**
 * The last answer times as a small line; the words are for those who can't see it.
 * @param {number[]} values oldest first
 * @param {{width?: number, height?: number}} [size]
 */
export function sparkLine(values, { width = 84, height = 20 } = {}) {
  if (values.length < 2) return nothing;
  const top = Math.max(...values) * 1.12 || 1;
  const step = width / (Math.max(FEWEST, values.length) - 1);
  const left = width - (values.length - 1) * step;
  const at = values.map((value, i) => [left + i * step, height - 1 - (value / top) * (height - 3)]);
  const line = at.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L");
  const last = at[at.length - 1];
  return html`<svg
    class="spark"
    viewBox="0 0 ${width} ${height}"
    preserveAspectRatio="none"
    width=${width}
    height=${height}
    role="img"
    aria-label=${`answer times: ${describe(values)}`}
  >
    ${svg`<title>${describe(values)}</title>
      <path class="spark-area" d="M${left.toFixed(1)} ${height}L${line}L${width} ${height}Z"/>
      <path class="spark-line" d="M${line}"/>
      <circle class="spark-dot" cx=${last[0] - 1.5} cy=${last[1]} r="1.8"/>`}
  </svg>`;
}

const TREND = { width: 48, height: 20 };

/** How a figure went, each second one point; the figure itself stands beside it. @param {number[]} values oldest first */
export function trend(values) {
  const { width, height } = TREND;
  const top = Math.max(...values) || 1;
  const step = width / (values.length - 1);
  const line = values.map((value, i) => `${(i * step).toFixed(1)} ${(height - 1 - (value / top) * (height - 3)).toFixed(1)}`).join("L");
  return html`<svg class="spark" viewBox="0 0 ${width} ${height}" width=${width} height=${height} aria-hidden="true">
    ${svg`<path class="spark-area" d="M0 ${height}L${line}L${width} ${height}Z"/><path class="spark-line" d="M${line}"/>`}
  </svg>`;
}

/** @param {number[]} values */
function describe(values) {
  const { low, median, high } = summary(values);
  return `${millis(low)} to ${millis(high)}, half under ${millis(median)}`;
}

/** @param {number[]} values */
export function summary(values) {
  const sorted = [...values].sort((a, b) => a - b);
  /** @param {number} share */
  const rank = (share) => sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
  return { low: sorted[0], median: rank(0.5), p95: rank(0.95), high: sorted[sorted.length - 1] };
}
