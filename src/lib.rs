//! Parses Heroku log-drain payloads, the bodies of a drain's POSTs (`application/logplex-1`), into
//! `Heroku.Runtime` events. Every byte ends up in a record, a problem or a gap.
//!
//! ```
//! let payload = b"64 <190>1 2024-05-29T07:07:25.193493+00:00 host app web.1 - Hello.\n\
//!                 7 <190>1 x";
//! let mut results = heroku_drain::parse(payload);
//!
//! let record = results.next().unwrap().unwrap();
//! assert_eq!(record.app_name().as_deref(), Some("app"));
//! assert_eq!(record.message().as_deref(), Some("Hello."));
//!
//! let problem = results.next().unwrap().unwrap_err();
//! assert_eq!(problem.kind.code(), "delimiter-missing");
//! assert_eq!(problem.span.start, 67);
//! assert!(results.next().is_none());
//! ```
//!
//! A record holds exactly the values that Panther's schema extracts. Nothing panics, no byte is lost, and
//! the time is linear in the length of the payload, whatever its bytes. Records borrow from the payload;
//! nothing is copied unless invalid UTF-8 must be replaced.
//!
//! This crate does not read HTTP, decompress, or interpret messages.

#![cfg_attr(not(target_arch = "wasm32"), forbid(unsafe_code))]

mod blocks;
mod border;
mod calendar;
mod canonical;
mod decoder;
mod digits;
mod encoder;
mod escapes;
mod fastmatch;
mod frame;
#[cfg(any(test, fuzzing))]
pub mod fuzzing;
mod indicator;
#[cfg(any(target_arch = "wasm32", test, fuzzing))]
mod lines;
mod ndjson;
mod payload;
mod prival;
mod problem;
mod punycode;
mod record;
pub mod schema;
mod segment;
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod simd128;
mod stream;
mod timestamp;
#[cfg(any(target_arch = "wasm32", test, fuzzing))]
mod utf16;
mod values;
#[cfg(target_arch = "wasm32")]
mod wasm;

pub use decoder::{Decoded, Decoder};
pub use encoder::write_frame;
pub use frame::Framing;
pub use indicator::Indicator;
pub use ndjson::write_ndjson;
pub use prival::Prival;
pub use problem::{Kind, Place, Problem, Severity, Span};
pub use record::Record;
pub use segment::{Segment, Segments, explain};
pub use timestamp::EventTime;

/// Reads a payload: its records and the errors between them, in order.
///
/// A record that is there but odd says so in its [`warnings`](Record::warnings).
pub fn parse(payload: &[u8]) -> impl Iterator<Item = Result<Record<'_>, Problem>> {
    parse_framed(payload, Framing::Auto)
}

/// [`parse`] with a framing other than the default one.
///
/// ```
/// use heroku_drain::{Framing, parse_framed};
///
/// let payload = b"1 <190>1 - - - - - one line\n1 <190>1 - - - - - another\n";
/// let records: Vec<_> = parse_framed(payload, Framing::Lines).map(Result::unwrap).collect();
/// assert_eq!(records.len(), 2);
/// assert_eq!(records[1].message().as_deref(), Some("another"));
/// ```
pub fn parse_framed(
    payload: &[u8],
    framing: Framing,
) -> impl Iterator<Item = Result<Record<'_>, Problem>> {
    explain(payload, framing).filter_map(|segment| match segment {
        Segment::Record(record) => Some(Ok(record)),
        Segment::Error(problem) => Some(Err(problem)),
        Segment::Gap(_) => None,
    })
}

/// The README's example in Rust.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
