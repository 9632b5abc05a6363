//! Exhaustive tests of small domains.

use heroku_drain::{Framing, Kind, Problem};

use super::compare::{agree, stretches};
use super::payloads::frame;
use super::twin::Stretch;

// ---- All short payloads ----

/// The bytes that framing examines.
const BYTES: [&[u8]; 8] = [b"1", b"2", b" ", b"<", b">", b"\n", b"\r", b"x"];

/// A few single bytes form no frame start; these pieces do. One is a 15-byte payload of a record.
const PIECES: [&[u8]; 10] = [
    b"1",
    b"15 ",
    b"16 ",
    b"<1>1 - - - - - ",
    b" <1>1 ",
    b" ",
    b"\n",
    b"\r",
    b"x",
    b"\xEF\xBB\xBF",
];

/// Beginnings of payloads in other formats, and pieces that rule a format out.
const FORMATS: [&[u8]; 20] = [
    b"{",
    b"[",
    b"\"",
    b"}",
    b"\\",
    b"\n",
    b"\r",
    b" ",
    b"x",
    b"1",
    b"<",
    b"-",
    b"%3C1",
    b"%3e",
    b"\x1F",
    b"\x8B",
    b"\xEF\xBB\xBF",
    b"2024-05-29T07:07:25",
    b" app[web.1]:",
    b"\x1B[1m",
];

/// Beginnings of encoded payloads, and pieces that rule an encoding out.
const ENCODINGS: [&[u8]; 24] = [
    b"MjQg",
    b"PDE5",
    b"M",
    b"-",
    b"=",
    b"\r",
    b"\n",
    b" ",
    b"1",
    b"2\0",
    b" \0<\0",
    b"1\0",
    b"\0",
    b"<",
    b"\xFF\xFE",
    b"\xFE\xFF",
    b"\xEF\xBF\xBD",
    b"\xEF\xBB\xBF",
    b"&lt;",
    b"&#x3C;1",
    b"&GT;",
    b"&#62",
    b";",
    b" <1>1 ",
];

/// The first and last byte of each UTF-8 byte class.
const CLASSES: [&[u8]; 24] = [
    b"x", b"\x7F", b"\x80", b"\x8F", b"\x90", b"\x9F", b"\xA0", b"\xBF", b"\xC0", b"\xC1", b"\xC2",
    b"\xDF", b"\xE0", b"\xE1", b"\xEC", b"\xED", b"\xEE", b"\xEF", b"\xF0", b"\xF1", b"\xF3",
    b"\xF4", b"\xF5", b"\xFF",
];

#[test]
fn all_short_payloads_are_read_as_the_twin_does() {
    let frames = each(&BYTES, 5, agrees) + each(&PIECES, 4, agrees);
    assert_eq!(frames, 37_449 + 11_111);
    let formats = each(&FORMATS, 3, agrees) + each(&ENCODINGS, 3, agrees);
    assert_eq!(formats, 8_421 + 14_425);
}

#[test]
#[ignore = "takes 15 seconds in release"]
fn all_longer_payloads_are_read_as_the_twin_does() {
    let frames = each(&BYTES, 7, agrees) + each(&PIECES, 6, agrees);
    assert_eq!(frames, 2_396_745 + 1_111_111);
    let formats = each(&FORMATS, 5, agrees) + each(&ENCODINGS, 4, agrees);
    assert_eq!(formats, 3_368_421 + 346_201);
}

#[test]
fn all_short_messages_of_utf8s_classes_are_read_as_the_twin_does() {
    assert_eq!(each(&CLASSES, 3, agrees_as_message), 14_425);
}

#[test]
#[ignore = "takes 2 seconds in release"]
fn all_longer_messages_of_utf8s_classes_are_read_as_the_twin_does() {
    assert_eq!(each(&CLASSES, 4, agrees_as_message), 346_201);
}

fn agrees(payload: &[u8]) {
    agree(payload).unwrap_or_else(|why| panic!("b\"{}\": {why}", payload.escape_ascii()));
}

fn agrees_as_message(message: &[u8]) {
    agrees(&frame(&[b"<1>1 - - - - - ", message].concat()));
}

/// Checks every sequence of up to `most` pieces, and returns the number of sequences.
pub(crate) fn each(pieces: &[&[u8]], most: u32, check: impl Fn(&[u8])) -> usize {
    let mut count = 0;
    for length in 0..=most {
        for number in 0..pieces.len().pow(length) {
            let place = |at| number / pieces.len().pow(at) % pieces.len();
            let sequence: Vec<_> = (0..length).map(|at| pieces[place(at)]).collect();
            check(&sequence.concat());
            count += 1;
        }
    }
    count
}

// ---- Every count ----

const COUNTED: &[u8] = b"<1>1 - - - - - ";

/// Messages that end, or contain text that looks like an end.
const MESSAGES: [&[u8]; 10] = [
    b"",
    b"1",
    b"a\n",
    b"a 1",
    b"a\n1",
    b"a\n  ",
    b"a 12 ",
    b"a\n\n",
    b"a 9 <1>1 b\n",
    b"a\n9 <1>1 b\n",
];

/// Continuations after a frame, some of more than one frame.
const FOLLOWERS: [&[u8]; 24] = [
    b"",
    b"1",
    b"16",
    b"16 ",
    b"16 <",
    b"16 <1",
    b"16 <1>1 - - - - - b",
    b"16 <1>1 - - - - - b16 <1>1 - - - - - c",
    b"17 <1>1 - - - - - b\nx",
    b"117 <1>1 - - - - - b\n17 <1>1 - - - - - c\n",
    b"016 <1>1 - - - - - b",
    b"0000000016 <1>1 - - - - - b",
    b"00000000016 <1>1 - - - - - b",
    b"0 <1>1 - - - - - b",
    b"5 <1x>\n17 <1>1 - - - - - c\n",
    b"<",
    b"<1>1",
    b"<1>1 - - - - - b\n",
    b"<1000>1 - - - - - b\n",
    b"<1>1000 - - - - - b\n",
    b" \t17 <1>1 - - - - - b\n",
    b"x\n17 <1>1 - - - - - c\n",
    b"\0",
    b"\r\n",
];

#[test]
fn every_count_of_every_message_before_every_follower() {
    for count in 0..60 {
        for message in MESSAGES {
            for follower in FOLLOWERS {
                let count = format!("{count} ");
                agrees(&[count.as_bytes(), COUNTED, message, follower].concat());
            }
        }
    }
}

// ---- Every byte for every delimiter ----

const HEADER: &[u8] = b"<190>1 2024-05-29T07:07:25.193493+00:00 host app web.1 - ";

/// Two frames, with a line end between them.
fn two_frames() -> Vec<u8> {
    let payload = [HEADER, b"ab\n"].concat();
    [frame(&payload), frame(&payload)].concat()
}

#[test]
fn any_byte_may_stand_for_any_delimiter() {
    let payload = two_frames();
    let delimiters = |at: &usize| b" <>\n".contains(&payload[*at]);
    let count = replaced(&payload, (0..payload.len()).filter(delimiters));
    assert_eq!(count, 20 * 256);
}

#[test]
#[ignore = "takes a second in release"]
fn any_byte_may_stand_anywhere() {
    let payload = two_frames();
    assert_eq!(replaced(&payload, 0..payload.len()), payload.len() * 256);
}

/// Checks the payload with each byte at each of the offsets, and returns the number of payloads.
fn replaced(payload: &[u8], places: impl Iterator<Item = usize>) -> usize {
    let mut count = 0;
    for at in places {
        for byte in 0..=255 {
            let mut payload = payload.to_vec();
            payload[at] = byte;
            agrees(&payload);
            count += 1;
        }
    }
    count
}

// ---- Every length around a limit ----

/// 256 bytes of the first line count, including colors.
#[test]
fn every_length_of_the_first_line_of_cli_output() {
    for length in 0..300 {
        let filler = "x".repeat(length);
        for line in [
            format!("2024-05-29T07:07:25{filler} app[web.1]: x"),
            format!("2024-05-29T07:07:25 app[{filler}]:"),
            format!("2024-05-29T07:07:25 app[{filler}]: x"),
            format!("2024-05-29T07:07:25 \x1B[{}m app[w]:", "3".repeat(length)),
            format!("2024-05-29T07:07:25 {}app[w]: x", "\x1B[m".repeat(length)),
        ] {
            agrees(line.as_bytes());
        }
    }
}

// ---- Every priority ----

#[test]
fn every_priority_is_a_value_and_only_0_to_191_is_usual() {
    for priority in -300..=300_i32 {
        let size = priority.unsigned_abs();
        let sign = if priority < 0 { "-" } else { "" };
        check_priority(&format!("{sign}{size}"), priority);
        check_priority(&format!("{sign}0{size}"), priority);
        check_priority(&format!("{sign}000000000000{size}"), priority);
        if priority >= 0 {
            check_priority(&format!("+{size}"), priority);
            check_priority(&format!("+00{size}"), priority);
            check_priority(&format!("-{size}"), -priority);
        }
        for text in [format!("+-{size}"), format!(" {size}"), format!("{size} ")] {
            check_no_priority(&text);
        }
    }
}

fn check_priority(text: &str, priority: i32) {
    let Stretch::Record(record) = only_stretch(text) else {
        panic!("{text} produced no record")
    };
    assert_eq!(record.priority, Some(priority), "{text}");
    let is_told = |it: &Problem| it.kind == Kind::PriorityOutOfRange { priority };
    let is_usual = (0..=191).contains(&priority);
    assert_eq!(record.warnings.iter().any(is_told), !is_usual, "{text}");
}

fn check_no_priority(text: &str) {
    let Stretch::Error(problem) = only_stretch(text) else {
        panic!("{text} gave a record")
    };
    let field = "priority";
    assert_eq!(problem.kind, Kind::InvalidInteger { field }, "{text}");
}

/// The result of a frame with that priority, on which the parser and the twin agree.
fn only_stretch(priority: &str) -> Stretch {
    let payload = frame(format!("<{priority}>1 - h a p - m").as_bytes());
    agrees(&payload);
    stretches(&payload, Framing::Auto).swap_remove(0)
}
