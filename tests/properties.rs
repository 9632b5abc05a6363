//! What holds for any bytes: segments tile the payload, and spans are where values are.

#![cfg(not(target_arch = "wasm32"))]

use std::time::{SystemTime, UNIX_EPOCH};

use heroku_drain::schema::HEROKU_RUNTIME;
use heroku_drain::{Framing, Record, Segment, explain};

/// A small generator (xorshift64), so that a seed is all it takes to see a failure again.
struct Random(u64);

impl Random {
    fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % below
    }
}

/// The seed in `HEROKU_DRAIN_SEED`, or a new one; printed with a failure.
fn seed() -> u64 {
    let given = std::env::var("HEROKU_DRAIN_SEED")
        .ok()
        .map(|seed| seed.parse().unwrap());
    let seed: u64 = given.unwrap_or_else(|| {
        SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap()
            .subsec_nanos()
            .into()
    });
    println!("HEROKU_DRAIN_SEED={seed}");
    seed | 1 << 40
}

/// What frames are made of, whole and in pieces.
const PIECES: [&[u8]; 24] = [
    b"0",
    b"1",
    b"9",
    b" ",
    b"<",
    b">",
    b"\n",
    b"\r",
    b"\t",
    b"-",
    b"+",
    b"{",
    b"\"",
    b"\xEF\xBB\xBF",
    b"\xC3",
    b"\xA9",
    b"\xF0\x9F\x98\x81",
    b"63 <190>1 2024-05-29T07:07:25.193493+00:00 host app web.1 - first\n",
    b"9 <1>1 x\n",
    b"<45>1 ",
    b"2024-05-29T07:07:25Z ",
    b"host app web.1 - ",
    b"\0",
    b"xn--bcher-kva ",
];

fn payload(random: &mut Random) -> Vec<u8> {
    (0..random.next(40))
        .flat_map(|_| PIECES[random.next(PIECES.len())])
        .copied()
        .collect()
}

#[test]
fn segments_tile_any_payload() {
    let mut random = Random(seed());
    for _ in 0..60_000 {
        let payload = payload(&mut random);
        for framing in Framing::ALL {
            check_tiling(&payload, framing);
        }
    }
}

fn check_tiling(payload: &[u8], framing: Framing) {
    let mut end = 0;
    for segment in explain(payload, framing) {
        let span = segment.span();
        assert_eq!(
            span.start,
            end,
            "{:?} in {framing:?}",
            payload.escape_ascii()
        );
        assert!(!span.is_empty());
        end = span.end;
        if let Segment::Record(record) = segment {
            check_fields(payload, &record);
        }
    }
    assert_eq!(
        end,
        payload.len(),
        "{:?} in {framing:?}",
        payload.escape_ascii()
    );
}

fn check_fields(payload: &[u8], record: &Record<'_>) {
    let mut end = record.span().start;
    for index in 0..HEROKU_RUNTIME.fields.len() {
        let span = record.field_span(index);
        assert!(span.start >= end && span.end <= record.span().end);
        end = span.end;
        let text = String::from_utf8_lossy(&payload[span.start..span.end]);
        match (record.text(index), record.integer(index)) {
            (Some(value), Some(integer)) => {
                assert_eq!(value, text);
                assert!(integer == 0 || value.parse() == Ok(integer));
            }
            (None, None) => assert!(text.is_empty() || text == "-"),
            both => panic!("{both:?}"),
        }
    }
    for warning in record.warnings() {
        let (inside, span) = (record.span(), warning.span);
        let is_mark = span.start == 0 && span.end == 3;
        assert!(is_mark || (span.start >= inside.start && span.end <= inside.end + 1));
    }
}

/// The same work twice as often must not take much more than twice the steps; a test that counts
/// seconds would be noise, so it only must end, in a time that quadratic work could not.
#[test]
fn hostile_payloads_end() {
    const SIZE: usize = 1 << 20;
    let frames = |frame: &str, rest: &str| {
        frame.repeat(SIZE / 2 / frame.len()) + &rest.repeat(SIZE / 2 / rest.len())
    };
    let payloads = [
        "1 ".repeat(SIZE / 2),
        "9".repeat(SIZE),
        "<".repeat(SIZE),
        " ".repeat(SIZE),
        "1 <1>1 ".repeat(SIZE / 7),
        "9 <1>1 \n".repeat(SIZE / 8),
        "<1>\n".repeat(SIZE / 4),
        "9 <".repeat(SIZE / 3),
        frames("600000 <1>1 x", " "),
        frames("600000 <1>1 x", "9"),
        frames("600000 <1>1 x", "9 <"),
        frames("600000 <1>1 x\n", " \n"),
        frames("600001 <1>1 x 600000 <1>1 y", "\n"),
        format!("{}x", frames("800000 <1>1 x 600000 <1>1 y", " 1")),
        "{\"".repeat(SIZE / 2),
        "%3C".repeat(SIZE / 3),
        "\x1b[0".repeat(SIZE / 3),
        "xn--".repeat(SIZE / 4),
    ];
    for payload in payloads {
        for framing in Framing::ALL {
            check_tiling(payload.as_bytes(), framing);
        }
    }
}
