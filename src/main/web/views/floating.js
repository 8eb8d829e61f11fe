/** Moves and resizes a window by pointer and by arrow keys, keeps it in sight, remembers where it was. */

const SMALLEST = { width: 300, height: 200 };
const STEP = 16;

/** @typedef {{left: number, top: number, width: number, height: number}} Box */

export class Floating {
  /** @type {Box} */
  #box;
  #onResize = () => this.#place(this.#box);

  /**
   * @param {HTMLElement} element
   * @param {string} key where the box is kept
   * @param {Box} first where it is the first time
   */
  constructor(element, key, first) {
    this.element = element;
    this.key = key;
    this.#box = { ...first, ...kept(key) };
    this.#place(this.#box);
    addEventListener("resize", this.#onResize);
  }

  close() {
    removeEventListener("resize", this.#onResize);
  }

  /** @param {PointerEvent} down */
  drag(down) {
    if (/** @type {HTMLElement} */ (down.target).closest("button, input, select")) return;
    this.#follow(down, (box, x, y) => ({ ...box, left: box.left + x, top: box.top + y }));
  }

  /** @param {PointerEvent} down */
  resize(down) {
    this.#follow(down, grown);
  }

  /** @param {KeyboardEvent} key */
  dragByKey(key) {
    this.#step(key, (box, x, y) => ({ ...box, left: box.left + x, top: box.top + y }));
  }

  /** @param {KeyboardEvent} key */
  resizeByKey(key) {
    this.#step(key, grown);
  }

  /** @param {PointerEvent} down @param {(box: Box, x: number, y: number) => Box} change */
  #follow(down, change) {
    if (down.button !== 0) return;
    down.preventDefault();
    const handle = /** @type {HTMLElement} */ (down.currentTarget);
    handle.focus({ preventScroll: true });
    const start = this.#box;
    /** @param {PointerEvent} move */
    const moved = (move) =>
      this.#place(change(start, move.clientX - down.clientX, move.clientY - down.clientY));
    handle.setPointerCapture(down.pointerId);
    handle.addEventListener("pointermove", moved);
    const done = () => {
      handle.removeEventListener("pointermove", moved);
      this.#keep();
    };
    handle.addEventListener("lostpointercapture", done, { once: true });
  }

  /** @param {KeyboardEvent} key @param {(box: Box, x: number, y: number) => Box} change */
  #step(key, change) {
    if (key.target !== key.currentTarget) return;
    const by = key.shiftKey ? STEP * 4 : STEP;
    const ways = { ArrowLeft: [-by, 0], ArrowRight: [by, 0], ArrowUp: [0, -by], ArrowDown: [0, by] };
    const way = ways[key.key];
    if (!way) return;
    key.preventDefault();
    this.#place(change(this.#box, way[0], way[1]));
    this.#keep();
  }

  /** @param {Box} wanted */
  #place(wanted) {
    const width = clamp(wanted.width, SMALLEST.width, Math.max(SMALLEST.width, innerWidth));
    const height = clamp(wanted.height, SMALLEST.height, Math.max(SMALLEST.height, innerHeight));
    const left = clamp(wanted.left, 0, Math.max(0, innerWidth - width));
    const top = clamp(wanted.top, 0, Math.max(0, innerHeight - height));
    this.#box = { left, top, width, height };
    for (const [side, value] of Object.entries(this.#box)) {
      this.element.style.setProperty(side, `${value}px`);
    }
  }

  #keep() {
    localStorage.setItem(this.key, JSON.stringify(this.#box));
  }
}

/** @param {Box} box @param {number} x @param {number} y @returns {Box} */
function grown(box, x, y) {
  return { ...box, width: box.width + x, height: box.height + y };
}

/** @param {number} value @param {number} least @param {number} most */
function clamp(value, least, most) {
  return Math.min(Math.max(value, least), most);
}

/** @param {string} key @returns {Partial<Box>} */
function kept(key) {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "{}");
  } catch {
    return {};
  }
}
