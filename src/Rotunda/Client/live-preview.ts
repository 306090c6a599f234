// <live-preview>: fetches the preview anew when the desk in another window has saved something.

class LivePreview extends HTMLElement {
  private channel: BroadcastChannel | null = null;

  connectedCallback(): void {
    if (!("BroadcastChannel" in window)) return;
    this.channel = new BroadcastChannel("rotunda-text-" + this.getAttribute("text"));
    this.channel.addEventListener("message", () => void this.refresh());
  }

  disconnectedCallback(): void {
    this.channel?.close();
  }

  private async refresh(): Promise<void> {
    const response = await fetch(location.href);
    if (!response.ok) return;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const fresh = page.querySelector("live-preview");
    if (fresh) this.replaceChildren(...fresh.childNodes);
  }
}

customElements.define("live-preview", LivePreview);
