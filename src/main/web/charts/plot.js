/** One drawing of lines over time: uPlot with the looks and the manners of this page. */
import uPlot from "uplot";
import { increments, inUnit } from "../metrics/units.js";
import { drawBands } from "./bands.js";
import { colour, faint } from "./palette.js";
import { alone, piled } from "./plot-figures.js";
import { timeLabels } from "./time-axis.js";

/** All charts of a page have one cursor. */
const TOGETHER = "page";
const AXIS = 62;
const FONT = '11px "Inter", system-ui, sans-serif';

/**
 * @typedef {{label: string, colour: string, values: Array<number | null>, fill?: boolean, dash?: number[]}} Line colour is a token
 * @typedef {{at: number[], lines: Line[], from: number, to: number, step: number}} Picture in seconds
 * @typedef {{unit: import("../metrics/units.js").Unit, most?: number, stacked?: boolean, bands?: import("./bands.js").Band[]}} Looks most: where the scale ends, whatever the values; stacked: columns, one on the other
 * @typedef {{cursor: (index: number | null) => void, zoom: (from: number, to: number) => void, back: () => void, drawn: () => void}} Ears
 */

export class Plot {
  /** @type {Picture} */
  #picture;
  /** @type {uPlot} */
  #plot;
  #held = false;

  /** @param {HTMLElement} host @param {Looks} looks @param {Picture} picture @param {Ears} ears */
  constructor(host, looks, picture, ears) {
    this.#picture = picture;
    this.looks = looks;
    this.ears = ears;
    this.#plot = new uPlot(this.#options(host), this.#data(), host);
    this.signature = signatureOf(picture);
  }

  /** Whether the same plot can show it. @param {Picture} picture */
  fits(picture) {
    return signatureOf(picture) === this.signature;
  }

  /** While somebody drags, the picture stands still. @param {Picture} picture */
  show(picture) {
    this.#picture = picture;
    if (!this.#held) this.#plot.setData(this.#data());
  }

  /** @param {number} width @param {number} height */
  resize(width, height) {
    if (width > 0 && (width !== this.#plot.width || height !== this.#plot.height)) this.#plot.setSize({ width, height });
  }

  /** Same figures, other colours. */
  repaint() {
    this.#plot.redraw(false, true);
  }

  /** @param {number} line @param {boolean} shown */
  toggle(line, shown) {
    if (shown === this.#plot.series[line + 1].show) return;
    this.#plot.setSeries(line + 1, { show: shown });
    if (this.looks.stacked) this.#plot.setData(this.#data());
  }

  /** Puts the cursor of all charts on a step; null takes it away. @param {number | null} index */
  point(index) {
    // The first step may begin before what is shown.
    const left = index === null ? -10 : Math.max(0, this.#plot.valToPos(this.#picture.at[index], "x"));
    // The third word, that the other charts are told, is missing from the library's types.
    /** @type {any} */ (this.#plot).setCursor({ left, top: index === null ? -10 : 1 }, true, true);
  }

  /** Where the cursor is, in pixels of the plot's host; null if nowhere. */
  get cursorLeft() {
    const { left } = this.#plot.cursor;
    return left == null || left < 0 ? null : left + this.#plot.over.offsetLeft;
  }

  /**
   * Where a moment and a value lie, in pixels from a corner; null for a moment that is not shown.
   * @param {number} at in seconds @param {number} value @param {DOMRect} corner
   */
  place(at, value, corner) {
    const { from, to } = this.#picture;
    if (at < from || at > to) return null;
    const over = this.#plot.over.getBoundingClientRect();
    const top = this.#plot.valToPos(value, "y");
    const left = over.left - corner.left + this.#plot.valToPos(at, "x");
    return { left: Math.round(left), top: Math.round(over.top - corner.top + Math.max(0, top)), beyond: top < 0 };
  }

  get cursorIndex() {
    return this.#plot.cursor.left == null || this.#plot.cursor.left < 0 ? null : (this.#plot.cursor.idx ?? null);
  }

  end() {
    this.#plot.destroy();
  }

  #data() {
    const { at, lines } = this.#picture;
    const values = this.looks.stacked ? piled(lines, (i) => this.#plot?.series[i + 1].show ?? true) : lines.map((line) => line.values);
    return /** @type {uPlot.AlignedData} */ ([at, ...values]);
  }

  /** @param {HTMLElement} host @returns {uPlot.Options} */
  #options(host) {
    const { clientWidth: width, clientHeight: height } = host;
    return {
      width: Math.max(width, 50),
      height: Math.max(height, 30),
      padding: [8, 18, 0, 0],
      legend: { show: false },
      cursor: this.#cursor(),
      scales: {
        x: { time: true, range: () => [this.#picture.from, this.#picture.to] },
        y: { range: (_, __, max) => [0, this.looks.most ?? roof(max)] },
      },
      axes: [this.#timeAxis(), this.#valueAxis()],
      series: [{}, ...this.#picture.lines.map((line, i) => this.#series(line, i))],
      hooks: {
        setCursor: [() => this.ears.cursor(this.cursorIndex)],
        setSelect: [() => this.#selected()],
        draw: [
          ...(this.looks.bands ? [(/** @type {uPlot} */ plot) => drawBands(plot, this.#picture, this.looks.bands ?? [])] : []),
          () => this.ears.drawn(),
        ],
      },
    };
  }

  /** @returns {uPlot.Cursor} */
  #cursor() {
    return {
      y: false,
      drag: { x: true, y: false, setScale: false, dist: 6 },
      points: {
        ...(this.looks.bands ? { show: false } : {}),
        size: 7,
        width: 2,
        stroke: () => colour("--surface"),
        fill: (_, i) => colour(this.#picture.lines[i - 1].colour),
      },
      sync: { key: TOGETHER, setSeries: false, scales: ["x", null], filters: { pub: (type) => type === "mousemove" } },
      bind: {
        mousedown: (_, __, down) => (event) => {
          this.#held = event.button === 0;
          addEventListener("mouseup", () => this.#released(), { once: true });
          return down(event);
        },
        dblclick: () => () => {
          this.ears.back();
          return null;
        },
      },
    };
  }

  #released() {
    if (!this.#held) return;
    this.#held = false;
    queueMicrotask(() => this.#plot.setData(this.#data()));
  }

  #selected() {
    const { left, width } = this.#plot.select;
    if (width < 4) return;
    const from = this.#plot.posToVal(left, "x");
    const to = this.#plot.posToVal(left + width, "x");
    this.#plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    this.ears.zoom(from * 1000, to * 1000);
  }

  /** @returns {uPlot.Axis} */
  #timeAxis() {
    return { ...this.#axis(), space: 74, size: 28, values: (_, splits, __, ___, apart) => timeLabels(splits, apart) };
  }

  /** @returns {uPlot.Axis} */
  #valueAxis() {
    const { unit, bands } = this.looks;
    const incrs = increments(unit);
    return {
      ...this.#axis(),
      size: AXIS,
      space: 30,
      ...(incrs ? { incrs } : {}),
      values: (_, splits) => splits.map((value) => (bands ? "" : inUnit(unit, value))),
      ...(bands ? { grid: { show: false }, splits: () => [] } : {}),
    };
  }

  /** @param {() => string} token @returns {uPlot.Series} */
  #column(token) {
    return {
      paths: uPlot.paths.bars?.({ size: [1, 14, 2], gap: 1 }),
      fill: () => colour(token()),
      width: 0,
      points: { show: false },
    };
  }

  #axis() {
    return {
      stroke: () => colour("--muted"),
      font: FONT,
      gap: 6,
      grid: { stroke: () => colour("--line-soft"), width: 1 },
      ticks: { show: false },
    };
  }

  /** @param {Line} line @param {number} i @returns {uPlot.Series} */
  #series(line, i) {
    const token = () => this.#picture.lines[i].colour;
    if (this.looks.bands) return { label: line.label, paths: () => null, points: { show: false } };
    if (this.looks.stacked) return { ...this.#column(token), label: line.label };
    return {
      label: line.label,
      stroke: () => colour(token()),
      width: 1.5,
      ...(line.dash ? { dash: line.dash } : {}),
      ...(line.fill ? { fill: () => faint(token(), 0.13) } : {}),
      points: { show: false, size: 4, width: 0, fill: () => colour(token()), filter: (plot, at) => alone(plot.data[at]) },
    };
  }
}

/** @param {Picture} picture */
const signatureOf = ({ lines }) => lines.map(({ label, colour: token }) => `${label} ${token}`).join("\n");

/** Some room above the highest point. @param {number | null} max */
const roof = (max) => (max ? max * 1.12 : 1);
