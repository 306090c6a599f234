// Remembers the language that a reader picked, for the next visit to the bare address.
document.addEventListener("click", event => {
  const link = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-language]") : null;
  const language = link?.dataset["language"];
  if (language) document.cookie = `lang=${language}; path=/; max-age=31536000; samesite=lax`;
});
