// Menus are details elements: Escape and a click elsewhere close them.
const openMenus = (): NodeListOf<HTMLDetailsElement> => document.querySelectorAll("details[data-menu][open]");

document.addEventListener("keydown", event => {
  if (event.key !== "Escape") return;
  for (const menu of openMenus()) {
    menu.open = false;
    menu.querySelector("summary")?.focus();
  }
});

document.addEventListener("click", event => {
  for (const menu of openMenus())
    if (event.target instanceof Node && !menu.contains(event.target)) menu.open = false;
});

export {};
