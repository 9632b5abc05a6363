//! Streams: for any chunks of a payload, the segments are those of the whole payload.

#![cfg(not(target_arch = "wasm32"))]

#[path = "support/chunks.rs"]
mod chunks;
#[allow(dead_code, reason = "the checks of the cases are for other tests")]
mod support;

use chunks::{Told, at_once, of_chunks};
use heroku_drain::{Decoder, Framing, Span};

fn check(payload: &[u8], framing: Framing, expected: &[Told], chunks: Vec<&[u8]>) {
    let lengths: Vec<_> = chunks.iter().map(|chunk| chunk.len()).collect();
    let told = of_chunks(Decoder::new(framing), chunks);
    let payload = payload.escape_ascii();
    assert_eq!(told, expected, "{payload} in {framing:?}, in {lengths:?}");
}

/// Every offset is a cut, except in a large payload, where about this many are.
const MOST_CUTS: usize = 1000;

#[test]
fn every_cut_of_every_case() {
    let mut cuts = 0;
    for payload in support::payloads() {
        let step = 1 + payload.len() / MOST_CUTS;
        for framing in Framing::ALL {
            let expected = at_once(&payload, framing);
            for cut in (0..=payload.len()).step_by(step) {
                let (head, tail) = payload.split_at(cut);
                check(&payload, framing, &expected, vec![head, tail]);
                cuts += 1;
            }
            check(&payload, framing, &expected, payload.chunks(1).collect());
            check(&payload, framing, &expected, payload.chunks(7).collect());
        }
    }
    println!("cuts of cases: {cuts}");
    assert!(cuts > 10_000);
}

/// The result of a stream: the kinds and spans of its segments.
fn read(decoder: Decoder, stream: &[u8]) -> Vec<String> {
    of_chunks(decoder, [stream])
        .into_iter()
        .map(|told| {
            let text = told.text.trim_start_matches("Problem { kind: ");
            let text = text.split([' ', ',']).next().unwrap_or_default();
            format!("{text} {}..{}", told.span.start, told.span.end)
        })
        .collect()
}

fn frame(message: &str) -> String {
    counted(&format!("<190>1 - - - - - {message}\n"), 0)
}

/// A frame with an octet count that is too large by `off`.
fn counted(payload: &str, off: usize) -> String {
    format!("{} {payload}", payload.len() + off)
}

#[test]
fn a_frame_may_be_as_long_as_the_largest_and_no_longer() {
    for framing in Framing::ALL {
        let stream = [frame("a"), frame("bb"), frame("c")].concat();
        let length = frame("bb").len();
        let read = |largest| {
            read(
                Decoder::new(framing).largest_frame(largest),
                stream.as_bytes(),
            )
        };
        assert_eq!(
            read(length),
            ["record 0..22", "record 22..45", "record 45..67"]
        );
        assert_eq!(
            read(length - 1),
            ["record 0..22", "FrameTooLong 22..45", "record 45..67"],
            "{framing:?}"
        );
    }
}

#[test]
fn what_is_too_long_is_told_piece_by_piece_and_read_on_behind() {
    let long = frame(&"x".repeat(400));
    let stream = [frame("a"), long.clone(), frame("c")].concat();
    let end = 22 + long.len();
    let last = format!("record {end}..{}", end + 22);
    for (framing, pieces) in [
        (
            Framing::Auto,
            [
                "FrameTooLong 22..186",
                "FrameTooLong 186..350",
                "FrameTooLong 350..444",
            ],
        ),
        (
            Framing::OctetCounting,
            [
                "FrameTooLong 22..186",
                "FrameTooLong 186..350",
                "FrameTooLong 350..444",
            ],
        ),
        (
            Framing::Lines,
            [
                "FrameTooLong 22..186",
                "FrameTooLong 186..350",
                "FrameTooLong 350..444",
            ],
        ),
    ] {
        let read = read(Decoder::new(framing).largest_frame(100), stream.as_bytes());
        assert_eq!(
            read,
            [&["record 0..22"], &pieces[..], &[&last]].concat(),
            "{framing:?}"
        );
    }
}

/// A well-formed stream always keeps its counts, even if its frames are too long for the buffer.
#[test]
fn no_record_comes_out_of_the_inside_of_a_frame_that_is_too_long() {
    let forged = ["x\n", &frame("forged")].concat().repeat(30);
    let stream = [frame("a"), frame(&forged), frame("c")].concat();
    for framing in [Framing::Auto, Framing::OctetCounting] {
        let read = read(Decoder::new(framing).largest_frame(100), stream.as_bytes());
        let records = read.iter().filter(|told| told.starts_with("record"));
        assert_eq!(records.count(), 2, "{read:?}");
    }
}

/// A frame as Logplex writes it, at the start of a window inside an oversized frame.
#[test]
fn no_record_comes_out_of_the_inside_where_a_window_begins_with_it() {
    let forged = "64 <190>1 2024-05-29T07:07:25.193493+00:00 host app web.1 - forged\n";
    for filler in 0..200 {
        let message = ["x".repeat(filler), forged.repeat(6)].concat();
        let stream = [frame("a"), frame(&message), frame("c")].concat();
        for framing in [Framing::Auto, Framing::OctetCounting] {
            let decoder = Decoder::new(framing).largest_frame(100);
            let read = read(decoder, stream.as_bytes());
            let records = read.iter().filter(|told| told.starts_with("record"));
            assert_eq!(records.count(), 2, "{read:?}");
        }
    }
}

#[test]
fn a_count_is_believed_up_to_sixteen_times_the_largest_frame() {
    let records = |count: usize| {
        let stream = format!("{count} <190>1 - - - - - x\n{}", frame("b").repeat(10));
        let decoder = Decoder::new(Framing::Auto).largest_frame(100);
        let read = read(decoder, stream.as_bytes());
        read.iter()
            .filter(|told| told.starts_with("record"))
            .count()
    };
    let longest = 16 * 100 - "1595 ".len();
    assert_eq!(records(longest), 0);
    assert_eq!(records(longest + 1), 11);
}

/// A wrong count must not make the rest of a stream disappear.
#[test]
fn a_count_far_beyond_the_largest_frame_is_a_wrong_one_unless_counts_always_win() {
    let stream = ["9999999999 <190>1 - - - - - x\n", &frame("b"), &frame("c")].concat();
    let read = |framing| read(Decoder::new(framing).largest_frame(100), stream.as_bytes());
    assert_eq!(
        read(Framing::Auto),
        ["InvalidInteger 0..30", "record 30..52", "record 52..74"]
    );
    assert_eq!(read(Framing::OctetCounting), ["InvalidInteger 0..74"]);
}

#[test]
fn a_stream_of_another_kind_is_told_and_read_on_behind() {
    let json = format!("{{\"a\": \"{}\"}} ", "x".repeat(300));
    let stream = [&json, &frame("c")[..]].concat();
    let read = read(
        Decoder::new(Framing::Auto).largest_frame(100),
        stream.as_bytes(),
    );
    assert_eq!(
        read,
        [
            "JsonPayload 0..132",
            "FrameTooLong 132..264",
            "FrameTooLong 264..310",
            "record 310..332"
        ]
    );
}

/// The stream's first window ends anywhere in that frame start, or just before it.
#[test]
fn no_segment_is_empty_where_a_frame_start_stands_in_a_stream_of_another_kind() {
    for filler in 0..164 {
        let start = format!("{{\"{}", "x".repeat(filler));
        let end = "x".repeat(400);
        let stream = [&start, " ", &frame("a"), &end].concat();
        let decoder = Decoder::new(Framing::Auto).largest_frame(100);
        let told = of_chunks(decoder, [stream.as_bytes()]);
        let spans: Vec<_> = told.iter().map(|told| told.span).collect();
        assert_tiling(&spans, stream.len());
    }
}

/// If a line with a frame start might follow forever, a full window is read without waiting.
#[test]
fn a_frame_with_a_wrong_count_ends_before_the_next_start_in_a_full_window() {
    let right = counted("<190>1 - - - - - b", 0);
    // Within the window, and too large to be believed.
    for off in [5, 5000] {
        let wrong = counted("<190>1 - - - - - a", off);
        let stream = [&wrong, &right.repeat(10)[..]].concat();
        let ends = (0..=10).map(|count| wrong.len() + right.len() * count);
        let starts = [0].into_iter().chain(ends.clone());
        let expected = starts
            .zip(ends)
            .map(|it| format!("record {}..{}", it.0, it.1));
        let decoder = Decoder::new(Framing::Auto).largest_frame(100);
        let read = read(decoder, stream.as_bytes());
        assert_eq!(read, expected.collect::<Vec<_>>(), "{off}");
    }
}

#[test]
fn a_record_comes_as_soon_as_its_count_is_known_to_be_right() {
    let stream = [frame("a"), frame("b")].concat();
    let mut decoder = Decoder::new(Framing::Auto);
    let counts: Vec<_> = stream
        .as_bytes()
        .chunks(1)
        .map(|byte| decoder.push(byte).count())
        .collect();
    // A frame that ends in LF is complete; another needs digits, a space, a bracket and a digit.
    assert_eq!(counts.iter().position(|&count| count == 1), Some(22 - 1));
    assert_eq!(counts.iter().sum::<usize>(), 2);
    let glued = [&counted("<190>1 - - - - - a", 0), &stream[..]].concat();
    let first = (0..glued.len()).find(|&end| {
        Decoder::new(Framing::Auto)
            .push(&glued.as_bytes()[..end])
            .next()
            .is_some()
    });
    assert_eq!(first, Some(21 + 5));

    for framing in [Framing::OctetCounting, Framing::Lines] {
        let mut decoder = Decoder::new(framing);
        let counts = stream
            .as_bytes()
            .chunks(1)
            .map(|byte| decoder.push(byte).count());
        let complete: Vec<_> = counts
            .enumerate()
            .filter(|it| it.1 == 1)
            .map(|it| it.0)
            .collect();
        assert_eq!(complete, [21, 43], "{framing:?}");
    }
}

/// A window of blanks, which may begin a stream in another format until it is full.
#[test]
fn what_ends_with_a_full_window_is_told_as_soon_as_that_is_full() {
    let line = " \t\r\n";
    let stream = line.repeat(84 / line.len());
    let mut decoder = Decoder::new(Framing::Lines).largest_frame(20);
    let bytes = stream.as_bytes().chunks(1);
    let told: usize = bytes.map(|byte| decoder.push(byte).count()).sum();
    assert_eq!(told, 21);
}

#[test]
fn a_decoder_that_has_finished_starts_over() {
    let mut decoder = Decoder::new(Framing::Auto);
    let stream = b"\xEF\xBB\xBF21 <190>1 - - - - - Hi.\n";
    for _ in 0..2 {
        {
            let mut segments = decoder.push(stream);
            assert!(segments.next().is_some());
            let Some(heroku_drain::Segment::Record(record)) = segments.next() else {
                panic!()
            };
            assert_eq!(record.span().start, 3);
            assert_eq!(record.warnings().count(), 1);
        }
        assert_eq!(decoder.finish().count(), 0);
    }
}

#[test]
fn the_largest_frame_may_be_set_on_the_way() {
    let stream = [frame("a"), frame(&"x".repeat(400))].concat();
    let (first, rest) = stream.as_bytes().split_at(50);
    for framing in Framing::ALL {
        let mut decoder = Decoder::new(framing);
        assert_eq!(decoder.push(first).count(), 1);
        let mut decoder = decoder.largest_frame(100);
        let told = decoder.push(&rest[..200]).next();
        let span = told.map(|segment| segment.span());
        // The number of bytes buffered for a frame of 100 bytes.
        assert_eq!(span, Some(Span::new(22, 22 + 164)), "{framing:?}");
    }
}

/// Results found in a longer window are discarded.
#[test]
fn a_smaller_largest_frame_may_end_before_what_was_found() {
    let found = [
        [&"x".repeat(300), "\n", &frame("a")].concat(),
        [&" ".repeat(300), &frame("a")[..]].concat(),
        [&"9".repeat(300), " <1>1 x"].concat(),
    ];
    for text in found {
        for off in [0, 10_000] {
            let stream = [&counted("<190>1 - - - - - ", off), &text[..]].concat();
            for framing in Framing::ALL {
                let mut decoder = Decoder::new(framing);
                let told = decoder.push(stream.as_bytes());
                let mut spans: Vec<_> = told.map(|segment| segment.span()).collect();
                let mut decoder = decoder.largest_frame(100);
                spans.extend(decoder.push(b"x").map(|segment| segment.span()));
                spans.extend(decoder.finish().map(|segment| segment.span()));
                assert_tiling(&spans, stream.len() + 1);
            }
        }
    }
}

fn assert_tiling(spans: &[Span], length: usize) {
    let mut end = 0;
    for span in spans {
        assert_eq!(span.start, end, "{spans:?}");
        assert!(!span.is_empty(), "{spans:?}");
        end = span.end;
    }
    assert_eq!(end, length, "{spans:?}");
}

#[test]
fn segments_that_are_not_taken_come_with_the_next_call() {
    let stream = [frame("a"), frame("b"), frame("c"), frame("d")].concat();
    let mut decoder = Decoder::new(Framing::OctetCounting);
    assert!(decoder.push(stream.as_bytes()).next().is_some());
    assert!(decoder.push(b"").next().is_some());
    assert_eq!(decoder.push(frame("e").as_bytes()).count(), 3);
    assert_eq!(decoder.finish().count(), 0);
}

/// Only the beginning of a stream is checked for other formats.
#[test]
fn a_full_window_is_read_the_same_whether_its_segments_are_taken_or_not() {
    // The first stream fills a window exactly. In the second, frames wait for a full window, and a
    // window that started at a later one of them would reach the line end.
    let line = format!("{}\n9 <1>1 x", "9 <1>1 x ".repeat(8));
    let streams = ["x".repeat(64), line];
    for (stream, largest) in streams.iter().zip([0, 5]) {
        for framing in Framing::ALL {
            let new = || Decoder::new(framing).largest_frame(largest);
            let expected: Vec<_> = of_chunks(new(), [stream.as_bytes()])
                .into_iter()
                .map(|told| told.span)
                .collect();
            for taken in 0..expected.len() {
                let mut decoder = new();
                let pushed = decoder.push(stream.as_bytes()).take(taken);
                let mut spans: Vec<_> = pushed.map(|it| it.span()).collect();
                spans.extend(decoder.finish().map(|it| it.span()));
                assert_eq!(spans, expected, "{framing:?}, {taken} taken");
            }
        }
    }
}

#[test]
fn what_looks_like_json_behind_a_frame_is_told_at_once() {
    let mut decoder = Decoder::new(Framing::OctetCounting);
    assert_eq!(decoder.push(frame("a").as_bytes()).count(), 1);
    assert_eq!(decoder.push(b"{\"a\": 1}\n").count(), 1);
    let mut decoder = Decoder::new(Framing::Lines);
    assert_eq!(decoder.push(b"1 <190>1 - - - - - a\n").count(), 1);
    assert_eq!(decoder.push(b"{\"a\": 1}\n").count(), 1);
}

#[test]
fn the_bytes_of_what_is_told_are_there() {
    let stream = [frame("a"), "hello\n".into(), frame("b"), frame("c")].concat();
    let mut decoder = Decoder::new(Framing::Auto);
    let (mut end, mut is_dropped) = (0, false);
    for chunk in stream.as_bytes().chunks(5).chain([&b""[..]]) {
        let is_last = chunk.is_empty();
        let mut told = if is_last {
            decoder.finish()
        } else {
            decoder.push(chunk)
        };
        while let Some(segment) = told.next() {
            let span = segment.span();
            let bytes = &stream.as_bytes()[span.start..span.end];
            assert_eq!(told.bytes(span), Some(bytes));
            assert_eq!(told.bytes(Span::new(span.start, stream.len() + 1)), None);
            end = span.end;
        }
        is_dropped |= told.bytes(Span::new(0, 1)).is_none();
    }
    assert_eq!(end, stream.len());
    assert!(is_dropped, "what was read long ago is not kept");
}

/// With single bytes, unfinished text is scanned again only at intervals.
#[test]
fn hostile_streams_end() {
    const SIZE: usize = 300_000;
    let streams = [
        "{\"".repeat(SIZE / 2),
        "a".repeat(SIZE),
        " ".repeat(SIZE),
        "9".repeat(SIZE),
        "x\n".repeat(SIZE / 2),
        format!("300000 <1>1 {}", "7 <1>1 x".repeat(SIZE / 8)),
        "299000 <1>1 x\n".repeat(SIZE / 14),
        "9 <1>1 x".repeat(SIZE / 8),
    ];
    for stream in streams {
        for framing in Framing::ALL {
            for size in [1, 100] {
                let decoder = Decoder::new(framing).largest_frame(SIZE / 3);
                let told = of_chunks(decoder, stream.as_bytes().chunks(size));
                let length: usize = told.iter().map(|told| told.span.len()).sum();
                assert_eq!(length, stream.len());
            }
        }
    }
}
