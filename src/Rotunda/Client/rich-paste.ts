// <rich-paste>: rich text that is pasted into the field inside it comes as Markdown, which the server makes of it; nothing is stored by that.
class RichPaste extends HTMLElement {
  connectedCallback(): void {
    const field = this.querySelector("textarea");
    const status = this.querySelector<HTMLElement>('[role="status"]');
    const token = this.closest("form")?.querySelector<HTMLInputElement>("input[name=__RequestVerificationToken]");
    if (!field || !status || !token) return;
    field.addEventListener("paste", (event) => {
      const html = event.clipboardData?.getData("text/html") ?? "";
      if (html.length === 0) return;
      event.preventDefault();
      const plain = event.clipboardData?.getData("text/plain") ?? "";
      void this.take(field, status, token.value, html, plain);
    });
  }

  private async take(field: HTMLTextAreaElement, status: HTMLElement, token: string, html: string, plain: string): Promise<void> {
    status.textContent = this.getAttribute("working");
    const body = new URLSearchParams({ html, __RequestVerificationToken: token });
    const [path] = location.href.split(/[?#]/, 1);
    let text = plain;
    let said = "failed";
    try {
      const response = await fetch(`${path}?handler=paste`, { method: "POST", body, credentials: "same-origin" });
      if (response.ok) [text, said] = [await response.text(), "done"];
    } catch {
      // Without a connection the plain words are better than none
    }
    field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    status.textContent = this.getAttribute(said);
  }
}

customElements.define("rich-paste", RichPaste);
