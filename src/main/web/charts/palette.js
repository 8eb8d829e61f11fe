/** The colours of the style sheet as a canvas understands them, for the theme that is on. */

/** @type {Map<string, string>} */
const known = new Map();
/** @type {Set<() => void>} */
const watchers = new Set();
/** @type {HTMLElement | undefined} */
let probe;

/** @param {string} token as `--chart-1` */
export function colour(token) {
  let value = known.get(token);
  if (value === undefined) known.set(token, (value = resolved(token)));
  return value;
}

/** The same, so that what is below shows through. @param {string} token @param {number} share how much of it, from 0 to 1 */
export function faint(token, share) {
  const key = `${token} ${share}`;
  let value = known.get(key);
  if (value === undefined) {
    const [r, g, b] = colour(token).match(/[\d.]+/g) ?? ["128", "128", "128"];
    known.set(key, (value = `rgba(${r}, ${g}, ${b}, ${share})`));
  }
  return value;
}

/** The style sheet alone knows which of two colours it is: an element that wears it tells. @param {string} token */
function resolved(token) {
  if (!probe) {
    probe = document.createElement("span");
    probe.hidden = true;
    document.body.append(probe);
  }
  probe.style.color = `var(${token})`;
  return getComputedStyle(probe).color;
}

/** @param {() => void} watcher told when the theme has changed @returns {() => void} stops it */
export function watchTheme(watcher) {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

function turned() {
  known.clear();
  for (const watcher of watchers) watcher();
}

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", turned);
new MutationObserver(turned).observe(document.documentElement, { attributeFilter: ["data-theme"] });
