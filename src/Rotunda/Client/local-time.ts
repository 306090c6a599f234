// <local-time start end host-offset>: a session's time where the reader is, where that differs from the host's.
class LocalTime extends HTMLElement {
  connectedCallback(): void {
    const start = new Date(this.getAttribute("start") ?? "");
    const end = new Date(this.getAttribute("end") ?? "");
    const text = this.querySelector("span");
    if (!text || Number.isNaN(start.valueOf()) || -start.getTimezoneOffset() === Number(this.getAttribute("host-offset"))) return;
    const day = new Intl.DateTimeFormat(this.getAttribute("locale") ?? "en", { weekday: "long", day: "numeric", month: "long" });
    const time = new Intl.DateTimeFormat(this.getAttribute("locale") ?? "en", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    // Chinese puts no comma between a day and its hour
    const gap = this.getAttribute("locale")?.startsWith("zh") ? " " : ", ";
    text.textContent = `${day.format(start)}${gap}${time.format(start)}–${time.format(end)}`;
    this.hidden = false;
  }
}

// <time-now zone>: the time of day in a zone, kept up to date.
class TimeNow extends HTMLElement {
  #timer = 0;

  connectedCallback(): void {
    const zone = this.getAttribute("zone") ?? "UTC";
    const format = new Intl.DateTimeFormat(this.getAttribute("locale") ?? "en", { timeZone: zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    const tell = (): void => { this.textContent = format.format(new Date()); };
    tell();
    this.#timer = window.setInterval(tell, 15000);
  }

  disconnectedCallback(): void {
    clearInterval(this.#timer);
  }
}

customElements.define("local-time", LocalTime);
customElements.define("time-now", TimeNow);
