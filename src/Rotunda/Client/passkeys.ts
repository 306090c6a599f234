// <passkey-sign-in> and <passkey-add>: the browser's half of WebAuthn. The page works without them: there is always the password.

type Parsing = typeof PublicKeyCredential & {
  parseCreationOptionsFromJSON(options: unknown): PublicKeyCredentialCreationOptions;
  parseRequestOptionsFromJSON(options: unknown): PublicKeyCredentialRequestOptions;
};

const supported = (): boolean => "PublicKeyCredential" in window && "parseRequestOptionsFromJSON" in PublicKeyCredential;

abstract class PasskeyElement extends HTMLElement {
  connectedCallback(): void {
    if (!supported()) {
      this.remove();
      return;
    }
    this.hidden = false;
    const form = this.querySelector("form");
    if (form) form.addEventListener("submit", event => { event.preventDefault(); void this.run(); });
    else this.querySelector("button")?.addEventListener("click", () => void this.run());
  }

  protected abstract exchange(): Promise<void>;

  protected async post(path: string, body: unknown): Promise<Response> {
    const token = document.querySelector<HTMLInputElement>('input[name="__RequestVerificationToken"]')?.value ?? "";
    const response = await fetch(this.getAttribute("endpoint") + path, {
      method: "POST",
      headers: { "content-type": "application/json", "x-form-token": token },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${response.status}`);
    return response;
  }

  private async run(): Promise<void> {
    const status = this.querySelector('[role="status"]');
    try {
      if (status) status.textContent = "";
      await this.exchange();
    } catch {
      // Whatever went wrong, also a cancelled dialogue: the person tries again or uses the password
      if (status) status.textContent = this.getAttribute("failed");
    }
  }
}

class PasskeySignIn extends PasskeyElement {
  protected async exchange(): Promise<void> {
    const options = await (await this.post("/request-options", {})).json();
    const credential = await navigator.credentials.get({ publicKey: (PublicKeyCredential as Parsing).parseRequestOptionsFromJSON(options) });
    await this.post("/sign-in", { credential: JSON.stringify(credential) });
    location.assign(this.getAttribute("return-url") ?? "/");
  }
}

class PasskeyAdd extends PasskeyElement {
  protected async exchange(): Promise<void> {
    const options = await (await this.post("/creation-options", {})).json();
    const credential = await navigator.credentials.create({ publicKey: (PublicKeyCredential as Parsing).parseCreationOptionsFromJSON(options) });
    const name = this.querySelector<HTMLInputElement>('input[name="name"]')?.value;
    await this.post("/", { credential: JSON.stringify(credential), name });
    location.reload();
  }
}

customElements.define("passkey-sign-in", PasskeySignIn);
customElements.define("passkey-add", PasskeyAdd);
