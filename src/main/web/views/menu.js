/** How the menus of the page close by themselves. */

/** @param {KeyboardEvent} key */
export function closeOnEscape(key) {
  const menu = /** @type {HTMLDetailsElement} */ (key.currentTarget);
  if (key.key !== "Escape" || !menu.open) return;
  menu.open = false;
  menu.querySelector("summary")?.focus();
  key.stopPropagation();
}

/** @param {FocusEvent} leaving */
export function closeOnLeaving(leaving) {
  const menu = /** @type {HTMLDetailsElement} */ (leaving.currentTarget);
  if (!menu.contains(/** @type {Node | null} */ (leaving.relatedTarget))) menu.open = false;
}
