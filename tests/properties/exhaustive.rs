//! Small domains: all of them.

use heroku_drain::{Framing, Kind, Problem};

use super::compare::{agree, stretches};
use super::payloads::frame;
use super::twin::Stretch;

// ---- All short payloads ----

/// What framing looks at, byte by byte.
const BYTES: [&[u8]; 8] = [b"1", b"2", b" ", b"<", b">", b"\n", b"\r", b"x"];

/// So few bytes make no frame start; pieces do. One is a payload of 15 bytes that gives a record.
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

/// What payloads of other kinds begin with, and what shows that they are none.
const KINDS: [&[u8]; 20] = [
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

/// The bytes at which UTF-8's classes of bytes begin and end.
const CLASSES: [&[u8]; 24] = [
    b"x", b"\x7F", b"\x80", b"\x8F", b"\x90", b"\x9F", b"\xA0", b"\xBF", b"\xC0", b"\xC1", b"\xC2",
    b"\xDF", b"\xE0", b"\xE1", b"\xEC", b"\xED", b"\xEE", b"\xEF", b"\xF0", b"\xF1", b"\xF3",
    b"\xF4", b"\xF5", b"\xFF",
];

#[test]
fn all_short_payloads_are_read_as_the_twin_does() {
    let count = each(&BYTES, 5, agrees) + each(&PIECES, 4, agrees) + each(&KINDS, 3, agrees);
    assert_eq!(count, 37_449 + 11_111 + 8_421);
}

#[test]
#[ignore = "takes 12 seconds in release"]
fn all_longer_payloads_are_read_as_the_twin_does() {
    let count = each(&BYTES, 7, agrees) + each(&PIECES, 6, agrees) + each(&KINDS, 5, agrees);
    assert_eq!(count, 2_396_745 + 1_111_111 + 3_368_421);
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

/// Checks every sequence of up to so many pieces, and returns how many there are.
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

/// Checks the payload with each byte at each of the places, and returns how many these were.
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

/// Of the first line 256 bytes count, colours among them.
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
        panic!("{text} gave no record")
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

/// What becomes of a frame with that priority, in which the parser agrees with the twin.
fn only_stretch(priority: &str) -> Stretch {
    let payload = frame(format!("<{priority}>1 - h a p - m").as_bytes());
    agrees(&payload);
    stretches(&payload, Framing::Auto).swap_remove(0)
}
