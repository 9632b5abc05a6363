//! What holds for any bytes, tried on random payloads and on all small ones.
//!
//! `HEROKU_DRAIN_SEED` repeats a run, `HEROKU_DRAIN_RUNS` makes it longer.

#![cfg(not(target_arch = "wasm32"))]

#[path = "../support/choices.rs"]
mod choices;
mod chunks;
#[path = "../twin/compare.rs"]
mod compare;
mod hostile;
#[path = "../support/payloads.rs"]
mod payloads;
mod reading;
mod runs;
mod tiling;
#[path = "../twin/twin.rs"]
mod twin;
