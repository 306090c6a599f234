import "./copy-link.ts";
import "./language.ts";
import "./local-time.ts";
import "./menu.ts";
import "./passkeys.ts";
