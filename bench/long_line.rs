//! Reads one line of a given length, natively, with each function; prints as JSON the duration and
//! the rise of the process's peak memory. `npm run bench -- --memory` runs it.

use std::hint::black_box;
use std::time::Instant;

use heroku_drain::{Decoder, Framing, Segment, explain, write_ndjson};

type Read = fn(&[u8]) -> usize;

const READS: [(&str, Read); 3] = [
    ("explain", |line| explain(line, Framing::Auto).count()),
    ("write_ndjson", ndjson),
    ("Decoder, 64 KiB chunks", decode),
];

fn main() {
    let Some(size) = std::env::args()
        .nth(1)
        .and_then(|size| size.parse::<usize>().ok())
    else {
        // `cargo bench` and `cargo test --benches` pass no size.
        println!("usage: long-line BYTES");
        return;
    };
    let header = "<190>1 2024-05-29T07:07:25.193493+00:00 host app web.1 - ";
    let frame = format!("{} {header}", header.len() + size).into_bytes();
    let lines = [("a frame", frame), ("no frame", Vec::new())];
    let results = lines.map(|(name, mut line)| {
        line.resize(line.len() + size, b'x');
        READS.map(|(how, read)| measured(name, how, read, &line))
    });
    println!("[{}]", results.concat().join(","));
}

fn measured(name: &str, how: &str, read: Read, line: &[u8]) -> String {
    let before = most_memory();
    let since = Instant::now();
    assert!(black_box(read(black_box(line))) > 0);
    let milliseconds = since.elapsed().as_secs_f64() * 1e3;
    let memory = most_memory() - before;
    format!(r#"{{"line":"{name}","read":"{how}","milliseconds":{milliseconds},"memory":{memory}}}"#)
}

fn ndjson(line: &[u8]) -> usize {
    let mut out = Vec::new();
    explain(line, Framing::Auto)
        .inspect(|segment| {
            if let Segment::Record(record) = segment {
                write_ndjson(record, 0, &mut out);
            }
        })
        .count()
}

fn decode(line: &[u8]) -> usize {
    let mut decoder = Decoder::new(Framing::Auto);
    let chunks = line.chunks(1 << 16);
    let count: usize = chunks.map(|chunk| decoder.push(chunk).count()).sum();
    count + decoder.finish().count()
}

/// In bytes, since the process started; 0 if the system does not report it.
fn most_memory() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kibibytes = line.and_then(|line| line.split_whitespace().next()?.parse().ok());
    kibibytes.unwrap_or(0_usize) * 1024
}
