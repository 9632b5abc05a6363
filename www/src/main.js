// The entry: allows the page's own worker, then defines its elements.

import "./trusted-types.js";
import "./drain-page.js";
