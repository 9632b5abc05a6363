//! Times one reader on one payload, natively, and prints JSON: `native READER FILE MILLISECONDS`.
//!
//! `bench/native.js` runs it in short bursts between the rounds in JavaScript.

use std::hint::black_box;
use std::time::{Duration, Instant};

mod scan;

/// The number of samples in a burst.
const SAMPLES: usize = 5;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [reader, file, milliseconds, ..] = &arguments[..] else {
        // `cargo bench` and `cargo test --benches` pass no payload.
        println!("usage: native heroku_drain|syslog_loose FILE MILLISECONDS");
        return;
    };
    let payload = std::fs::read(file).expect("the payload can be read");
    let read = match reader.as_str() {
        "syslog_loose" => read_with_syslog_loose,
        _ => scan::scan,
    };
    let burst = Duration::from_millis(milliseconds.parse().expect("milliseconds are a number"));
    println!("{}", json(&samples(read, &payload, burst)));
}

/// Nanoseconds per record, in ascending order, after a warm-up of a fifth of the burst.
fn samples(read: fn(&[u8]) -> u32, payload: &[u8], burst: Duration) -> Vec<f64> {
    let share = burst / u32::try_from(SAMPLES).expect("few");
    sample(read, payload, share);
    let mut samples: Vec<f64> = (0..SAMPLES).map(|_| sample(read, payload, share)).collect();
    samples.sort_by(f64::total_cmp);
    samples
}

/// Reads the payload repeatedly until the time is up.
fn sample(read: fn(&[u8]) -> u32, payload: &[u8], time: Duration) -> f64 {
    let since = Instant::now();
    let mut records = 0;
    while since.elapsed() < time {
        records += black_box(read(payload));
    }
    since.elapsed().as_secs_f64() * 1e9 / f64::from(records)
}

fn json(samples: &[f64]) -> String {
    let last = samples.len() - 1;
    let (low, median, high) = (
        samples[last / 10],
        samples[last / 2],
        samples[last * 9 / 10],
    );
    format!(r#"{{"median":{median:.2},"p10":{low:.2},"p90":{high:.2}}}"#)
}

/// `syslog_loose` after a splitter that honours octet counts, called as its documentation says.
fn read_with_syslog_loose(payload: &[u8]) -> u32 {
    let mut rest = payload;
    let mut records = 0;
    while let Some((message, after)) = next_frame(rest) {
        black_box(syslog_loose::parse_message(
            message,
            syslog_loose::Variant::RFC5424,
        ));
        rest = after;
        records += 1;
    }
    records
}

/// The text after the next octet count, without its line feed, and the rest of the payload.
fn next_frame(payload: &[u8]) -> Option<(&str, &[u8])> {
    let space = payload.iter().position(|&byte| byte == b' ')?;
    let count: usize = std::str::from_utf8(&payload[..space]).ok()?.parse().ok()?;
    let (message, rest) = payload[space + 1..].split_at_checked(count)?;
    let message = std::str::from_utf8(message).ok()?;
    Some((message.strip_suffix('\n').unwrap_or(message), rest))
}
