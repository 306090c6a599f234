// <segment-desk>: keeps what is typed, every keystroke in this browser and within two seconds on the server, and works the keyboard.
// Without it the page is a plain form.

type Answer = { result: string | null; base: string; text: string | null; moved: boolean; others: number };
type Kept = { base: string; text: string };

const delay = 1200;
const retryAfter = 4000;
const signOfLife = 25000;

class SegmentDesk extends HTMLElement {
  private readonly timers = new Map<HTMLTextAreaElement, number>();
  /** Fields that are being saved. */
  private readonly sending = new Map<HTMLTextAreaElement, Promise<void>>();
  /** Fields whose stored words are somebody else's: nothing is sent of them before one was chosen. */
  private readonly undecided = new Set<HTMLTextAreaElement>();
  private readonly channel = "BroadcastChannel" in window ? new BroadcastChannel("rotunda-text-" + this.getAttribute("text")) : null;
  private heartbeat = 0;
  private isLeaving = false;
  private isSettled = false;

  connectedCallback(): void {
    for (const area of this.areas()) this.restore(area);
    this.addEventListener("input", event => { if (this.isWords(event.target)) this.keep(event.target); });
    this.form()?.addEventListener("submit", event => this.leave(event));
    this.addEventListener("keydown", event => this.press(event));
    window.addEventListener("online", () => { for (const area of this.areas()) if (this.kept(area) !== null) this.later(area, 0); });
    // Whoever asked for similar translations goes on typing where they were; the way to the anchor of the address would take the cursor away again
    const asked = this.querySelector(".similar")?.closest("li")?.querySelector("textarea");
    if (asked) window.addEventListener("load", () => requestAnimationFrame(() => asked.focus()), { once: true });
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

  /** A field is named after its segment, the words stored, and the language and the words of the source that it shows. */
  private name(area: HTMLTextAreaElement, base: string): string {
    const parts = area.name.split(":");
    parts[2] = base;
    return parts.join(":");
  }

  private key(area: HTMLTextAreaElement): string {
    return `rotunda:${this.getAttribute("account")}:${this.getAttribute("to")}:${this.segment(area)}`;
  }

  private kept(area: HTMLTextAreaElement): Kept | null {
    const stored = localStorage.getItem(this.key(area));
    return stored === null ? null : JSON.parse(stored) as Kept;
  }

  /** Words that nobody saved and that a later text stands before: kept until somebody uses or discards them. */
  private aside(area: HTMLTextAreaElement): string[] {
    return JSON.parse(localStorage.getItem(this.key(area) + ":aside") ?? "[]") as string[];
  }

  private setAside(area: HTMLTextAreaElement, texts: string[]): void {
    if (texts.length === 0) localStorage.removeItem(this.key(area) + ":aside");
    else localStorage.setItem(this.key(area) + ":aside", JSON.stringify(texts));
  }

  private restore(area: HTMLTextAreaElement): void {
    const kept = this.kept(area);
    // A field that the server gave back unsaved shows what was typed, with what is stored beside it
    const isUnsaved = area.closest(".faulty") !== null;
    if (kept !== null && !isUnsaved) {
      if (this.isSame(kept.text, area.value)) localStorage.removeItem(this.key(area));
      else if (kept.base === this.base(area)) {
        area.value = kept.text;
        this.say(this.getAttribute("restored"));
        this.later(area, 0);
      } else {
        // Somebody went on from what was there: what stands on the page is newer, and both are shown
        localStorage.removeItem(this.key(area));
        this.setAside(area, [...this.aside(area).filter(text => text !== kept.text), kept.text]);
        this.say(this.getAttribute("elsewhere"));
      }
    }
    for (const text of this.aside(area)) this.offer(area, this.getAttribute("kept"), text, this.getAttribute("drop"), isUsed => {
      this.setAside(area, this.aside(area).filter(other => other !== text));
      if (isUsed) this.put(area, text);
    });
  }

  /** What the server stores of typed words is composed and trimmed. */
  private isSame(one: string, other: string): boolean {
    const plain = (text: string): string => text.normalize("NFC").replace(/\s+/g, " ").trim();
    return plain(one) === plain(other);
  }

  /** Shows other words beside a field, to be used or not. */
  private offer(area: HTMLTextAreaElement, label: string | null, text: string, no: string | null, decide: (isUsed: boolean) => void): void {
    const box = document.createElement("div");
    box.className = "kept";
    const said = document.createElement("p");
    said.textContent = label + " ";
    const words = document.createElement("bdi");
    words.className = "stored-value";
    words.lang = area.lang;
    words.textContent = text || "—";
    said.append(words);
    box.append(said);
    for (const [name, isUsed] of [[this.getAttribute("use"), true], [no, false]] as const) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = name;
      button.addEventListener("click", () => { box.remove(); area.focus(); decide(isUsed); });
      box.append(button);
    }
    area.after(box);
  }

  private keep(area: HTMLTextAreaElement): void {
    localStorage.setItem(this.key(area), JSON.stringify({ base: this.base(area), text: area.value }));
    // A timer that runs is left to run, so that somebody who never pauses is kept too
    if (!this.timers.has(area)) this.later(area, delay);
  }

  private later(area: HTMLTextAreaElement, wait: number): void {
    window.clearTimeout(this.timers.get(area));
    this.timers.set(area, window.setTimeout(() => void this.save(area), wait));
  }

  private forgetTimers(): void {
    for (const timer of this.timers.values()) window.clearTimeout(timer);
    this.timers.clear();
  }

  /**
   * What is on its way is stored first and gives its fields their new names; else the form would be in conflict with itself.
   * A button of one segment says nothing of the others: what was typed in them is stored as begun, as it would have been a second later.
   */
  private leave(event: SubmitEvent): void {
    const row = event.submitter?.closest(".segment");
    const others = row ? [...this.timers.keys()].filter(area => !row.contains(area)) : [];
    if (!this.isSettled) for (const area of others) {
      window.clearTimeout(this.timers.get(area));
      void this.save(area);
    }
    this.forgetTimers();
    if (this.isSettled || this.sending.size === 0) {
      this.isSettled = false;
      return;
    }
    event.preventDefault();
    if (this.isLeaving) return;
    this.isLeaving = true;
    void Promise.allSettled(this.sending.values()).then(() => {
      this.isLeaving = false;
      this.isSettled = true;
      this.form()?.requestSubmit(event.submitter);
    });
  }

  private async save(area: HTMLTextAreaElement): Promise<void> {
    this.timers.delete(area);
    if (this.undecided.has(area)) return;
    if (this.sending.has(area)) {
      this.later(area, delay);
      return;
    }
    const sent = this.send(area);
    this.sending.set(area, sent);
    try {
      await sent;
    } finally {
      this.sending.delete(area);
    }
  }

  private async send(area: HTMLTextAreaElement): Promise<void> {
    const text = area.value;
    const answer = await this.post(area);
    if (answer === null) {
      this.say(this.getAttribute("unsaved"));
      this.later(area, retryAfter);
    } else if (answer.result === "stored" || answer.result === "unchanged") {
      area.name = this.name(area, answer.base);
      if (area.value === text) localStorage.removeItem(this.key(area));
      else this.keep(area);
      this.say(this.getAttribute(answer.moved ? "moved" : "saved"));
      this.channel?.postMessage("saved");
    } else if (answer.result === "conflict") {
      this.say(this.getAttribute("elsewhere"));
      this.decide(area, answer);
    } else {
      // Refused, gone, too long: said as it is; the words stay in this browser
      this.say(this.getAttribute(answer.result ?? "unsaved"));
    }
  }

  /** Somebody else wrote meanwhile: both texts are shown, and the next save is of the one that is chosen. */
  private decide(area: HTMLTextAreaElement, answer: Answer): void {
    this.undecided.add(area);
    this.offer(area, this.getAttribute("theirs"), answer.text ?? "", this.getAttribute("mine"), isUsed => {
      this.undecided.delete(area);
      area.name = this.name(area, answer.base);
      if (isUsed) {
        area.value = answer.text ?? "";
        localStorage.removeItem(this.key(area));
      } else this.keep(area);
    });
  }

  private async post(area: HTMLTextAreaElement | null): Promise<Answer | null> {
    const body = new FormData();
    body.set("__RequestVerificationToken", this.form()?.querySelector<HTMLInputElement>('input[name="__RequestVerificationToken"]')?.value ?? "");
    if (area) {
      body.set("segment", this.segment(area));
      const [, , base = "", from = "", source = ""] = area.name.split(":");
      body.set("base", base);
      body.set("from", from);
      body.set("source", source);
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
      const source = row.querySelector<HTMLElement>("[data-source]");
      this.put(event.target, source?.dataset["source"] || source?.textContent || "");
    } else if (event.altKey && event.shiftKey && event.code === "KeyM") {
      event.preventDefault();
      row.querySelector<HTMLAnchorElement>('[data-key="matches"]')?.click();
    } else if (event.altKey && event.code === "KeyM") {
      event.preventDefault();
      // The best match first, and the next one each time
      const matches = [...row.querySelectorAll("[data-match]")].map(match => match.textContent ?? "");
      this.put(event.target, matches[(matches.indexOf(event.target.value) + 1) % matches.length] ?? "");
    }
  }

  private put(area: HTMLTextAreaElement, words: string): void {
    if (words.length === 0) return;
    area.value = words;
    this.keep(area);
  }
}

customElements.define("segment-desk", SegmentDesk);

export {};
