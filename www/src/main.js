// Entry point: allows the page's worker, sets theme and language, renders the page.

import "./trusted-types.js";
import "./theme.js";
import { readAddress } from "./address.js";
import { DrainPage } from "./drain-page.js";
import { startingLanguage } from "./settings.js";
import { speak } from "./strings/index.js";

// The page falls back to English if the language's table cannot be loaded.
await speak(startingLanguage(readAddress(location.hash).language));
customElements.define("drain-page", DrainPage);
