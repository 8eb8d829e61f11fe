/** Where the node of this page is. A proxy in front of it may have given it a path: nothing is asked of the root. */

/** Without the slash at the end, as clients take it. */
export const HERE = new URL(".", document.baseURI).href.replace(/\/$/, "");

/** What the page keeps for this node alone: others may live below other paths of the origin. @param {string} key */
export const ofHere = (key) => key + HERE.slice(location.origin.length);
