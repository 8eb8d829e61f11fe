/** The tab itself says how many servers are down: in its title and in its icon. */

/** @param {import("./fleet.js").Fleet} fleet */
export function announceInTitle(fleet) {
  let shown = -1;
  fleet.watch(() => {
    const { down } = fleet.counts();
    if (down === shown) return;
    shown = down;
    document.title = down ? `(${down}) Omnibus` : "Omnibus";
    const link = /** @type {HTMLLinkElement} */ (document.querySelector("link[rel=icon]"));
    link.href = down ? badge() : "icon.svg";
  });
}

function badge() {
  const picture = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
    <rect width="32" height="32" rx="8" fill="#4f46e5"/>
    <circle cx="16" cy="16" r="8.5" fill="none" stroke="#fff" stroke-width="3"/>
    <circle cx="24" cy="8" r="8" fill="#e5484d"/></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(picture)}`;
}
