/** Links from one place of the page to another. */
import { route } from "./context.js";

/**
 * What a click on a link does: a plain one goes there within the page, any other is the browser's own business.
 * @param {Partial<import("./route.js").Place>} place
 */
export const leads = (place) => (/** @type {MouseEvent} */ click) => {
  if (click.ctrlKey || click.metaKey || click.shiftKey || click.altKey) return;
  click.preventDefault();
  route.go(place);
};
