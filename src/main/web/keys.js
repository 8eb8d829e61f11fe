/** One-key commands; none of them fires while somebody types. */

/** @param {Record<string, () => void>} commands key to command */
export function listenToKeys(commands) {
  /** @param {KeyboardEvent} press */
  const listener = (press) => {
    if (press.ctrlKey || press.metaKey || press.altKey || press.defaultPrevented) return;
    if (press.key !== "Escape" && typing(press.target)) return;
    // Enter belongs to what has the focus, if anything has.
    if (press.key === "Enter" && press.target !== document.body) return;
    const command = commands[press.key];
    if (!command || document.querySelector("dialog[open]")) return;
    press.preventDefault();
    command();
  };
  addEventListener("keydown", listener);
  return () => removeEventListener("keydown", listener);
}

/** @param {EventTarget | null} target */
function typing(target) {
  return target instanceof HTMLElement && target.matches("input, select, textarea");
}
