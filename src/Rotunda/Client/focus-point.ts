// <focus-point>: a click on the picture inside it sets the two fields of the form around it; a mark shows where the focus lies.
class FocusPoint extends HTMLElement {
  connectedCallback(): void {
    const form = this.closest("form");
    const image = this.querySelector("img");
    const mark = this.querySelector<HTMLElement>(".focus-mark");
    const x = form?.querySelector<HTMLInputElement>("[name=FocusX]");
    const y = form?.querySelector<HTMLInputElement>("[name=FocusY]");
    if (!image || !mark || !x || !y) return;
    const show = (): void => {
      const [left, top] = [Number.parseFloat(x.value), Number.parseFloat(y.value)];
      mark.hidden = Number.isNaN(left) || Number.isNaN(top);
      mark.style.left = `${left}%`;
      mark.style.top = `${top}%`;
    };
    const set = (left: number, top: number): void => {
      x.value = String(Math.round(Math.min(100, Math.max(0, left))));
      y.value = String(Math.round(Math.min(100, Math.max(0, top))));
      show();
    };
    image.addEventListener("click", (event) => {
      const box = image.getBoundingClientRect();
      set(((event.clientX - box.left) / box.width) * 100, ((event.clientY - box.top) / box.height) * 100);
    });
    for (const field of [x, y]) field.addEventListener("input", show);
    this.classList.add("active");
    show();
  }
}

customElements.define("focus-point", FocusPoint);
