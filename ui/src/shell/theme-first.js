// Runs before the first paint: a person's choice of light or dark, if there is one, beats that of the system.
try {
  const chosen = localStorage.getItem("sextant.theme");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset["theme"] = chosen;
} catch {
  // A browser that stores nothing follows the system.
}
