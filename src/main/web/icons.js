/** Line icons on a 16 by 16 grid, drawn here so that nothing is fetched. */
import { html, svg } from "lit";

const SHAPES = {
  check: svg`<circle cx="8" cy="8" r="6.25"/><path d="m5.3 8.2 1.9 1.9 3.6-4"/>`,
  triangle: svg`<path d="M8 2.2 14.2 13H1.8z"/><path d="M8 6.4v3.1m0 1.9v.1"/>`,
  cross: svg`<circle cx="8" cy="8" r="6.25"/><path d="m5.9 5.9 4.2 4.2m0-4.2-4.2 4.2"/>`,
  bolt: svg`<path d="M8.8 1.6 3.4 9h3.9l-.8 5.4L12.6 7H8.4z"/>`,
  lock: svg`<rect x="3.2" y="7.2" width="9.6" height="6.4" rx="1.4"/><path d="M5.4 7V5a2.6 2.6 0 0 1 5.2 0v2"/>`,
  question: svg`<circle cx="8" cy="8" r="6.25"/><path d="M6.2 6.4a1.9 1.9 0 1 1 2.7 1.8c-.6.3-.9.6-.9 1.2m0 1.9v.1"/>`,
  spinner: svg`<path d="M8 1.9A6.1 6.1 0 1 1 1.9 8" />`,
  down: svg`<circle cx="8" cy="8" r="6.25"/><path d="M8 4.9v6m-2.4-2.3L8 11l2.4-2.4"/>`,
  stop: svg`<circle cx="8" cy="8" r="6.25"/><path d="M6 6h4v4H6z"/>`,
  slash: svg`<circle cx="8" cy="8" r="6.25"/><path d="m3.7 12.3 8.6-8.6"/>`,
  dots: svg`<circle cx="8" cy="8" r="6.25" stroke-dasharray="2.4 2.5"/>`,
  info: svg`<circle cx="8" cy="8" r="6.25"/><path d="M8 7.4v3.4M8 5.1V5"/>`,
  search: svg`<circle cx="7" cy="7" r="4.4"/><path d="m10.4 10.4 3.2 3.2"/>`,
  close: svg`<path d="m4 4 8 8m0-8-8 8"/>`,
  pause: svg`<path d="M5.6 3.6v8.8m4.8-8.8v8.8"/>`,
  play: svg`<path d="M5 3.2 12.4 8 5 12.8z"/>`,
  restart: svg`<path d="M13 8a5 5 0 1 1-1.5-3.6M13 2.2v3h-3"/>`,
  bug: svg`<path d="M2.6 4.6h10.8v7.8H2.6zM5 7.2l1.6 1.4L5 10m3.2 0h2.4"/>`,
  feed: svg`<path d="M3 4h10M3 8h10M3 12h6"/>`,
  sun: svg`<circle cx="8" cy="8" r="2.8"/><path d="M8 1.6v1.2m0 10.4v1.2M1.6 8h1.2m10.4 0h1.2M3.5 3.5l.8.8m7.4 7.4.8.8m0-9-.8.8m-7.4 7.4-.8.8"/>`,
  moon: svg`<path d="M13.2 9.6A5.6 5.6 0 0 1 6.4 2.8a5.6 5.6 0 1 0 6.8 6.8z"/>`,
  system: svg`<rect x="2" y="3" width="12" height="8.2" rx="1.4"/><path d="M5.8 13.6h4.4"/>`,
  user: svg`<circle cx="8" cy="5.4" r="2.7"/><path d="M2.8 13.6c.5-2.8 2.5-4.2 5.2-4.2s4.7 1.4 5.2 4.2"/>`,
  people: svg`<circle cx="6" cy="5.6" r="2.4"/><path d="M1.6 13c.4-2.5 2.1-3.7 4.4-3.7s4 1.2 4.4 3.7M10.4 3.5a2.3 2.3 0 0 1 0 4.2m1.2 1.9c1.6.4 2.5 1.6 2.8 3.4"/>`,
  download: svg`<path d="M8 2.4v7.4M5 7l3 3 3-3M2.8 13.2h10.4"/>`,
  copy: svg`<rect x="5.4" y="5.4" width="8" height="8" rx="1.4"/><path d="M10.6 5.2V3.4a.8.8 0 0 0-.8-.8H3.4a.8.8 0 0 0-.8.8v6.4c0 .4.4.8.8.8h1.8"/>`,
  trash: svg`<path d="M3 4.6h10M6.2 4.4V2.8h3.6v1.6M4.4 4.8l.6 8.6h6l.6-8.6"/>`,
  link: svg`<path d="M6.4 9.6a2.6 2.6 0 0 0 3.8 0l2.2-2.2a2.7 2.7 0 0 0-3.8-3.8l-.8.8M9.6 6.4a2.6 2.6 0 0 0-3.8 0L3.6 8.6a2.7 2.7 0 0 0 3.8 3.8l.8-.8"/>`,
  unlink: svg`<path d="m3.6 8.6-.2.3a2.7 2.7 0 0 0 3.8 3.8l.6-.6m4.6-4.7.2-.3a2.7 2.7 0 0 0-3.8-3.8l-.6.6M2.4 2.4l11.2 11.2"/>`,
  keyboard: svg`<rect x="1.8" y="4" width="12.4" height="8" rx="1.4"/><path d="M4.4 6.6h.1m2.2 0h.1m2.3 0h.1m2.3 0h.1M5 9.6h6"/>`,
  left: svg`<path d="M9.8 3.6 5.4 8l4.4 4.4"/>`,
  right: svg`<path d="M6.2 3.6 10.6 8l-4.4 4.4"/>`,
  zoomout: svg`<circle cx="7" cy="7" r="4.4"/><path d="m10.4 10.4 3.2 3.2M5.2 7h3.6"/>`,
  calendar: svg`<rect x="2.4" y="3.4" width="11.2" height="10" rx="1.4"/><path d="M2.6 6.6h10.8M5.4 2v2.4m5.2-2.4v2.4"/>`,
  trace: svg`<path d="M2.4 3.8h6.2M5.4 8h5.4M8.6 12.2h5"/>`,
  node: svg`<rect x="2.6" y="2.8" width="10.8" height="4.4" rx="1.2"/><rect x="2.6" y="8.8" width="10.8" height="4.4" rx="1.2"/><path d="M5.2 5h.1m-.1 6h.1"/>`,
};

/** @param {keyof typeof SHAPES | string} name */
export function icon(name) {
  return html`<svg class="icon icon-${name}" viewBox="0 0 16 16" aria-hidden="true">${SHAPES[name]}</svg>`;
}
