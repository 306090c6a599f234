// <source-draft>: keeps the source that somebody types, every keystroke in this browser and within two seconds on the server, until it
// is saved. It never puts words in the place of others: what it does not know is offered, not replaced. Without it the page is a plain form.
// <source-saved>: stands on the page that says that they were saved; only then the browser forgets them.

type Typing = { version: string; seen: string; typingId: string; values: Record<string, string>; isSent?: boolean };
type Answer = { result: "kept" | "unchanged" | "behind" | "waiting"; stamp: string; others: number };

const delay = 1200;
const retryAfter = 4000;

class SourceDraft extends HTMLElement {
  private timer = 0;
  /** The save that is on its way; null while none is. */
  private sending: Promise<void> | null = null;
  private isWaiting = false;
  private isLeaving = false;
  private readonly abort = new AbortController();

  connectedCallback(): void {
    this.begin();
    this.addEventListener("input", () => this.keep());
    this.addEventListener("change", () => this.keep());
    this.form()?.addEventListener("submit", event => this.leave(event));
    window.addEventListener("online", () => { if (this.stored() !== null) this.soon(0); });
    window.addEventListener("pagehide", () => {
      if (this.timer === 0) return;
      navigator.sendBeacon(this.address(), this.body(this.typing()));
    });
  }

  private begin(): void {
    const [typing, offer] = [this.stored(), document.querySelector<HTMLElement>("[data-offer]")];
    this.showAside();
    if (typing === null) return;
    const known = offer?.dataset.offer ?? this.kept("seen").value;
    if (this.isSame(typing)) {
      localStorage.removeItem(this.key());
    } else if (!this.hasAttribute("is-offered") && typing.version === this.version() && (known === "" || known === typing.seen)) {
      for (const field of this.fields()) field.value = typing.values[field.name] ?? field.value;
      this.kept("seen").value = known;
      if (this.isNew()) this.kept("typingId").value = typing.typingId;
      offer?.remove();
      this.say("restored");
      this.soon(0);
    } else {
      void this.handOver(typing);
    }
  }

  /** Typing on an earlier version, or in blocks that the page does not have: the server keeps it and offers it beside what was saved since; else it stands aside, to be copied. */
  private async handOver(typing: Typing): Promise<void> {
    const answer = await this.post(typing);
    if (answer?.result === "kept" || answer?.result === "behind") {
      localStorage.removeItem(this.key());
      location.replace(location.pathname + location.search);
    } else if (answer === null || answer.result === "waiting") {
      this.putAside(typing);
      this.showAside();
    } else {
      localStorage.removeItem(this.key());
    }
  }

  private putAside(typing: Typing): void {
    localStorage.setItem(this.key() + ":aside", Object.values(typing.values).filter(value => value.length > 0).join("\n\n"));
    localStorage.removeItem(this.key());
  }

  private showAside(): void {
    const [words, place] = [localStorage.getItem(this.key() + ":aside"), document.querySelector<HTMLElement>("[data-aside]")];
    const area = place?.querySelector("textarea");
    if (words === null || !place || !area) return;
    area.value = words;
    place.hidden = false;
    place.querySelector("button")?.addEventListener("click", () => {
      localStorage.removeItem(this.key() + ":aside");
      place.hidden = true;
    });
  }

  private keep(): void {
    // What another window of the same person keeps is not overwritten
    if (this.isWaiting) this.putAside(this.typing());
    else localStorage.setItem(this.key(), JSON.stringify(this.typing()));
    this.soon(delay);
  }

  /** A timer that runs is left to run, so that somebody who never pauses is kept too. */
  private soon(wait: number): void {
    if (this.timer === 0) this.timer = window.setTimeout(() => void this.save(), wait);
  }

  private async save(): Promise<void> {
    this.timer = 0;
    if (this.sending !== null) {
      this.soon(delay);
      return;
    }
    this.sending = this.send();
    try {
      await this.sending;
    } finally {
      this.sending = null;
    }
  }

  private async send(): Promise<void> {
    const typing = this.typing();
    const answer = await this.post(typing);
    if (this.abort.signal.aborted) return;
    if (answer === null) {
      this.say("unsaved");
      this.soon(retryAfter);
      return;
    }
    if (answer.result === "waiting") {
      this.isWaiting = true;
      this.putAside(this.typing());
      this.say("waiting");
      return;
    }
    this.isWaiting = false;
    this.kept("seen").value = answer.stamp;
    if (this.isSame(typing)) localStorage.removeItem(this.key());
    else this.keep();
    this.say(answer.result === "behind" ? "behind" : answer.others > 0 ? "others" : "saved");
  }

  /** What is on its way is kept first and gives the form its stamp; else the server would keep it as never saved. Nothing is sent after that. */
  private leave(event: SubmitEvent): void {
    window.clearTimeout(this.timer);
    this.timer = 0;
    if (this.sending !== null) {
      event.preventDefault();
      if (this.isLeaving) return;
      this.isLeaving = true;
      void Promise.allSettled([this.sending]).then(() => {
        this.isLeaving = false;
        this.form()?.requestSubmit(event.submitter);
      });
      return;
    }
    this.abort.abort();
    const typing = this.stored();
    if (typing !== null) localStorage.setItem(this.key(), JSON.stringify({ ...typing, isSent: true }));
  }

  private async post(typing: Typing): Promise<Answer | null> {
    try {
      const response = await fetch(this.address(), { method: "POST", body: this.body(typing), signal: this.abort.signal });
      return response.ok ? await response.json() as Answer : null;
    } catch {
      // No connection: the browser keeps the words, and they are sent again
      return null;
    }
  }

  private body(typing: Typing): FormData {
    const body = new FormData();
    for (const [name, value] of Object.entries(typing.values)) body.set(name, value);
    body.set("version", typing.version);
    body.set("seen", typing.seen);
    body.set("typingId", typing.typingId);
    body.set("__RequestVerificationToken", this.form()?.querySelector<HTMLInputElement>('input[name="__RequestVerificationToken"]')?.value ?? "");
    return body;
  }

  private typing(): Typing {
    return { version: this.version(), seen: this.kept("seen").value, typingId: this.kept("typingId").value, values: Object.fromEntries(this.fields().map(field => [field.name, field.value])) };
  }

  private stored(): Typing | null {
    const stored = localStorage.getItem(this.key());
    return stored === null ? null : JSON.parse(stored) as Typing;
  }

  private isSame(typing: Typing): boolean {
    const fields = this.fields();
    return fields.length === Object.keys(typing.values).length && fields.every(field => typing.values[field.name] === field.value);
  }

  private fields(): (HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement)[] {
    return [...this.querySelectorAll<HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement>("input[name], textarea[name], select[name]")];
  }

  private kept(name: string): HTMLInputElement {
    const field = this.form()?.querySelector<HTMLInputElement>(`input[type=hidden][name=${name}]`);
    if (!field) throw new Error("The form has no " + name);
    return field;
  }

  private address(): string {
    return location.pathname + "?handler=Autosave";
  }

  /** Each editor has fields of its own, and each person typing of the own, also where several use one browser. */
  private key(): string {
    return keyOf(this, this.hasAttribute("is-offered") ? "blocks" : "source");
  }

  private isNew(): boolean {
    return this.getAttribute("key") === "new";
  }

  private version(): string {
    return this.getAttribute("version") ?? "";
  }

  private form(): HTMLFormElement | null {
    return this.closest("form");
  }

  private say(what: string): void {
    const status = this.querySelector(".typing-state");
    if (status) status.textContent = this.getAttribute(what);
  }
}

class SourceSaved extends HTMLElement {
  connectedCallback(): void {
    for (const key of ["blocks", "source"].map(kind => keyOf(this, kind))) {
      const stored = localStorage.getItem(key);
      if (stored !== null && (JSON.parse(stored) as Typing).isSent === true) localStorage.removeItem(key);
    }
  }
}

function keyOf(element: HTMLElement, kind: string): string {
  return `rotunda:${kind}:${element.getAttribute("account")}:${element.getAttribute("key")}`;
}

customElements.define("source-draft", SourceDraft);
customElements.define("source-saved", SourceSaved);

export {};
