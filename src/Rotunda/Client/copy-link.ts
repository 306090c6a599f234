// <copy-link label="Copied">: shows its button and copies the link or code beside it.
class CopyLink extends HTMLElement {
  connectedCallback(): void {
    const button = this.querySelector("button");
    const source = this.querySelector<HTMLElement>("a, code");
    if (!button || !source || !navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const label = button.textContent;
      await navigator.clipboard.writeText(source instanceof HTMLAnchorElement ? source.href : source.textContent ?? "");
      button.textContent = this.getAttribute("label");
      setTimeout(() => { button.textContent = label; }, 2000);
    });
  }
}

customElements.define("copy-link", CopyLink);
