// The search box: «/» goes there, and pages are suggested while somebody types (combobox of the ARIA Authoring Practices).
interface Suggestion { title: string; path: string; kind: string; tag: string | null }

const pause = 120;

class SearchBox extends HTMLElement {
  #input!: HTMLInputElement;
  #list!: HTMLUListElement;
  #timer = 0;
  #asked = 0;

  connectedCallback(): void {
    const input = this.querySelector("input");
    if (!input) return;
    this.#input = input;
    this.#list = document.createElement("ul");
    this.#list.id = "suggestions";
    this.#list.hidden = true;
    this.#list.setAttribute("role", "listbox");
    this.#list.setAttribute("aria-label", input.getAttribute("aria-label") ?? "");
    this.append(this.#list);
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", this.#list.id);
    input.setAttribute("aria-expanded", "false");
    input.addEventListener("input", event => { if (!(event as InputEvent).isComposing) this.#await(); });
    // Letters from which characters are still to be chosen are no words yet
    input.addEventListener("compositionstart", () => clearTimeout(this.#timer));
    input.addEventListener("compositionend", () => this.#await());
    input.addEventListener("keydown", event => this.#key(event));
    this.addEventListener("focusout", event => { if (!this.contains(event.relatedTarget as Node | null)) this.#show([]); });
  }

  #await(): void {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.#suggest(), pause);
  }

  async #suggest(): Promise<void> {
    const asked = ++this.#asked;
    const words = this.#input.value.trim();
    if (!words) { this.#show([]); return; }
    const response = await fetch(`${this.dataset["suggestions"] ?? ""}?q=${encodeURIComponent(words.slice(0, 200))}`).catch(() => null);
    // A later question has been asked meanwhile, or the network is away: the box works without suggestions
    if (asked !== this.#asked || !response?.ok) return;
    this.#show(await response.json() as Suggestion[]);
  }

  #show(suggestions: Suggestion[]): void {
    this.#list.replaceChildren(...suggestions.map((suggestion, index) => {
      const item = document.createElement("li");
      item.id = `suggestion-${index}`;
      item.setAttribute("role", "option");
      item.dataset["path"] = suggestion.path;
      const title = document.createElement("span");
      title.textContent = suggestion.title;
      if (suggestion.tag) title.lang = suggestion.tag;
      const kind = document.createElement("span");
      kind.className = "quiet";
      kind.textContent = suggestion.kind;
      item.append(title, kind);
      item.addEventListener("mousedown", event => { event.preventDefault(); location.assign(suggestion.path); });
      return item;
    }));
    this.#list.hidden = suggestions.length === 0;
    this.#input.setAttribute("aria-expanded", String(suggestions.length > 0));
    this.#input.removeAttribute("aria-activedescendant");
  }

  #key(event: KeyboardEvent): void {
    // Arrows and Enter then choose among the characters of the input method
    if (event.isComposing) return;
    const options = [...this.#list.children] as HTMLElement[];
    const at = options.findIndex(option => option.getAttribute("aria-selected") === "true");
    if (event.key === "Escape" && options.length > 0) {
      event.preventDefault();
      this.#show([]);
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && options.length > 0) {
      event.preventDefault();
      const next = event.key === "ArrowDown" ? (at + 1) % options.length : (at <= 0 ? options.length : at) - 1;
      options.forEach((option, index) => option.setAttribute("aria-selected", String(index === next)));
      options[next]?.scrollIntoView({ block: "nearest" });
      this.#input.setAttribute("aria-activedescendant", `suggestion-${next}`);
    } else if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      location.assign(options[at]?.dataset["path"] ?? "");
    }
  }
}

customElements.define("search-box", SearchBox);

document.addEventListener("keydown", event => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  const target = event.target;
  if (target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))) return;
  const input = document.querySelector<HTMLInputElement>("search-box input");
  if (!input) return;
  event.preventDefault();
  input.focus();
  input.select();
});

export {};
