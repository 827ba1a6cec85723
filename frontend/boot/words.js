// What is said while the app, which has the translations, is not running.
const words = {
  en: {
    again: "Try again",
    offline: "You are offline",
    waiting: "MediaNest cannot be reached. This page goes on by itself as soon as it can.",
    failed: "MediaNest could not start.",
  },
  de: {
    again: "Noch einmal versuchen",
    offline: "Du bist offline",
    waiting: "MediaNest ist nicht erreichbar. Diese Seite macht von selbst weiter, sobald es geht.",
    failed: "MediaNest konnte nicht starten.",
  },
  es: {
    again: "Intentar de nuevo",
    offline: "Estás sin conexión",
    waiting: "No se puede llegar a MediaNest. Esta página continuará sola en cuanto pueda.",
    failed: "MediaNest no pudo iniciarse.",
  },
};

/** The words in the first language of the browser that there are words in. */
export function speak() {
  const language = navigator.languages.map((tag) => tag.slice(0, 2)).find((tag) => tag in words) ?? "en";
  document.documentElement.lang = language;
  return words[language];
}
