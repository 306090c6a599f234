import "./block-editor.ts";
import "./job-progress.ts";
import "./live-preview.ts";
import "./segment-desk.ts";
import "./source-draft.ts";
