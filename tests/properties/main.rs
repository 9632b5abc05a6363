//! Properties of any bytes, tested on random payloads and on all small ones.
//!
//! `HEROKU_DRAIN_SEED` repeats a run, `HEROKU_DRAIN_RUNS` makes it longer. Slow tests are ignored;
//! run them with `cargo test --release --test properties -- --ignored`.

#![cfg(not(target_arch = "wasm32"))]

#[path = "../support/choices.rs"]
mod choices;
mod chunks;
#[path = "../twin/compare.rs"]
mod compare;
mod counts;
mod encoding;
mod exhaustive;
mod hostile;
mod hosts;
#[path = "../support/payloads.rs"]
mod payloads;
mod reading;
mod runs;
mod tiling;
mod times;
#[path = "../twin/twin.rs"]
mod twin;
mod ways;
