/** URI templates (RFC 6570), as far as resource templates use them: `{name}`, `{+name}`, `{/name}`, `{?a,b}`, `{&a}`, `{#name}`, `{.name}`. */

const PART = /\{([+#./;?&]?)([^{}]+)\}/g;

/** @param {string} list */
const names = (list) => list.split(",").map((name) => name.trim().replace(/(\*|:\d+)$/, ""));

/** @param {string} template @returns {string[]} */
export function variablesOf(template) {
  return [...new Set([...template.matchAll(PART)].flatMap(([, , list]) => names(list)))];
}

/** @type {Record<string, {first: string, between: string, named: boolean, plain: boolean}>} */
const OPERATORS = {
  "": { first: "", between: ",", named: false, plain: false },
  "+": { first: "", between: ",", named: false, plain: true },
  "#": { first: "#", between: ",", named: false, plain: true },
  ".": { first: ".", between: ".", named: false, plain: false },
  "/": { first: "/", between: "/", named: false, plain: false },
  ";": { first: ";", between: ";", named: true, plain: false },
  "?": { first: "?", between: "&", named: true, plain: false },
  "&": { first: "&", between: "&", named: true, plain: false },
};

/** The URI; a variable without a value leaves nothing behind. @param {string} template @param {Record<string, string>} values */
export function filled(template, values) {
  return template.replace(PART, (_, operator, list) => {
    const { first, between, named, plain } = OPERATORS[operator];
    const parts = names(list)
      .filter((name) => Object.hasOwn(values, name) && values[name] !== "")
      .map((name) => {
        const value = plain ? encodeURI(values[name]) : encodeURIComponent(values[name]);
        return named ? `${name}=${value}` : value;
      });
    return parts.length ? first + parts.join(between) : "";
  });
}
