// <copy-link label="Copied">: shows its button, copies the link or code beside it, and says so in its status.
class CopyLink extends HTMLElement {
  connectedCallback(): void {
    const button = this.querySelector("button");
    const source = this.querySelector<HTMLElement>("a, code");
    const status = this.querySelector('[role="status"]');
    if (!button || !source || !status || !navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(source instanceof HTMLAnchorElement ? source.href : source.textContent ?? "");
      status.textContent = this.getAttribute("label");
      setTimeout(() => { status.textContent = ""; }, 4000);
    });
  }
}

customElements.define("copy-link", CopyLink);
