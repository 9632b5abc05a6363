// A busy hour of a shop: its database stalls for four minutes, and a bad release lasts as long.

import { frames } from "../encode.js";
import { failed, lost, raised, released, served, timedOut, USAGE, warned, worked } from "./shop.js";

/** @import { Moment } from "./shop.js" */

const LINES = 100_000;
const SECONDS = 3600;

/** From and to (not included), in seconds of the hour. */
const STALL = { from: 17 * 60, to: 21 * 60 };
const BAD_RELEASE = { from: 43 * 60, to: 47 * 60 };

export function busyHour() {
  return frames(lines(randomNumbers(20_260_314)));
}

/** @param {() => number} random */
function* lines(random) {
  for (const [second, count] of linesBySecond(random).entries()) {
    yield* linesOf(second, count, random);
  }
}

/**
 * The same numbers every time: a linear congruential generator.
 *
 * @param {number} seed
 */
function randomNumbers(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/**
 * How many lines each second has; all of them are exactly {@link LINES}.
 *
 * @param {() => number} random
 */
function linesBySecond(random) {
  const weights = Array.from({ length: SECONDS }, (_, second) => weight(second) + random() / 2);
  const total = weights.reduce((sum, next) => sum + next);
  let passed = 0;
  return weights.map((next) => {
    const before = Math.round((LINES * passed) / total);
    passed += next;
    return Math.round((LINES * passed) / total) - before;
  });
}

/**
 * How busy a second is: two waves, and people who try again while nothing works.
 *
 * @param {number} second
 */
function weight(second) {
  const waves = 1.2 + 0.3 * Math.sin(second / 620) + 0.15 * Math.sin(second / 97);
  return waves + (isIn(STALL, second) ? 0.9 : 0) + (isIn(BAD_RELEASE, second) ? 0.4 : 0);
}

/**
 * @param {{ from: number, to: number }} range
 * @param {number} second
 */
function isIn({ from, to }, second) {
  return from <= second && second < to;
}

/**
 * @param {number} second
 * @param {number} count
 * @param {() => number} random
 */
function linesOf(second, count, random) {
  const events = eventsOf(second);
  const usual = usualIn(second);
  const start = timeOf(second);
  return Array.from({ length: count }, (_, index) => {
    const microseconds = Math.floor(((index + random()) * 1e6) / count);
    const time = `${start}.${String(microseconds).padStart(6, "0")}`;
    return (events[index] ?? usual(random()))({ time, random });
  });
}

/** @param {number} second */
function timeOf(second) {
  const [minutes, seconds] = [Math.floor(second / 60), second % 60];
  return [12, minutes, seconds].map((part) => String(part).padStart(2, "0")).join(":");
}

/**
 * The lines that a second begins with.
 *
 * @param {number} second
 */
function eventsOf(second) {
  if (second === BAD_RELEASE.from) return released("Deploy 6909d7c6", 118);
  if (second === BAD_RELEASE.to) return released("Rollback to v117", 119);
  if (isIn(STALL, second) && second % 15 === 8)
    return [lost(40 + (second % 77), timeOf(second - 9))];
  return second % 20 === 7 ? USAGE : [];
}

/**
 * Another line of a second, chosen by a random number.
 *
 * @param {number} second
 */
function usualIn(second) {
  if (isIn(STALL, second)) return stalled;
  return isIn(BAD_RELEASE, second) ? badlyReleased : ordinary;
}

/** @param {number} draw */
function stalled(draw) {
  if (draw < 0.3) return timedOut;
  if (draw < 0.5) return (/** @type {Moment} */ moment) => raised(moment, POOL);
  if (draw < 0.6) return (/** @type {Moment} */ moment) => warned(moment, "slow query: 9.4 s");
  return served;
}

const POOL = "ActiveRecord::ConnectionTimeoutError: no connection within 5.000 seconds";

/** @param {number} draw */
function badlyReleased(draw) {
  if (draw < 0.15) return failed;
  if (draw < 0.3) return (/** @type {Moment} */ moment) => raised(moment, NIL);
  return ordinary((draw - 0.3) / 0.7);
}

const NIL = "NoMethodError: undefined method 'price' for nil";

/** @param {number} draw */
function ordinary(draw) {
  if (draw < 0.002) return (/** @type {Moment} */ moment) => raised(moment, "Net::ReadTimeout");
  if (draw < 0.01)
    return (/** @type {Moment} */ moment) => warned(moment, "cache miss: /api/stock");
  return draw < 0.08 ? worked : served;
}
