//! Adversarial payloads: each targets a search, or a way to make the parser repeat one.

use crate::payload::frame;

/// A name, and a function that makes a payload of about that many bytes.
pub(crate) type Hostile = (&'static str, fn(usize) -> Vec<u8>);

pub(crate) const HOSTILE: &[Hostile] = &[
    // One thing repeated.
    ("digits", |size| fill("9", size)),
    ("blanks", |size| fill(" ", size)),
    ("line ends", |size| fill("\r\n", size)),
    ("lone CR", |size| fill("\r", size)),
    ("brackets", |size| fill("<", size)),
    ("one line", |size| fill("x", size)),
    ("byte order marks", |size| fill("\u{FEFF}", size)),
    ("not UTF-8", |size| b"\xFF\xF0\x90\x80".repeat(size / 4)),
    // Almost frames, and the smallest frames.
    ("counts", |size| fill("1 ", size)),
    ("counts of zero", |size| fill("0 <1>1 ", size)),
    ("counts of eleven digits", |size| {
        fill("99999999999 <1>1 x", size)
    }),
    ("counts of many digits", many_digits),
    ("tiny frames", |size| fill("1 <1>1 ", size)),
    ("no version", |size| fill("9 <1>", size)),
    ("no space behind the version", |size| fill("9 <1>1", size)),
    ("long versions", |size| fill("9 <1>1234 ", size)),
    ("long priorities", |size| fill("9 <1000>1 ", size)),
    ("no counts", |size| fill("<1>1 x\n", size)),
    ("no counts in one line", |size| fill("<1>9 <1>1 x", size)),
    // Wrong counts.
    ("one too few", |size| fill(&tiny(-1), size)),
    ("one too many", |size| fill(&tiny(1), size)),
    ("into the next header", |size| fill(&tiny(4), size)),
    ("half a start", |size| frames_then("9 <", size)),
    ("half a start, then text", |size| frames_then("9 <x", size)),
    ("blanks behind", |size| frames_then(" ", size)),
    ("digits behind", |size| frames_then("9", size)),
    ("short runs behind", |size| frames_then(&runs(63, 63), size)),
    ("long runs behind", |size| frames_then(&runs(64, 64), size)),
    ("nested counts", nested),
    ("a far line end", far_line_end),
    ("indented starts", |size| {
        fill(&format!("9 <1>1 x\n{}", " \t".repeat(32)), size)
    }),
    ("starts behind blanks", |size| {
        fill(&format!("9 <1>1 x{}", " ".repeat(64)), size)
    }),
    // Endless or long fields.
    ("no bracket", |size| in_field("1", fill("1", size), "")),
    ("no fourth space", |size| fill(&header_then("x"), size)),
    ("fraction digits", |size| {
        in_field("1>1 2024-05-29T07:07:25.", fill("9", size), "Z a b c - x")
    }),
    ("a host of punycode", |size| host("xn--", "a", size)),
    ("a host of labels", |size| host("xn--", ".", size)),
    ("a host of punycode labels", |size| {
        host("xn--", &format!("{}9.xn--", "a".repeat(250)), size)
    }),
    ("a host of blanks", |size| host("\u{A0}", "\u{3000}", size)),
    ("a host of colons", |size| host("", ":", size)),
    ("fields of ESC", |size| fill(&fields_of("\x1B"), size)),
    ("a message of ESC", |size| {
        in_field("1>1 - - - - - ", fill("\x1B", size), "\n")
    }),
    ("a message that is not UTF-8", |size| {
        let text = b"\xF0\x90\x80 \xE2\x80".repeat(size / 6);
        in_field("1>1 - - - - - ", text, "\n")
    }),
    // Almost another format, so that all bytes are scanned.
    ("nearly JSON", |size| fill("{\"", size)),
    ("a JSON string", |size| of_kind("\"", "\\", size)),
    ("an array behind blanks", |size| of_kind("[", " \n", size)),
    ("gzip and lines", |size| {
        of_kind("\x1F\u{FFFD}", "9 \n", size)
    }),
    ("escaped brackets", |size| fill("%3C", size)),
    ("escaped priorities", |size| fill("%3C123%3", size)),
    ("a form of digits", |size| of_kind("%3C1%3E", "1", size)),
    ("colours", |size| fill("\x1B[1;", size)),
    ("lines of heroku logs", |size| {
        of_kind("2024-05-29T07:07:25 app[web.1]: x\n", "\t-9\n", size)
    }),
];

/// For streams: a name for single bytes, one for chunks, and a function that makes the bytes.
pub(crate) type Streamed = (&'static str, &'static str, fn(usize) -> Vec<u8>);

pub(crate) const STREAMED: &[Streamed] = &[
    ("digits, streamed", "digits, in chunks", |size| {
        fill("9", size)
    }),
    ("blanks, streamed", "blanks, in chunks", |size| {
        fill(" ", size)
    }),
    ("one line, streamed", "one line, in chunks", |size| {
        fill("x", size)
    }),
    ("quoted, streamed", "quoted, in chunks", |size| {
        of_kind("\"", "\\", size)
    }),
    ("tiny frames, streamed", "tiny frames, in chunks", |size| {
        fill("1 <1>1 ", size)
    }),
    (
        "one too many, streamed",
        "one too many, in chunks",
        |size| fill(&tiny(1), size),
    ),
    ("runs, streamed", "runs, in chunks", |size| {
        fill(&format!("9 <1>1 x{}", runs(64, 64)), size)
    }),
    (
        "unended frames, streamed",
        "unended frames, in chunks",
        |size| fill("9999999 <1>1 x", size),
    ),
    (
        "just behind the window, streamed",
        "just behind the window, in chunks",
        just_behind,
    ),
];

fn fill(text: &str, size: usize) -> Vec<u8> {
    text.repeat(size / text.len()).into()
}

fn of_kind(start: &str, text: &str, size: usize) -> Vec<u8> {
    [start.into(), fill(text, size)].concat()
}

/// One frame whose long field comes after `"<"` and `before`.
fn in_field(before: &str, text: Vec<u8>, behind: &str) -> Vec<u8> {
    let length = 1 + before.len() + text.len() + behind.len();
    let header = format!("{length} <{before}");
    [header.into(), text, behind.into()].concat()
}

fn host(start: &str, text: &str, size: usize) -> Vec<u8> {
    let header = format!("1>1 2024-05-29T07:07:25.193493+00:00 {start}");
    in_field(&header, fill(text, size), " app web.1 - x\n")
}

/// A frame with a valid timestamp and no spaces after it.
fn header_then(text: &str) -> String {
    let text = text.repeat(100);
    frame(&format!("<1>1 2024-05-29T07:07:25.193493+00:00 {text}"), 0)
}

/// A frame with this text in every text field.
fn fields_of(text: &str) -> String {
    frame(
        &format!("<1>{text} - {text} {text} {text} {text} {text}\n"),
        0,
    )
}

/// A small frame whose octet count is wrong by `miscount`.
fn tiny(miscount: i32) -> String {
    frame("<1>1 x", miscount)
}

fn many_digits(size: usize) -> Vec<u8> {
    fill(&format!("{} <1>1 x", "9".repeat(size / 8)), size)
}

/// Blanks and then digits, not followed by a boundary.
fn runs(blanks: usize, digits: usize) -> String {
    format!("{}{}x", " ".repeat(blanks), "9".repeat(digits))
}

/// Frames in the first half of the payload, whose counts end in the second half, off any boundary.
fn frames_then(rest: &str, size: usize) -> Vec<u8> {
    let frame = format!("{:06} <1>1 x", size / 7 * 4);
    let half = |text: &str| fill(text, size / 2);
    [half(&frame), half(rest), b"x".into()].concat()
}

/// Each count ends in the middle of the remaining bytes, so nearly all counts end near the end.
fn nested(size: usize) -> Vec<u8> {
    let mut payload = Vec::with_capacity(size);
    while payload.len() + 20 < size {
        let count = (size - payload.len()) / 2;
        payload.extend_from_slice(format!("{count} <1>1 9 <x").as_bytes());
    }
    payload
}

/// Frame starts in one long line; the only one after a line end is at the very end, after blanks.
fn far_line_end(size: usize) -> Vec<u8> {
    let starts = fill("7 <1>1 x", size / 2);
    let blanks = fill(" ", size / 2);
    [starts, b"\n".into(), blanks, b"7 <1>1 x".into()].concat()
}

/// Each frame ends just after the bytes held when the previous one is read, and is read again with
/// a few more bytes.
fn just_behind(size: usize) -> Vec<u8> {
    let (few, many) = ("000254 <1>1 x", "016054 <1>1 x");
    fill(if size < 100_000 { few } else { many }, size)
}
