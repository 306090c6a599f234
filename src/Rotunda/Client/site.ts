import "./copy-link.ts";
import "./find.ts";
import "./focus-point.ts";
import "./language.ts";
import "./local-time.ts";
import "./menu.ts";
import "./passkeys.ts";
import "./rich-paste.ts";
