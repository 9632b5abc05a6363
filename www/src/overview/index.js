// The overview: when, how much, from where. Loaded when it is shown.

import "./event-timeline.js";
import "./facet-bars.js";
