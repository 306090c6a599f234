// <block-editor>: adds, moves and removes blocks on the spot and shows the fields that the kind of a block has.
// Without it every button asks the server for the same form arranged anew.

const pattern = "00000000-0000-0000-0000-000000000000";

class BlockEditor extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener("click", event => {
      const button = event.target instanceof Element ? event.target.closest<HTMLButtonElement>('button[name="act"]') : null;
      if (!button) return;
      event.preventDefault();
      const [verb = "", key = ""] = button.value.split(":");
      this.act(verb, this.row(key), button);
    });
    this.addEventListener("change", event => {
      if (event.target instanceof HTMLSelectElement) this.showParts(event.target);
    });
    this.addEventListener("keydown", event => this.press(event));
  }

  private press(event: KeyboardEvent): void {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>("li.block") : null;
    if (!row || !(event.target instanceof HTMLTextAreaElement || event.target instanceof HTMLInputElement)) return;
    const verb = event.altKey && event.key === "ArrowUp" ? "up" : event.altKey && event.key === "ArrowDown" ? "down" : (event.ctrlKey || event.metaKey) && event.key === "Enter" ? "after" : null;
    if (verb === null) return;
    event.preventDefault();
    this.act(verb, row, event.target);
  }

  private act(verb: string, row: HTMLElement | null, focus: HTMLElement): void {
    const list = this.list();
    if (verb === "append" || verb === "before" || verb === "after") {
      const place = verb === "append" ? null : verb === "before" ? row : row?.nextElementSibling ?? null;
      this.insert(place, verb === "append" ? list.lastElementChild : verb === "before" ? row?.previousElementSibling ?? null : row);
      row?.querySelector("details")?.removeAttribute("open");
    } else if (row && verb === "remove") {
      const next = row.nextElementSibling ?? row.previousElementSibling;
      row.remove();
      (next?.querySelector<HTMLElement>("textarea") ?? this.querySelector<HTMLElement>('button[value="append"]'))?.focus();
      this.say("removed");
    } else if (row && verb === "up" && row.previousElementSibling) {
      list.insertBefore(row, row.previousElementSibling);
      this.moved(row, focus);
    } else if (row && verb === "down" && row.nextElementSibling) {
      list.insertBefore(row.nextElementSibling, row);
      this.moved(row, focus);
    } else {
      return;
    }
    this.changed();
  }

  private insert(place: Element | null, before: Element | null): void {
    const [template, key] = [this.querySelector("template"), newKey()];
    const row = template?.content.querySelector("li.block")?.cloneNode(true);
    if (!(row instanceof HTMLElement)) return;
    for (const element of [row, ...row.querySelectorAll("*")])
      for (const attribute of [...element.attributes]) if (attribute.value.includes(pattern)) element.setAttribute(attribute.name, attribute.value.replace(pattern, key));
    const [select, kind] = [row.querySelector("select"), before?.querySelector("select")?.value];
    if (select && kind && ["listitem", "numbereditem", "tablehead", "tablerow"].includes(kind)) {
      select.value = kind === "tablehead" ? "tablerow" : kind;
      this.showParts(select);
    }
    this.list().insertBefore(row, place);
    row.querySelector("textarea")?.focus();
    this.say("added");
  }

  private moved(row: HTMLElement, focus: HTMLElement): void {
    focus.focus();
    row.scrollIntoView({ block: "nearest" });
    this.say("moved", [...this.list().children].indexOf(row) + 1);
  }

  private showParts(select: HTMLSelectElement): void {
    const [row, has] = [select.closest("li.block"), select.selectedOptions[0]?.dataset["has"]?.split(" ") ?? []];
    if (!row) return;
    row.className = "block block-" + select.value;
    for (const part of row.querySelectorAll<HTMLElement>("[data-part]")) part.hidden = !has.includes(part.dataset["part"] ?? "");
  }

  /** Tells the order to the form, and that there is something to keep. */
  private changed(): void {
    const order = this.querySelector<HTMLInputElement>('input[name="order"]');
    if (!order) return;
    order.value = [...this.list().querySelectorAll<HTMLElement>("li.block")].map(row => row.dataset["key"]).join(",");
    this.dispatchEvent(new Event("input", { bubbles: true }));
  }

  private say(what: string, place?: number): void {
    const status = this.querySelector(".block-state");
    if (status) status.textContent = (this.getAttribute(what) ?? "").replace("{place}", String(place ?? "")).replace("{all}", String(this.list().children.length));
  }

  private row(key: string): HTMLElement | null {
    return key === "" ? null : this.querySelector<HTMLElement>(`li.block[data-key="${key}"]`);
  }

  private list(): HTMLElement {
    const list = this.querySelector<HTMLElement>("ol.blocks");
    if (!list) throw new Error("The editor has no list");
    return list;
  }
}

/** A random id, also where the page has no secure address. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const digits = [...bytes].map(byte => byte.toString(16).padStart(2, "0")).join("");
  return [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16), digits.slice(16, 20), digits.slice(20)].join("-");
}

customElements.define("block-editor", BlockEditor);
