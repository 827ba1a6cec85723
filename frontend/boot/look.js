// Which colours a page has. The keys and attributes are those of src/stores/appearance.rs.
const chosen = (key) => {
  try {
    return localStorage.getItem(`medianest.${key}`);
  } catch {
    // A browser may forbid storage; then the system decides.
    return null;
  }
};

const prefers = (query) => matchMedia(`(${query})`).matches;

/** Gives the page the colours that were chosen, or else those of the system. */
export function look() {
  const theme = chosen("theme");
  const dark = theme === "dark" || (theme !== "light" && prefers("prefers-color-scheme: dark"));
  const high = chosen("contrast") === null ? prefers("prefers-contrast: more") : chosen("contrast") === "high";
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  document.documentElement.dataset.contrast = high ? "high" : "normal";
}
