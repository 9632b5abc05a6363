// The entry: allows the page's own worker, sets colours and language, then draws the page.

import "./trusted-types.js";
import "./theme.js";
import { readAddress } from "./address.js";
import { DrainPage } from "./drain-page.js";
import { startingLanguage } from "./settings.js";
import { speak } from "./strings/index.js";

// Where its table cannot be loaded, the page speaks English.
await speak(startingLanguage(readAddress(location.hash).language));
customElements.define("drain-page", DrainPage);
