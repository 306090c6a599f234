// <source-draft>: keeps the source that is being edited in this browser with every keystroke, until it is saved.

class SourceDraft extends HTMLElement {
  connectedCallback(): void {
    const fields = [...this.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("input[name], textarea[name]")];
    const key = "rotunda:source:" + this.getAttribute("key");
    const stored = localStorage.getItem(key);
    if (stored !== null) {
      const draft = JSON.parse(stored) as { version: string; values: Record<string, string> };
      const isNewer = fields.some(field => draft.values[field.name] !== undefined && draft.values[field.name] !== field.value);
      if (draft.version !== this.getAttribute("version") || !isNewer) {
        localStorage.removeItem(key);
      } else {
        for (const field of fields) field.value = draft.values[field.name] ?? field.value;
        const status = this.querySelector('[role="status"]');
        if (status) status.textContent = this.getAttribute("restored");
      }
    }
    this.addEventListener("input", () => localStorage.setItem(key, JSON.stringify({
      version: this.getAttribute("version"), values: Object.fromEntries(fields.map(field => [field.name, field.value])),
    })));
  }
}

customElements.define("source-draft", SourceDraft);
