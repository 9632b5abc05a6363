//! The measured inputs: their sizes, and the operations on them.

use std::hint::black_box;

use heroku_drain::{Decoder, Framing, Segment, explain, schema::HEROKU_RUNTIME, write_ndjson};

use crate::hostile::{HOSTILE, STREAMED};
use crate::payload::{Line, Random, app, frame, mixed, payload, router, unicode};

/// A payload and a way to read it.
pub(crate) struct Input {
    pub(crate) name: &'static str,
    /// The unit of the instruction count.
    pub(crate) unit: Unit,
    /// Arguments of `make`: numbers of frames, or of bytes for hostile payloads. Two sizes show
    /// whether the time is linear.
    pub(crate) sizes: &'static [usize],
    pub(crate) make: fn(usize) -> Vec<u8>,
    /// Returns the number of records and errors.
    pub(crate) read: fn(&[u8]) -> usize,
}

#[derive(Clone, Copy)]
pub(crate) enum Unit {
    Record,
    Problem,
    Byte,
}

impl Unit {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Record => "record",
            Self::Problem => "problem",
            Self::Byte => "byte",
        }
    }
}

const SOME: &[usize] = &[300];
/// Multiples of many numbers: where counts end in repeated text must not depend on the size.
const TWO_SIZES: &[usize] = &[15_120, 60_480];

const TWO_SMALL_SIZES: &[usize] = &[7_560, 30_240];

/// Large enough that the postponed work is many times the largest frame.
const TWO_LARGE_SIZES: &[usize] = &[120_960, 483_840];

/// Every input, hostile ones last.
pub(crate) fn inputs() -> impl Iterator<Item = Input> {
    let hostile = HOSTILE.iter().map(|&(name, make)| Input {
        unit: Unit::Byte,
        sizes: TWO_SIZES,
        ..records(name, make, every_way)
    });
    let streams = STREAMED.iter().flat_map(|&(by_bytes, by_chunks, make)| {
        let stream = |name, sizes, read| Input {
            unit: Unit::Byte,
            sizes,
            ..records(name, make, read)
        };
        [
            stream(
                by_bytes,
                TWO_SMALL_SIZES,
                byte_by_byte as fn(&[u8]) -> usize,
            ),
            stream(by_chunks, TWO_LARGE_SIZES, chunk_by_chunk),
        ]
    });
    USUAL.into_iter().chain(hostile).chain(streams)
}

const USUAL: [Input; 17] = [
    records("router", |count| payload(count, router), auto),
    records("mixed", some_mixed, auto),
    records("mixed, octet-counting", some_mixed, octet_counting),
    records("mixed, lines", some_mixed, lines),
    records("mixed, every field", some_mixed, fields),
    records("mixed, NDJSON", some_mixed, ndjson),
    records("not ASCII", not_ascii, auto),
    records("not ASCII, NDJSON", not_ascii, ndjson),
    records("line feeds", |count| payload(count, line_feeds), auto),
    records("CR LF", |count| payload(count, crlf), auto),
    records("wrong counts", |count| payload(count, wrong_count), auto),
    records(
        "other timestamps",
        |count| payload(count, other_timestamp),
        auto,
    ),
    records("other headers", |count| payload(count, other_header), auto),
    records("host names", |count| payload(count, host_name), indicators),
    Input {
        sizes: &[1],
        ..records("one record", some_mixed, auto)
    },
    Input {
        unit: Unit::Problem,
        ..records("problems", problems, messages)
    },
    Input {
        unit: Unit::Byte,
        sizes: &[10],
        ..records("long messages", |count| payload(count, long_message), auto)
    },
];

const fn records(
    name: &'static str,
    make: fn(usize) -> Vec<u8>,
    read: fn(&[u8]) -> usize,
) -> Input {
    Input {
        name,
        unit: Unit::Record,
        sizes: SOME,
        make,
        read,
    }
}

fn some_mixed(count: usize) -> Vec<u8> {
    payload(count, mixed)
}

fn not_ascii(count: usize) -> Vec<u8> {
    payload(count, unicode)
}

fn auto(payload: &[u8]) -> usize {
    read(payload, Framing::Auto)
}

fn octet_counting(payload: &[u8]) -> usize {
    read(payload, Framing::OctetCounting)
}

fn lines(payload: &[u8]) -> usize {
    read(payload, Framing::Lines)
}

/// Reads the records with their warnings, and the errors.
#[inline(never)]
fn read(payload: &[u8], framing: Framing) -> usize {
    count(payload, framing, |segment| {
        if let Segment::Record(record) = segment
            && record.is_odd()
        {
            black_box(record.warnings().count());
        }
    })
}

/// Reads each value of a record, as text and as an integer.
#[inline(never)]
fn fields(payload: &[u8]) -> usize {
    count(payload, Framing::Auto, |segment| {
        if let Segment::Record(record) = segment {
            for index in 0..HEROKU_RUNTIME.fields.len() {
                black_box((record.text(index), record.integer(index)));
            }
        }
    })
}

#[inline(never)]
fn ndjson(payload: &[u8]) -> usize {
    let mut line = Vec::new();
    count(payload, Framing::Auto, |segment| {
        if let Segment::Record(record) = segment {
            line.clear();
            write_ndjson(record, 1_779_010_200_000, &mut line);
            black_box(&line);
        }
    })
}

#[inline(never)]
fn indicators(payload: &[u8]) -> usize {
    count(payload, Framing::Auto, |segment| {
        if let Segment::Record(record) = segment {
            black_box(record.indicator());
        }
    })
}

/// Reads everything that a payload offers, in the three framings.
#[inline(never)]
fn every_way(payload: &[u8]) -> usize {
    let mut line = Vec::new();
    let counts = Framing::ALL.map(|framing| {
        count(payload, framing, |segment| match segment {
            Segment::Record(record) => {
                for warning in record.warnings() {
                    black_box(warning.message(payload));
                }
                line.clear();
                write_ndjson(record, 1_779_010_200_000, &mut line);
                black_box(&line);
            }
            Segment::Error(problem) => {
                black_box(problem.message(payload));
            }
            Segment::Gap(_) => {}
        })
    });
    counts.into_iter().sum()
}

/// A stream of single bytes, with frames so small that windows are often full.
#[inline(never)]
fn byte_by_byte(payload: &[u8]) -> usize {
    decode(payload, 1, 200)
}

/// A stream in chunks of 100 bytes, with frames so large that scanning is postponed.
#[inline(never)]
fn chunk_by_chunk(payload: &[u8]) -> usize {
    decode(payload, 100, 16_000)
}

fn decode(payload: &[u8], chunk: usize, largest_frame: usize) -> usize {
    let counts = Framing::ALL.map(|framing| {
        let mut decoder = Decoder::new(framing).largest_frame(largest_frame);
        let mut count = 0;
        for chunk in payload.chunks(chunk) {
            count += decoder.push(black_box(chunk)).count();
        }
        count + decoder.finish().count()
    });
    counts.into_iter().sum()
}

/// Writes the message of each error.
#[inline(never)]
fn messages(payload: &[u8]) -> usize {
    count(payload, Framing::Auto, |segment| {
        if let Segment::Error(problem) = segment {
            black_box(problem.message(payload));
        }
    })
}

#[inline(always)]
fn count(payload: &[u8], framing: Framing, mut look: impl FnMut(&Segment<'_>)) -> usize {
    let segments = explain(payload, framing).filter(|it| !matches!(it, Segment::Gap(_)));
    segments.map(|segment| look(black_box(&segment))).count()
}

/// Messages of several lines, and frames that do not end in a line feed.
fn line_feeds(random: &mut Random) -> Line {
    let row = random.below(200);
    let line = mixed(random);
    let message = format!("{}\n  at app.rb:{row}\n  at web.rb:9", line.message);
    let end = random.one(&["\n", "\n", ""]);
    Line {
        message,
        end,
        ..line
    }
}

/// Frames whose line ends became CR LF, sometimes including their counts.
fn crlf(random: &mut Random) -> Line {
    Line {
        end: "\r\n",
        miscount: random.one(&[0, -1]),
        ..mixed(random)
    }
}

fn wrong_count(random: &mut Random) -> Line {
    Line {
        miscount: random.one(&[-40, -7, -2, 3, 8, 40]),
        ..mixed(random)
    }
}

/// Valid timestamps that Logplex does not write.
fn other_timestamp(random: &mut Random) -> Line {
    let timestamp = random.one(&[
        "2026-05-17T09:30:00Z",
        "2026-05-17T09:30:00.025Z",
        "2026-05-17T11:30:00.025082+02:00",
        "2026-05-17T09:30:00.025082193+00:00",
    ]);
    Line {
        timestamp: timestamp.to_owned(),
        ..mixed(random)
    }
}

/// Headers that Logplex does not write, but that the schema accepts.
fn other_header(random: &mut Random) -> Line {
    let line = mixed(random);
    match random.below(3) {
        0 => Line {
            timestamp: "-".to_owned(),
            ..line
        },
        1 => Line {
            version: "10",
            ..line
        },
        _ => Line {
            version: "-",
            host_name: "-",
            ..line
        },
    }
}

fn host_name(random: &mut Random) -> Line {
    let host_name = random.one(&[
        "host",
        "203.0.113.7",
        "2001:db8::7",
        "xn--bcher-kva.example",
        "d.1f2e3d4c-5b6a-4798-8a9b-0c1d2e3f4a5b",
    ]);
    Line {
        host_name,
        ..mixed(random)
    }
}

fn long_message(random: &mut Random) -> Line {
    let line = app(random);
    let message = line.message.repeat(10_000 / line.message.len());
    Line { message, ..line }
}

/// Lines without a count, then frames that the schema rejects: one error each.
fn problems(count: usize) -> Vec<u8> {
    let random = &mut Random::new();
    let lines = "<45>1 - - - - - no count\n".repeat(count / 2);
    let frames = (count / 2..count).map(|at| rejected(random, at % 3));
    (lines + &frames.collect::<String>()).into()
}

fn rejected(random: &mut Random, kind: usize) -> String {
    let mut line = app(random);
    match kind {
        0 => return frame("<190>1 x\n", 0),
        1 => line.priority = "19x",
        _ => "noon".clone_into(&mut line.timestamp),
    }
    line.encode()
}
