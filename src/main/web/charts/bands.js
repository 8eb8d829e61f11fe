/** States over time: a stripe in the colour of each, as long as it lasted. */
import { colour, faint } from "./palette.js";
import { runs } from "./runs.js";

/** @typedef {{label: string, colour: string}} Band by the value that stands for it */

/**
 * @param {import("uplot")} plot @param {import("./plot.js").Picture} picture @param {Band[]} bands
 */
export function drawBands(plot, { at, lines, step }, bands) {
  const { ctx, bbox } = plot;
  const height = bbox.height / Math.max(1, lines.length);
  const right = bbox.left + bbox.width;
  ctx.save();
  lines.forEach(({ values }, row) => {
    for (const { from, to, value } of runs(at, values, step)) {
      const band = bands[value];
      if (!band) continue;
      const left = Math.max(bbox.left, plot.valToPos(from, "x", true));
      const end = Math.min(right, plot.valToPos(to, "x", true));
      ctx.fillStyle = faint(band.colour, value === 0 ? 0.35 : 0.85);
      ctx.fillRect(left, bbox.top + row * height, Math.max(1, end - left), height - 2);
      ctx.fillStyle = colour(band.colour);
      ctx.fillRect(left, bbox.top + (row + 1) * height - 4, Math.max(1, end - left), 2);
    }
  });
  ctx.restore();
}
