// Overview charts: timeline and facets, loaded on demand.

import "./event-timeline.js";
import "./facet-bars.js";
