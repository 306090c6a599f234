// <segment-desk>: keeps what is typed, every keystroke in this browser and within two seconds on the server, and works the keyboard.
// Without it the page is a plain form.

type Answer = { result: string | null; base: string; text: string | null; others: number };

const delay = 1200;
const retryAfter = 4000;
const signOfLife = 25000;

class SegmentDesk extends HTMLElement {
  private readonly timers = new Map<HTMLTextAreaElement, number>();
  private readonly sending = new Set<HTMLTextAreaElement>();
  private readonly channel = "BroadcastChannel" in window ? new BroadcastChannel("rotunda-text-" + this.getAttribute("text")) : null;
  private heartbeat = 0;

  connectedCallback(): void {
    for (const area of this.areas()) this.restore(area);
    this.addEventListener("input", event => { if (this.isWords(event.target)) this.keep(event.target); });
    this.form()?.addEventListener("submit", () => this.forgetTimers());
    this.addEventListener("keydown", event => this.press(event));
    window.addEventListener("online", () => { for (const area of this.areas()) if (this.kept(area) !== null) this.later(area, 0); });
    this.heartbeat = window.setInterval(() => void this.post(null), signOfLife);
  }

  disconnectedCallback(): void {
    window.clearInterval(this.heartbeat);
    this.forgetTimers();
    this.channel?.close();
  }

  private areas(): HTMLTextAreaElement[] {
    return [...this.querySelectorAll<HTMLTextAreaElement>('textarea[name^="t:"]')].filter(area => !area.readOnly);
  }

  private isWords(target: EventTarget | null): target is HTMLTextAreaElement {
    return target instanceof HTMLTextAreaElement && target.name.startsWith("t:");
  }

  private form(): HTMLFormElement | null {
    return this.closest("form");
  }

  private segment(area: HTMLTextAreaElement): string {
    return area.name.split(":")[1] ?? "";
  }

  private base(area: HTMLTextAreaElement): string {
    return area.name.split(":")[2] ?? "";
  }

  private key(area: HTMLTextAreaElement): string {
    return `rotunda:${this.getAttribute("to")}:${this.segment(area)}`;
  }

  private kept(area: HTMLTextAreaElement): { base: string; text: string } | null {
    const stored = localStorage.getItem(this.key(area));
    return stored === null ? null : JSON.parse(stored) as { base: string; text: string };
  }

  private restore(area: HTMLTextAreaElement): void {
    const kept = this.kept(area);
    if (kept === null) return;
    if (kept.text === area.value || kept.base !== this.base(area)) {
      // Stored already, or somebody went on from it: what stands on the page is newer
      if (kept.text === area.value) localStorage.removeItem(this.key(area));
      else this.say(this.getAttribute("elsewhere"));
      return;
    }
    area.value = kept.text;
    this.say(this.getAttribute("restored"));
    this.later(area, 0);
  }

  private keep(area: HTMLTextAreaElement): void {
    localStorage.setItem(this.key(area), JSON.stringify({ base: this.base(area), text: area.value }));
    this.later(area, delay);
  }

  private later(area: HTMLTextAreaElement, wait: number): void {
    window.clearTimeout(this.timers.get(area));
    this.timers.set(area, window.setTimeout(() => void this.save(area), wait));
  }

  private forgetTimers(): void {
    for (const timer of this.timers.values()) window.clearTimeout(timer);
  }

  private async save(area: HTMLTextAreaElement): Promise<void> {
    if (this.sending.has(area)) {
      this.later(area, delay);
      return;
    }
    this.sending.add(area);
    const text = area.value;
    try {
      const answer = await this.post(area);
      if (answer === null) {
        this.say(this.getAttribute("unsaved"));
        this.later(area, retryAfter);
      } else if (answer.result === "stored" || answer.result === "unchanged") {
        area.name = `t:${this.segment(area)}:${answer.base}`;
        if (area.value === text) localStorage.removeItem(this.key(area));
        else this.keep(area);
        this.say(this.getAttribute("saved"));
        this.channel?.postMessage("saved");
      } else {
        this.say(this.getAttribute("elsewhere"));
      }
    } finally {
      this.sending.delete(area);
    }
  }

  private async post(area: HTMLTextAreaElement | null): Promise<Answer | null> {
    const body = new FormData();
    body.set("__RequestVerificationToken", this.form()?.querySelector<HTMLInputElement>('input[name="__RequestVerificationToken"]')?.value ?? "");
    if (area) {
      body.set("segment", this.segment(area));
      body.set("base", this.base(area));
      body.set("text", area.value);
    }
    try {
      const response = await fetch(location.pathname + "?handler=Autosave", { method: "POST", body });
      if (!response.ok) return null;
      const answer = await response.json() as Answer;
      if (!area && answer.others > 0) this.say(this.getAttribute("others"));
      return answer;
    } catch {
      // No connection: the browser keeps the words, and they are sent again
      return null;
    }
  }

  private say(words: string | null): void {
    const status = document.querySelector(".text-saved");
    if (status) status.textContent = words ?? "";
  }

  private press(event: KeyboardEvent): void {
    if (!this.isWords(event.target)) return;
    const row = event.target.closest("li");
    if (!row) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      const button = row.querySelector<HTMLButtonElement>(event.shiftKey ? '[data-key="approve"]' : '[data-key="done"]');
      if (button) this.form()?.requestSubmit(button);
    } else if (event.altKey && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      const areas = this.areas();
      areas[areas.indexOf(event.target) + (event.key === "ArrowDown" ? 1 : -1)]?.focus();
    } else if (event.altKey && event.key === "ArrowRight") {
      event.preventDefault();
      this.put(event.target, row.querySelector("[data-source]")?.textContent ?? "");
    } else if (event.altKey && event.code === "KeyM") {
      event.preventDefault();
      this.put(event.target, row.querySelector("[data-match]")?.textContent ?? "");
    }
  }

  private put(area: HTMLTextAreaElement, words: string): void {
    if (words.length === 0) return;
    area.value = words;
    this.keep(area);
  }
}

customElements.define("segment-desk", SegmentDesk);
