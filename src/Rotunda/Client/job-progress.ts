// <job-progress running>: looks every two seconds how far a long task is. Without it a link looks.

const interval = 2000;

class JobProgress extends HTMLElement {
  private timer = 0;

  connectedCallback(): void {
    if (this.hasAttribute("running")) this.timer = window.setInterval(() => void this.look(), interval);
  }

  disconnectedCallback(): void {
    window.clearInterval(this.timer);
  }

  private async look(): Promise<void> {
    let words: string;
    try {
      const response = await fetch(location.href);
      if (!response.ok) return;
      words = await response.text();
    } catch {
      // No connection: the next look may have one
      return;
    }
    const fresh = new DOMParser().parseFromString(words, "text/html").querySelector("job-progress");
    if (!fresh) return;
    const [state, now] = [this.querySelector("[data-state]"), fresh.querySelector("[data-state]")];
    if (fresh.hasAttribute("running") && state && now) {
      // The buttons stay, with the focus that one of them may have
      state.replaceChildren(...now.childNodes);
      return;
    }
    window.clearInterval(this.timer);
    this.replaceChildren(...fresh.childNodes);
  }
}

customElements.define("job-progress", JobProgress);
