import "./live-preview.ts";
import "./segment-desk.ts";
import "./source-draft.ts";
