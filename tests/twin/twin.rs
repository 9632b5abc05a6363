//! The twin: a second implementation of DESIGN.md, in the plainest Rust.
//!
//! It shares nothing with the parser except the result types. Each rule is a function that scans
//! the payload again, so parsing takes quadratic time. If the two disagree, DESIGN.md's text
//! decides which of them is wrong.

use std::ops::RangeInclusive;

use heroku_drain::{Framing, Kind, Problem, Span};

/// The result of some bytes of a payload.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Stretch {
    Gap(Span),
    Error(Problem),
    Record(Box<Record>),
}

/// One event.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Record {
    pub(crate) span: Span,
    pub(crate) fields: Vec<Field>,
    pub(crate) message_len: Option<i32>,
    pub(crate) priority: Option<i32>,
    /// The event time, in microseconds since 1970.
    pub(crate) event_time: Option<i64>,
    pub(crate) indicator: Option<Indicator>,
    pub(crate) warnings: Vec<Problem>,
}

/// The span and the value of a field.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Field {
    pub(crate) span: Span,
    pub(crate) value: Option<String>,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Indicator {
    IpAddress(String),
    DomainName(String),
}

/// The schema's pattern: each field, and the literal after it. The last field takes the rest.
const PATTERN: [(&str, &str); 8] = [
    ("message_len", " <"),
    ("priority", ">"),
    ("version", " "),
    ("timestamp", " "),
    ("host_name", " "),
    ("app_name", " "),
    ("process_id", " "),
    ("message_id", " "),
];

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// Reads a payload.
pub(crate) fn read(payload: &[u8], framing: Framing) -> Vec<Stretch> {
    if let Some(kind) = other_format(payload, framing) {
        return vec![Stretch::Error(whole(payload, kind))];
    }
    let mut parts = vec![];
    let mut at = 0;
    while at < payload.len() {
        let part = match framing {
            Framing::Auto => auto_part(payload, at),
            Framing::OctetCounting => strict_part(payload, at),
            Framing::Lines => line_part(payload, at),
        };
        at = part.end();
        parts.push(part);
    }
    let mut stretches: Vec<_> = parts.into_iter().map(|it| stretch(payload, it)).collect();
    if framing == Framing::Auto && payload.starts_with(BYTE_ORDER_MARK) {
        warn_first_record(&mut stretches);
    }
    stretches
}

/// One error over all bytes. The quoted text begins after a byte order mark, blanks and line ends.
fn whole(payload: &[u8], kind: Kind) -> Problem {
    let start = match kind {
        Kind::GzipPayload | Kind::Utf16Payload => 0,
        _ => payload.len() - without_mark_and_space(payload).len(),
    };
    Problem {
        found: Span::new(start, payload.len()),
        ..problem(kind, 0, payload.len())
    }
}

/// Adds the warning about a byte order mark to the payload's first record.
fn warn_first_record(stretches: &mut [Stretch]) {
    let first = stretches.iter_mut().find_map(|stretch| match stretch {
        Stretch::Record(record) => Some(record),
        _ => None,
    });
    if let Some(record) = first {
        let mark = problem(Kind::ByteOrderMark, 0, BYTE_ORDER_MARK.len());
        record.warnings.insert(0, mark);
    }
}

/// A problem whose message quotes its own span.
fn problem(kind: Kind, start: usize, end: usize) -> Problem {
    let span = Span::new(start, end);
    Problem {
        kind,
        span,
        found: span,
    }
}

// ---- Framing ----

/// The framing's result for some bytes.
enum Part {
    Gap(Span),
    NoFrame(Problem),
    Frame(Frame),
}

struct Frame {
    span: Span,
    /// The offset of PAYLOAD; for a line, the offset of the line.
    body: usize,
    is_line: bool,
    count_warning: Option<Problem>,
}

impl Part {
    fn end(&self) -> usize {
        match self {
            Self::Gap(span) => span.end,
            Self::NoFrame(problem) => problem.span.end,
            Self::Frame(frame) => frame.span.end,
        }
    }
}

/// `auto`: a gap, a frame, or bytes that start no frame.
fn auto_part(payload: &[u8], at: usize) -> Part {
    let gap = gap_end(payload, at);
    if gap > at {
        return Part::Gap(Span::new(at, gap));
    }
    match message_length(&payload[at..]) {
        Some(count) => Part::Frame(auto_frame(payload, at, count)),
        None => Part::NoFrame(auto_no_frame(payload, at)),
    }
}

/// A byte order mark at the very start, blanks and line ends.
fn gap_end(payload: &[u8], at: usize) -> usize {
    let marked = at == 0 && payload.starts_with(BYTE_ORDER_MARK);
    let blanks = if marked { BYTE_ORDER_MARK.len() } else { at };
    payload.len() - without_space(&payload[blanks..]).len()
}

/// A frame, whose count may be wrong.
fn auto_frame(payload: &[u8], start: usize, count: Count) -> Frame {
    let body = start + count.digits + 1;
    let left = payload.len() - body;
    let length = usize::try_from(count.value).ok();
    let candidate = length.filter(|&it| it <= left).map(|it| body + it);
    if let Some(candidate) = candidate
        && count_wins(payload, body, candidate)
    {
        return counted_frame(start, candidate, count, None);
    }
    let next = corrected_end(payload, body, candidate);
    let end = next.unwrap_or(payload.len());
    let (declared, actual) = (count.value, end - body);
    let kind = if next.is_none() && count.value > left as u64 + 1 {
        Kind::Truncated { declared, actual }
    } else {
        Kind::OctetCountMismatch { declared, actual }
    };
    counted_frame(start, end, count, Some(kind))
}

/// The count wins at a boundary, if that is not inside a run of digits or a sound frame would start
/// there; and after an LF, if no frame start that follows a line end starts before it.
fn count_wins(payload: &[u8], body: usize, candidate: usize) -> bool {
    if is_boundary(payload, candidate) {
        return !is_inside_digits(payload, candidate) || is_sound(payload, candidate);
    }
    let holds_line_start = line_starts(payload, body).any(|line| line.start < candidate);
    payload[..candidate].ends_with(b"\n") && !holds_line_start
}

/// The end of a frame with a wrong count, unless it is the end of the payload.
fn corrected_end(payload: &[u8], body: usize, candidate: Option<usize>) -> Option<usize> {
    let line = line_starts(payload, body).next();
    let run = candidate.filter(|&at| is_boundary(payload, at) && is_inside_digits(payload, at));
    if let Some(at) = run {
        let is_digit = |byte: &&u8| byte.is_ascii_digit();
        let digits = payload[..at].iter().rev().take_while(is_digit).count();
        let run = at - digits;
        return Some(
            line.filter(|line| line.start <= run)
                .map_or(run, |line| line.frame_end),
        );
    }
    let anywhere = || (body..payload.len()).find(|&at| is_plausible_start(payload, at));
    line.map(|line| line.frame_end).or_else(anywhere)
}

/// A wrong count is reported at the digits of MSG-LEN.
fn counted_frame(start: usize, end: usize, count: Count, wrong: Option<Kind>) -> Frame {
    Frame {
        span: Span::new(start, end),
        body: start + count.digits + 1,
        is_line: false,
        count_warning: wrong.map(|kind| problem(kind, start, start + count.digits)),
    }
}

/// MSG-LEN.
#[derive(Clone, Copy)]
struct Count {
    value: u64,
    /// The number of digits.
    digits: usize,
}

/// MSG-LEN and one space: 1 to 10 digits, leading zeros allowed, the value not 0.
fn message_length(text: &[u8]) -> Option<Count> {
    let rest = digits(text, 1..=10)?;
    literal(rest, " ")?;
    let digits = text.len() - rest.len();
    let value = text[..digits]
        .iter()
        .fold(0, |value, digit| value * 10 + u64::from(digit - b'0'));
    (value > 0).then_some(Count { value, digits })
}

/// Whether, after any blanks and line ends, a frame starts, or one without its count. Either may be
/// cut short by the end of the payload, if some continuation completes it.
fn is_boundary(payload: &[u8], at: usize) -> bool {
    let rest = without_space(&payload[at..]);
    let completes = |continuation: &str| [rest, continuation.as_bytes()].concat();
    let counted = ["", "0", "<0", " <0", "0 <0"];
    let uncounted = ["", " ", "0 ", ">0 ", "0>0 ", "<0>0 "];
    counted.iter().any(|it| begins_counted(&completes(it)))
        || !is_after_count(payload, payload.len() - rest.len())
            && uncounted.iter().any(|it| begins_uncounted(&completes(it)))
}

/// `digits SP "<" digit`
fn begins_counted(text: &[u8]) -> bool {
    let priority = digits(text, 1..=usize::MAX).and_then(|text| literal(text, " <"));
    priority.is_some_and(|text| text.first().is_some_and(u8::is_ascii_digit))
}

/// `"<" 1-3 digits ">" 1-3 digits SP`
fn begins_uncounted(text: &[u8]) -> bool {
    let version = after_priority(text).and_then(|text| digits(text, 1..=3));
    version.is_some_and(|text| text.starts_with(b" "))
}

/// Whether a digit and a space come right before the offset.
fn is_after_count(payload: &[u8], at: usize) -> bool {
    matches!(payload[..at], [.., b'0'..=b'9', b' '])
}

/// Whether there is a digit on both sides of the offset.
fn is_inside_digits(payload: &[u8], at: usize) -> bool {
    let is_digit = |at: usize| payload.get(at).is_some_and(u8::is_ascii_digit);
    is_digit(at) && is_digit(at - 1)
}

/// Whether the frame that would start here has a count, possibly without PAYLOAD, and ends at a
/// boundary, at or beyond the end of the payload, or after an LF, unless an LF and 1 to 10 digits
/// come right before the frame.
fn is_sound(payload: &[u8], at: usize) -> bool {
    let Some(count) = message_length(&[&payload[at..], b" "].concat()) else {
        return false;
    };
    let body = at + count.digits + 1;
    let end = usize::try_from(count.value).map_or(usize::MAX, |it| body + it);
    let run = leading_digits(&payload[..at].iter().rev().copied().collect::<Vec<_>>());
    let begins_line = run <= 10 && payload[..at - run].ends_with(b"\n");
    let follows_line = |end: usize| payload[..end].ends_with(b"\n") && !begins_line;
    end >= payload.len() || follows_line(end) || is_boundary(payload, end)
}

/// A plausible frame start that follows a line end.
struct LineStart {
    start: usize,
    /// Right after the LF, since the following blanks are indentation.
    frame_end: usize,
}

fn line_starts(payload: &[u8], from: usize) -> impl Iterator<Item = LineStart> {
    (from..payload.len())
        .filter(|&start| is_plausible_start(payload, start))
        .filter_map(|start| {
            let frame_end = after_line_end(payload, start)?;
            Some(LineStart { start, frame_end })
        })
}

/// `digits SP "<" 1-3 digits ">" 1-3 digits SP`, which never begins inside a run of digits.
fn is_plausible_start(payload: &[u8], at: usize) -> bool {
    let is_inside_digits = at > 0 && payload[at - 1].is_ascii_digit();
    !is_inside_digits && after_plausible_start(&payload[at..]).is_some()
}

fn after_plausible_start(text: &[u8]) -> Option<&[u8]> {
    let text = literal(digits(text, 1..=usize::MAX)?, " ")?;
    let text = digits(after_priority(text)?, 1..=3)?;
    literal(text, " ")
}

/// `"<" 1-3 digits ">"`
fn after_priority(text: &[u8]) -> Option<&[u8]> {
    literal(digits(literal(text, "<")?, 1..=3)?, ">")
}

/// Right after the LF that comes before `at`, with only blanks between.
fn after_line_end(payload: &[u8], at: usize) -> Option<usize> {
    let is_blank = |byte: &&u8| matches!(byte, b' ' | b'\t');
    let blanks = payload[..at].iter().rev().take_while(is_blank).count();
    payload[..at - blanks]
        .ends_with(b"\n")
        .then_some(at - blanks)
}

/// An error up to just before the next plausible frame start, or to the end of the payload; without
/// an octet count, at most to the end of its line.
fn auto_no_frame(payload: &[u8], start: usize) -> Problem {
    let next = (start + 1..payload.len()).find(|&at| is_plausible_start(payload, at));
    let next = next.unwrap_or(payload.len());
    match no_frame_kind(&payload[start..]) {
        Kind::MissingOctetCount => {
            let end = next.min(line_end(payload, start));
            problem(Kind::MissingOctetCount, start, end)
        }
        kind => problem(kind, start, next),
    }
}

/// `missing-octet-count` if it begins `"<" 1-3 digits ">"`, else `not-a-frame`.
fn no_frame_kind(text: &[u8]) -> Kind {
    match after_priority(text) {
        Some(_) => Kind::MissingOctetCount,
        None => Kind::NotAFrame,
    }
}

/// The offset after the next LF, or the end of the payload.
fn line_end(payload: &[u8], start: usize) -> usize {
    (start..payload.len())
        .find(|&at| payload[at] == b'\n')
        .map_or(payload.len(), |lf| lf + 1)
}

/// `octet-counting`: the count always wins; a bad MSG-LEN is an error through the next LF.
fn strict_part(payload: &[u8], start: usize) -> Part {
    if let Some(count) = message_length(&payload[start..]) {
        return Part::Frame(strict_frame(payload, start, count));
    }
    let kind = no_frame_kind(&payload[start..]);
    Part::NoFrame(problem(kind, start, line_end(payload, start)))
}

/// A frame cut short by the end of the payload keeps its bytes, with `truncated`, or with
/// `octet-count-mismatch` if exactly one byte is missing.
fn strict_frame(payload: &[u8], start: usize, count: Count) -> Frame {
    let body = start + count.digits + 1;
    let (declared, actual) = (count.value, payload.len() - body);
    let missing = declared.saturating_sub(actual as u64);
    let wrong = match missing {
        0 => None,
        1 => Some(Kind::OctetCountMismatch { declared, actual }),
        _ => Some(Kind::Truncated { declared, actual }),
    };
    let length = usize::try_from(declared - missing).expect("no more than the payload has");
    counted_frame(start, body + length, count, wrong)
}

/// `lines`: a frame is a line. Empty lines are gaps.
fn line_part(payload: &[u8], start: usize) -> Part {
    let mut gap = start;
    while let [b'\n', ..] | [b'\r', b'\n', ..] = payload[gap..] {
        gap = line_end(payload, gap);
    }
    if gap > start {
        return Part::Gap(Span::new(start, gap));
    }
    Part::Frame(Frame {
        span: Span::new(start, line_end(payload, start)),
        body: start,
        is_line: true,
        count_warning: None,
    })
}

// ---- A payload in another format ----

/// The first format that applies. No line may begin like a record.
fn other_format(payload: &[u8], framing: Framing) -> Option<Kind> {
    let text = without_mark_and_space(payload);
    let mut lines = text.split(|&byte| matches!(byte, b'\r' | b'\n'));
    if lines.any(|line| may_begin_record(line, framing)) {
        return None;
    }
    let holds_start = (0..payload.len()).any(|at| is_plausible_start(payload, at));
    let html_escaped = (Kind::HtmlEscaped, !holds_start && is_html_escaped(text));
    let formats = if message_length(text).is_some() {
        vec![html_escaped]
    } else {
        vec![
            (Kind::GzipPayload, is_gzip(payload)),
            (Kind::Utf16Payload, !holds_start && is_utf16(payload)),
            (Kind::JsonPayload, is_json(text)),
            (Kind::FormEncoded, is_form(text)),
            (Kind::Base64Payload, is_base64(text)),
            html_escaped,
            (Kind::CliOutput, !holds_start && is_cli_output(text)),
        ]
    };
    let first = formats.into_iter().find(|(_, applies)| *applies);
    first.map(|(kind, _)| kind)
}

/// The text after a byte order mark, blanks and line ends.
fn without_mark_and_space(payload: &[u8]) -> &[u8] {
    without_space(payload.strip_prefix(BYTE_ORDER_MARK).unwrap_or(payload))
}

/// Blanks skipped, an optional sign and `digits SP "<"`; in `lines` also `<` or `- <`.
fn may_begin_record(line: &[u8], framing: Framing) -> bool {
    let line = without_space(line);
    let begins = |text| digits(text, 1..=usize::MAX).and_then(|text| literal(text, " <"));
    let is_absent = line.starts_with(b"<") || line.starts_with(b"- <");
    begins(without_sign(line)).is_some() || framing == Framing::Lines && is_absent
}

/// 1F 8B, or 1F and U+FFFD.
fn is_gzip(payload: &[u8]) -> bool {
    payload.starts_with(b"\x1F\x8B") || payload.starts_with("\x1F\u{FFFD}".as_bytes())
}

/// FF FE or FE FF; or both as U+FFFD and then a NUL as one of two bytes; or the beginning of a
/// frame with two bytes per character, one of them NUL.
fn is_utf16(payload: &[u8]) -> bool {
    let mark = literal(payload, "\u{FFFD}\u{FFFD}");
    let is_decoded_mark = mark.is_some_and(|text| text.iter().take(2).any(|&byte| byte == 0));
    let ascii = |nul: usize| -> Vec<u8> {
        let pairs = payload.chunks_exact(2).take_while(|pair| pair[nul] == 0);
        pairs.map(|pair| pair[1 - nul]).collect()
    };
    payload.starts_with(b"\xFF\xFE")
        || payload.starts_with(b"\xFE\xFF")
        || is_decoded_mark
        || begins_frame(&ascii(1))
        || begins_frame(&ascii(0))
}

/// `1*10DIGIT SP "<" digit`
fn begins_frame(text: &[u8]) -> bool {
    digits(text, 1..=10).is_some() && begins_counted(text)
}

/// `{` and then, blanks and line ends skipped, `"` or `}`; or `[` and then `{`, `[`, `"` or `]`; or a
/// string.
fn is_json(text: &[u8]) -> bool {
    match text {
        [b'{', rest @ ..] => matches!(without_space(rest), [b'"' | b'}', ..]),
        [b'[', rest @ ..] => matches!(without_space(rest), [b'{' | b'[' | b'"' | b']', ..]),
        [b'"', rest @ ..] => is_rest_of_json_string(rest),
        _ => false,
    }
}

/// No character below U+0020 (a backslash escapes one character), a quote, and after it only blanks
/// and line ends.
fn is_rest_of_json_string(text: &[u8]) -> bool {
    let mut rest = text;
    loop {
        rest = match rest {
            [b'"', behind @ ..] => return without_space(behind).is_empty(),
            [b'\\', b' '..=0xFF, behind @ ..] => behind,
            [b'\\', ..] => return false,
            [b' '..=0xFF, behind @ ..] => behind,
            _ => return false,
        };
    }
}

/// Only characters of the form encoding, then only blanks and line ends, containing `%3C`, 1 to 3
/// digits and `%3E`, in either case.
fn is_form(text: &[u8]) -> bool {
    let belongs = |byte: &&u8| byte.is_ascii_alphanumeric() || b"*-._+%=&".contains(byte);
    let (form, rest) = text.split_at(text.iter().take_while(belongs).count());
    let capitals = form.to_ascii_uppercase();
    let priority = |text| literal(digits(literal(text, "%3C")?, 1..=3)?, "%3E");
    let has_priority = (0..capitals.len()).any(|at| priority(&capitals[at..]).is_some());
    without_space(rest).is_empty() && has_priority
}

/// Only characters of Base64 and line ends, at most two `=`, then only blanks and line ends; the
/// decoded text begins like a frame.
fn is_base64(text: &[u8]) -> bool {
    let belongs = |byte: &&u8| sextet(**byte).is_some() || matches!(byte, b'\r' | b'\n');
    let (encoded, rest) = text.split_at(text.iter().take_while(belongs).count());
    let pads = rest.iter().take_while(|&&byte| byte == b'=').count();
    let sextets: Vec<_> = encoded.iter().filter_map(|&byte| sextet(byte)).collect();
    pads <= 2 && without_space(&rest[pads..]).is_empty() && begins_frame(&octets(&sextets))
}

/// The value of a Base64 character, in the standard or the URL-safe alphabet.
fn sextet(byte: u8) -> Option<u8> {
    match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' | b'-' => Some(62),
        b'/' | b'_' => Some(63),
        _ => None,
    }
}

/// The whole octets contained in sextets.
fn octets(sextets: &[u8]) -> Vec<u8> {
    let bits = |sextet: &u8| [5, 4, 3, 2, 1, 0].map(|bit| *sextet >> bit & 1);
    let bits: Vec<_> = sextets.iter().flat_map(bits).collect();
    let octet = |bits: &[u8]| bits.iter().fold(0, |octet, bit| octet << 1 | bit);
    bits.chunks_exact(8).map(octet).collect()
}

/// An optional MSG-LEN and space, then an escaped `<`, 1 to 3 digits and an escaped `>`.
fn is_html_escaped(text: &[u8]) -> bool {
    let counted = message_length(text).map_or(0, |count| count.digits + 1);
    after_escape(&text[counted..], ["&lt;", "&#60;", "&#x3c;"])
        .and_then(|text| digits(text, 1..=3))
        .and_then(|text| after_escape(text, ["&gt;", "&#62;", "&#x3e;"]))
        .is_some()
}

/// The text after one of the escapes, in either case.
fn after_escape<'t>(text: &'t [u8], escapes: [&str; 3]) -> Option<&'t [u8]> {
    escapes.into_iter().find_map(|escape| {
        let (start, rest) = text.split_at_checked(escape.len())?;
        start
            .eq_ignore_ascii_case(escape.as_bytes())
            .then_some(rest)
    })
}

/// The first line (up to 256 bytes, without ANSI colors) is a date and a time, any text up to a
/// space, then a word `source[process]:` up to a space or the end of the line.
fn is_cli_output(text: &[u8]) -> bool {
    let end = text
        .iter()
        .take_while(|byte| !matches!(byte, b'\r' | b'\n'));
    let line = without_colors(&text[..end.count().min(256)]);
    let mut words = line.split(|&byte| byte == b' ');
    let time = words.next().expect("a text has a first word");
    has_shape(time, "0000-00-00T00:00:00") && words.next().is_some_and(is_source_and_process)
}

/// Neither part of `source[process]:` is empty.
fn is_source_and_process(word: &[u8]) -> bool {
    let Some(bracket) = word.iter().position(|&byte| byte == b'[') else {
        return false;
    };
    let process = word[bracket + 1..].strip_suffix(b"]:");
    bracket > 0 && process.is_some_and(|process| !process.is_empty())
}

/// The text without each `ESC "[" *(digit / ";") "m"`.
fn without_colors(text: &[u8]) -> Vec<u8> {
    let mut plain = vec![];
    let mut at = 0;
    while at < text.len() {
        if let Some(length) = color_length(&text[at..]) {
            at += length;
        } else {
            plain.push(text[at]);
            at += 1;
        }
    }
    plain
}

fn color_length(text: &[u8]) -> Option<usize> {
    let rest = literal(text, "\x1B[")?;
    let belongs = |byte: &&u8| byte.is_ascii_digit() || **byte == b';';
    let rest = literal(&rest[rest.iter().take_while(belongs).count()..], "m")?;
    Some(text.len() - rest.len())
}

// ---- From a frame to a record ----

fn stretch(payload: &[u8], part: Part) -> Stretch {
    match part {
        Part::Gap(span) => Stretch::Gap(span),
        Part::NoFrame(problem) => Stretch::Error(problem),
        Part::Frame(frame) => match record(payload, &frame) {
            Ok(record) => Stretch::Record(Box::new(record)),
            Err((kind, found)) => Stretch::Error(Problem {
                kind,
                span: frame.span,
                found,
            }),
        },
    }
}

/// An event is rejected for the first reason in this order: the pattern, then the values in the
/// schema's order.
fn record(payload: &[u8], frame: &Frame) -> Result<Record, (Kind, Span)> {
    let (text_end, crlf) = without_line_end(payload, frame);
    let spans = fastmatch(payload, frame.span.start, text_end)?;
    let text = |index: usize| &payload[spans[index].start..spans[index].end];
    let message_len = integer(text(0)).ok_or_else(|| invalid_integer("message_len", spans[0]))?;
    let priority = integer(text(1)).ok_or_else(|| invalid_integer("priority", spans[1]))?;
    let event_time = event_time(text(3)).ok_or_else(|| {
        let field = "timestamp";
        (Kind::InvalidTimestamp { field }, spans[3])
    })?;
    let fields: Vec<_> = (0..spans.len())
        .map(|index| Field {
            span: spans[index],
            value: value(index, text(index)),
        })
        .collect();
    let warnings = [
        frame.count_warning,
        crlf.map(|at| problem(Kind::Crlf, at, at + 2)),
        invalid_utf8(payload, frame.span),
        priority_out_of_range(priority, spans[1]),
    ];
    Ok(Record {
        span: frame.span,
        message_len,
        priority,
        event_time,
        indicator: fields[4].value.as_deref().and_then(indicator),
        fields,
        warnings: warnings.into_iter().flatten().collect(),
    })
}

/// The end of the frame's text, without one final LF or CRLF of its payload, and the offset of the
/// CR of a CRLF. Outside `lines` the LF of a CRLF may come right after the frame.
fn without_line_end(payload: &[u8], frame: &Frame) -> (usize, Option<usize>) {
    let end = frame.span.end;
    let body = &payload[frame.body..end];
    if body.ends_with(b"\r\n") {
        (end - 2, Some(end - 2))
    } else if body.ends_with(b"\n") {
        (end - 1, None)
    } else if body.ends_with(b"\r") && !frame.is_line && payload[end..].starts_with(b"\n") {
        (end - 1, Some(end - 1))
    } else {
        (end, None)
    }
}

/// Each field is the text up to the first occurrence of the literal after it; the last field takes
/// the rest. Without an occurrence there is no match.
fn fastmatch(payload: &[u8], start: usize, end: usize) -> Result<Vec<Span>, (Kind, Span)> {
    let mut spans = vec![];
    let mut at = start;
    for (field, delimiter) in PATTERN {
        let found = (at..end).find(|&place| payload[place..end].starts_with(delimiter.as_bytes()));
        let stop = found.ok_or((
            Kind::DelimiterMissing { field, delimiter },
            Span::new(at, end),
        ))?;
        spans.push(Span::new(at, stop));
        at = stop + delimiter.len();
    }
    spans.push(Span::new(at, end));
    Ok(spans)
}

/// A value equal to the empty value is absent; so are an empty integer and an empty timestamp.
fn value(index: usize, text: &[u8]) -> Option<String> {
    let is_string = !matches!(index, 0 | 1 | 3);
    let is_absent = text == b"-" || text.is_empty() && !is_string;
    (!is_absent).then(|| decoded(text))
}

fn invalid_integer(field: &'static str, span: Span) -> (Kind, Span) {
    (Kind::InvalidInteger { field }, span)
}

/// Optional sign, decimal digits, leading zeros allowed, 32 bits; `None` for anything else, and
/// `Some(None)` for an absent one.
#[allow(clippy::option_option, reason = "rejected and absent are different")]
fn integer(text: &[u8]) -> Option<Option<i32>> {
    if text.is_empty() || text == b"-" {
        return Some(None);
    }
    let unsigned = without_sign(text);
    let behind = digits(unsigned, 1..=usize::MAX)?;
    if !behind.is_empty() {
        return None;
    }
    let size = unsigned.iter().try_fold(0_i64, |size, digit| {
        let size = size * 10 + i64::from(digit - b'0');
        (size <= 1 << 31).then_some(size)
    })?;
    let value = if text[0] == b'-' { -size } else { size };
    i32::try_from(value).ok().map(Some)
}

/// The instant of a timestamp; `None` for anything else, and `Some(None)` for an absent one.
#[allow(clippy::option_option, reason = "rejected and absent are different")]
fn event_time(text: &[u8]) -> Option<Option<i64>> {
    if text.is_empty() || text == b"-" {
        return Some(None);
    }
    instant(text).map(Some)
}

/// `YYYY-MM-DDTHH:MM:SS[.digits](Z|±HH:MM)`, in microseconds since 1970, rounded down.
pub(crate) fn instant(text: &[u8]) -> Option<i64> {
    if !has_shape(text, "0000-00-00T00:00:00") {
        return None;
    }
    let (clock, behind) = text.split_at("0000-00-00T00:00:00".len());
    let part = |start: usize, end: usize| number(&clock[start..end]);
    let days = days_since_1970(part(0, 4), part(5, 7), part(8, 10))?;
    let seconds = seconds_of_day(part(11, 13), part(14, 16), part(17, 19))?;
    let (microseconds, zone) = fraction(behind)?;
    let seconds = days * 86_400 + seconds - offset(zone)?;
    Some(seconds * 1_000_000 + microseconds)
}

/// Whether the date exists. Every fourth year is a leap year, including year 0, except that of the
/// years divisible by 100 only those divisible by 400 are.
fn days_since_1970(year: i64, month: i64, day: i64) -> Option<i64> {
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let february = if is_leap { 29 } else { 28 };
    let months = [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let before = usize::try_from(month - 1).ok()?;
    if !(1..=*months.get(before)?).contains(&day) {
        return None;
    }
    let days_before_month: i64 = months[..before].iter().sum();
    Some(days_before_year(year) - days_before_year(1970) + days_before_month + day - 1)
}

/// Days since the first day of year 0. Leap days count the multiples of 4, 100 and 400 among the
/// years 0 to `year - 1`, including year 0.
fn days_before_year(year: i64) -> i64 {
    let multiples = |of: i64| (year + of - 1) / of;
    365 * year + multiples(4) - multiples(100) + multiples(400)
}

/// Hours 00 to 23, minutes and seconds 00 to 59.
fn seconds_of_day(hour: i64, minute: i64, second: i64) -> Option<i64> {
    (hour < 24 && minute < 60 && second < 60).then_some(hour * 3600 + minute * 60 + second)
}

/// An optional fraction in microseconds, rounded down, and the text after it.
fn fraction(text: &[u8]) -> Option<(i64, &[u8])> {
    let Some(text) = literal(text, ".") else {
        return Some((0, text));
    };
    let behind = digits(text, 1..=usize::MAX)?;
    let mut six = text[..text.len() - behind.len()].to_vec();
    six.resize(6, b'0');
    Some((number(&six), behind))
}

/// `Z`, or a sign, hours 00 to 23 and minutes 00 to 59: seconds ahead of UTC.
fn offset(zone: &[u8]) -> Option<i64> {
    if zone == b"Z" {
        return Some(0);
    }
    let (sign, clock) = match zone {
        [b'+', clock @ ..] => (1, clock),
        [b'-', clock @ ..] => (-1, clock),
        _ => return None,
    };
    if clock.len() != 5 || !has_shape(clock, "00:00") {
        return None;
    }
    let seconds = seconds_of_day(number(&clock[..2]), number(&clock[3..]), 0)?;
    Some(sign * seconds)
}

/// The number written by a few digits.
fn number(digits: &[u8]) -> i64 {
    digits
        .iter()
        .fold(0, |number, digit| number * 10 + i64::from(digit - b'0'))
}

// ---- Warnings ----

/// One warning for the first bytes of the frame that are not UTF-8.
fn invalid_utf8(payload: &[u8], frame: Span) -> Option<Problem> {
    let mut at = frame.start;
    while at < frame.end {
        match character(&payload[at..frame.end]) {
            Ok(length) => at += length,
            Err(length) => return Some(problem(Kind::InvalidUtf8, at, at + length)),
        }
    }
    None
}

/// A priority that is present and not 0 to 191.
fn priority_out_of_range(priority: Option<i32>, span: Span) -> Option<Problem> {
    let priority = priority.filter(|priority| !(0..=191).contains(priority))?;
    Some(problem(
        Kind::PriorityOutOfRange { priority },
        span.start,
        span.end,
    ))
}

// ---- The indicator `hostname` ----

/// White space trimmed, an IP address, or any other text that is not empty.
pub(crate) fn indicator(host: &str) -> Option<Indicator> {
    let name = host.trim_matches(is_white_space);
    if name.is_empty() {
        None
    } else if is_ip_address(name) {
        Some(Indicator::IpAddress(name.to_owned()))
    } else {
        Some(Indicator::DomainName(domain_name(name)))
    }
}

/// The characters with Unicode's property `White_Space`.
fn is_white_space(character: char) -> bool {
    matches!(
        u32::from(character),
        0x09..=0x0D | 0x20 | 0x85 | 0xA0 | 0x1680 | 0x2000..=0x200A | 0x2028 | 0x2029 | 0x202F
            | 0x205F | 0x3000
    )
}

/// The addresses that Go's `ParseIP` accepts, without zones and brackets.
fn is_ip_address(name: &str) -> bool {
    is_ipv4(name) || is_ipv6(name)
}

/// Four numbers from 0 to 255 without leading zeros.
fn is_ipv4(text: &str) -> bool {
    let is_byte = |part: &str| (0..=255).any(|byte| byte.to_string() == part);
    text.split('.').count() == 4 && text.split('.').all(is_byte)
}

/// Eight groups; a single `::` stands for one or more groups of zeros.
fn is_ipv6(text: &str) -> bool {
    match text.split_once("::") {
        Some((before, behind)) => {
            let before = if before.is_empty() {
                Some(0)
            } else {
                groups(before, false)
            };
            let behind = if behind.is_empty() {
                Some(0)
            } else {
                groups(behind, true)
            };
            before
                .zip(behind)
                .is_some_and(|(before, behind)| before + behind < 8)
        }
        None => groups(text, true) == Some(8),
    }
}

/// The number of groups of 1 to 4 hexadecimal digits. At the end of an address, an IPv4 address may
/// replace the last two.
fn groups(text: &str, is_end: bool) -> Option<usize> {
    let parts: Vec<_> = text.split(':').collect();
    let (last, others) = parts.split_last()?;
    let is_group = |part: &&str| {
        (1..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_hexdigit())
    };
    let last = if is_end && is_ipv4(last) {
        2
    } else {
        usize::from(is_group(last))
    };
    (last > 0 && others.iter().all(is_group)).then_some(others.len() + last)
}

/// If the name begins with `xn--`, decodes each label that also does.
fn domain_name(name: &str) -> String {
    if !name.starts_with("xn--") {
        return name.to_owned();
    }
    let labels: Vec<_> = name.split('.').map(unicode_label).collect();
    labels.join(".")
}

/// A label that cannot be decoded, or has more than 255 characters after `xn--`, is kept.
fn unicode_label(label: &str) -> String {
    let decoded = label
        .strip_prefix("xn--")
        .filter(|code| !code.is_empty() && code.chars().count() <= 255)
        .and_then(idna::punycode::decode_to_string);
    decoded.unwrap_or_else(|| label.to_owned())
}

// ---- Text ----

/// The length of the first character of a text, by the Unicode Standard's table 3-7, or else of the
/// bytes replaced by one U+FFFD: the longest prefix of a character, or one byte.
fn character(text: &[u8]) -> Result<usize, usize> {
    let (length, second) = match text[0] {
        0x00..=0x7F => return Ok(1),
        0xC2..=0xDF => (2, 0x80..=0xBF),
        0xE0 => (3, 0xA0..=0xBF),
        0xED => (3, 0x80..=0x9F),
        0xE1..=0xEF => (3, 0x80..=0xBF),
        0xF0 => (4, 0x90..=0xBF),
        0xF1..=0xF3 => (4, 0x80..=0xBF),
        0xF4 => (4, 0x80..=0x8F),
        _ => return Err(1),
    };
    let places: [RangeInclusive<u8>; 3] = [second, 0x80..=0xBF, 0x80..=0xBF];
    let mut bytes = places[..length - 1].iter().zip(&text[1..]);
    let right = 1 + bytes
        .by_ref()
        .take_while(|(place, byte)| place.contains(*byte))
        .count();
    if right == length {
        Ok(length)
    } else {
        Err(right)
    }
}

/// Text with U+FFFD as specified by the Encoding Standard.
fn decoded(text: &[u8]) -> String {
    let mut decoded = String::new();
    let mut at = 0;
    while at < text.len() {
        match character(&text[at..]) {
            Ok(length) => {
                let one = str::from_utf8(&text[at..at + length]);
                decoded += one.expect("a character of the table is UTF-8");
                at += length;
            }
            Err(length) => {
                decoded.push('\u{FFFD}');
                at += length;
            }
        }
    }
    decoded
}

/// The text after blanks and line ends.
fn without_space(text: &[u8]) -> &[u8] {
    let is_space = |byte: &&u8| matches!(byte, b' ' | b'\t' | b'\r' | b'\n');
    &text[text.iter().take_while(is_space).count()..]
}

fn literal<'t>(text: &'t [u8], literal: &str) -> Option<&'t [u8]> {
    text.strip_prefix(literal.as_bytes())
}

fn without_sign(text: &[u8]) -> &[u8] {
    let unsigned = text.strip_prefix(b"+").or(text.strip_prefix(b"-"));
    unsigned.unwrap_or(text)
}

/// The text after a whole run of digits, if the number of digits is allowed.
fn digits(text: &[u8], allowed: RangeInclusive<usize>) -> Option<&[u8]> {
    let run = leading_digits(text);
    allowed.contains(&run).then(|| &text[run..])
}

fn leading_digits(text: &[u8]) -> usize {
    text.iter().take_while(|byte| byte.is_ascii_digit()).count()
}

/// Whether a text begins with the shape, in which a 0 stands for any digit.
fn has_shape(text: &[u8], shape: &str) -> bool {
    let fits = |(byte, shape): (&u8, u8)| match shape {
        b'0' => byte.is_ascii_digit(),
        _ => *byte == shape,
    };
    text.len() >= shape.len() && text.iter().zip(shape.bytes()).all(fits)
}
