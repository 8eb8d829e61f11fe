/** Dark or light: as the system has it, unless the user said otherwise. */
const KEPT = "omnibus.theme";
const THEMES = ["system", "light", "dark"];

export function theme() {
  const kept = localStorage.getItem(KEPT) ?? "";
  return THEMES.includes(kept) ? kept : "system";
}

export function nextTheme() {
  const next = THEMES[(THEMES.indexOf(theme()) + 1) % THEMES.length];
  localStorage.setItem(KEPT, next);
  applyTheme();
  return next;
}

export function applyTheme() {
  const chosen = theme();
  if (chosen === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = chosen;
}
