/** Hands the user a value as a JSON file. @param {string} name @param {unknown} value */
export function download(name, value) {
  save(name, JSON.stringify(value, null, 2), "application/json");
}

/** Hands the user a text as a file. @param {string} name @param {string} text */
export function downloadText(name, text) {
  save(name, text, "text/plain;charset=utf-8");
}

/** @param {string} name @param {string} text @param {string} type */
function save(name, text, type) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
