//! Payloads in another format than a drain's.

use memchr::{memchr, memchr2};

use crate::border::{after_up_to_three_digits, has_frame_start, is_blank_or_line_end};
use crate::frame::{BYTE_ORDER_MARK, Framing, OctetCount};
use crate::problem::{Kind, Problem, Span};
use crate::timestamp::is_like;

/// The one problem of a payload that is plainly in another format.
///
/// Never if a line of it could be a record.
pub(crate) fn other_format(payload: &[u8], framing: Framing) -> Option<Problem> {
    let text = without_leading_mark(payload);
    if is_counted(text) {
        return None;
    }
    format_of_uncounted(payload, text, framing)
}

/// [`other_format`] of a payload that does not begin with a counted frame; `text` is without leading blanks.
#[cold]
#[inline(never)]
fn format_of_uncounted(payload: &[u8], text: &[u8], framing: Framing) -> Option<Problem> {
    let kind = format_of(payload, text)?;
    if has_counted_line(payload, framing) {
        return None;
    }
    let start = payload.len() - text.len();
    Some(Problem {
        kind,
        span: Span::new(0, payload.len()),
        found: Span::new(start, payload.len()),
    })
}

/// Whether [`other_format`] finds nothing in any payload that begins like this.
pub(crate) fn is_drain_payload(beginning: &[u8], framing: Framing) -> bool {
    let text = without_leading_mark(beginning);
    is_counted(text) && !is_cut_escape(text)
        || has_counted_line(beginning, framing)
        || has_first_line(text)
            && !may_go_on(beginning, text)
            && format_of(beginning, text).is_none()
}

fn without_leading_mark(payload: &[u8]) -> &[u8] {
    without_leading_blanks(payload.strip_prefix(BYTE_ORDER_MARK).unwrap_or(payload))
}

/// Whether an octet count begins the text, and no escaped bracket follows it.
#[inline(always)]
fn is_counted(text: &[u8]) -> bool {
    match OctetCount::read(text, 0) {
        Some(count) => text.get(count.body) != Some(&b'&') || !is_html_escaped(text),
        None => false,
    }
}

/// Whether the text ends where an escaped priority may still follow its octet count.
fn is_cut_escape(text: &[u8]) -> bool {
    OctetCount::read(text, 0).is_some_and(|count| {
        let rest = &text[count.body..];
        rest.is_empty() || rest[0] == b'&' && rest.len() < LONGEST_ESCAPED_PRIORITY
    })
}

/// Whether there is all that [`format_of`] looks at of most formats.
fn has_first_line(text: &[u8]) -> bool {
    text.len() >= LONGEST_CLI_PREFIX || memchr2(b'\r', b'\n', text).is_some()
}

/// Whether bytes that are still to come may decide that it is UTF-16, JSON, a form or Base64.
fn may_go_on(beginning: &[u8], text: &[u8]) -> bool {
    if is_cut_utf16_mark(beginning) || may_be_base64(text) {
        return true;
    }
    match text.split_first() {
        Some((b'{' | b'[', rest)) => without_leading_blanks(rest).is_empty(),
        Some((b'"', rest)) => end_of_quoted(rest).is_none(),
        _ => text.iter().all(|&byte| is_form_character(byte)),
    }
}

fn format_of(payload: &[u8], text: &[u8]) -> Option<Kind> {
    if is_gzip(payload) {
        Some(Kind::GzipPayload)
    } else if is_utf16(payload) {
        Some(Kind::Utf16Payload)
    } else if is_json(text) {
        Some(Kind::JsonPayload)
    } else if is_form_encoded(text) {
        Some(Kind::FormEncoded)
    } else if is_base64(text) {
        Some(Kind::Base64Payload)
    } else if is_html_escaped(text) && !has_frame_start(payload) {
        Some(Kind::HtmlEscaped)
    } else if is_cli_output(text) && !has_frame_start(payload) {
        Some(Kind::CliOutput)
    } else {
        None
    }
}

/// Whether a line begins `*blank [sign] digits SP "<"`; in lines there need not be digits, since a
/// `message_len` may be absent.
fn has_counted_line(payload: &[u8], framing: Framing) -> bool {
    payload
        .split(|&byte| byte == b'\n' || byte == b'\r')
        .any(|line| {
            let line = without_leading_blanks(line);
            let count = line
                .strip_prefix(b"+")
                .or_else(|| line.strip_prefix(b"-"))
                .unwrap_or(line);
            let rest = without_leading_digits(count);
            let is_counted = rest.len() < count.len() && rest.starts_with(b" <");
            is_counted
                || framing == Framing::Lines && matches!(line, [b'<', ..] | [b'-', b' ', b'<', ..])
        })
}

/// The magic number (RFC 1952, section 2.3.1); read as text, its second byte becomes U+FFFD.
fn is_gzip(payload: &[u8]) -> bool {
    payload.starts_with(b"\x1F\x8B") || payload.starts_with("\x1F\u{FFFD}".as_bytes())
}

/// A byte order mark of UTF-16, or the start of a frame with a NUL before or after each character.
fn is_utf16(payload: &[u8]) -> bool {
    let is_marked = matches!(payload, [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..]);
    let is_decoded = payload
        .strip_prefix(DECODED_UTF16_MARK)
        .is_some_and(|rest| rest.iter().take(2).any(|&byte| byte == 0));
    (is_marked || is_decoded || is_utf16_frame(payload)) && !has_frame_start(payload)
}

/// Either mark of UTF-16 when it is read as UTF-8, which it is not.
const DECODED_UTF16_MARK: &[u8] = "\u{FFFD}\u{FFFD}".as_bytes();

/// Whether the bytes end where a NUL may still show that they begin with a decoded mark.
fn is_cut_utf16_mark(beginning: &[u8]) -> bool {
    let is_mark =
        DECODED_UTF16_MARK.starts_with(beginning) || beginning.starts_with(DECODED_UTF16_MARK);
    is_mark && beginning.len() < DECODED_UTF16_MARK.len() + 2
}

fn is_utf16_frame(payload: &[u8]) -> bool {
    (0..2).any(|nul| {
        let mut start = Start::default();
        for unit in payload.as_chunks::<2>().0 {
            if unit[nul] != 0 || !start.add(unit[1 - nul]) {
                break;
            }
        }
        start.begins_frame() == Some(true)
    })
}

/// The first bytes of a decoded text, enough to see whether it begins like a frame.
#[derive(Default)]
struct Start {
    bytes: [u8; OctetCount::MOST_DIGITS + 3],
    length: usize,
}

impl Start {
    /// Adds a byte if there is room for it, and returns whether there was.
    fn add(&mut self, byte: u8) -> bool {
        let room = self.bytes.get_mut(self.length);
        let has_room = room.map(|room| *room = byte).is_some();
        self.length += usize::from(has_room);
        has_room
    }

    /// Whether the bytes begin `1*10DIGIT SP "<" DIGIT`; `None` if they end before that shows.
    fn begins_frame(&self) -> Option<bool> {
        let bytes = self.bytes.get(..self.length)?;
        let digits = bytes
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        let (count, rest) = bytes.split_at(digits);
        match rest {
            [b' ', b'<', next, ..] => Some(!count.is_empty() && next.is_ascii_digit()),
            [] | [b' '] | [b' ', b'<'] if digits <= OctetCount::MOST_DIGITS => None,
            _ => Some(false),
        }
    }
}

/// Only Base64 that decodes to the beginning of a frame, in lines or not.
fn is_base64(text: &[u8]) -> bool {
    base64_start(text).begins_frame() == Some(true) && {
        let rest = after_base64(text);
        let padding = rest.iter().take_while(|&&byte| byte == b'=').count();
        padding <= 2 && without_leading_blanks(&rest[padding..]).is_empty()
    }
}

/// Whether more of the text may make it Base64 of a frame, or leave it that.
fn may_be_base64(text: &[u8]) -> bool {
    let is_end = |&byte: &u8| byte == b'=' || is_blank_or_line_end(byte);
    match base64_start(text).begins_frame() {
        Some(is_frame) => is_frame && after_base64(text).iter().all(is_end),
        None => after_base64(text).is_empty(),
    }
}

/// The text after its leading Base64 digits and the line ends between them.
fn after_base64(text: &[u8]) -> &[u8] {
    let length = text
        .iter()
        .take_while(|&&byte| is_base64_or_line_end(byte))
        .count();
    &text[length..]
}

fn is_base64_or_line_end(byte: u8) -> bool {
    sextet(byte).is_some() || matches!(byte, b'\r' | b'\n')
}

/// The beginning of what the Base64 that begins the text decodes to.
fn base64_start(text: &[u8]) -> Start {
    let mut start = Start::default();
    let (mut bits, mut length) = (0_u32, 0);
    for &byte in text {
        match sextet(byte) {
            Some(sextet) => {
                bits = bits << 6 | u32::from(sextet);
                length += 6;
            }
            None if matches!(byte, b'\r' | b'\n') => {}
            None => break,
        }
        if length >= 8 {
            length -= 8;
            if !start.add((bits >> length).to_le_bytes()[0]) {
                break;
            }
        }
    }
    start
}

/// The value of a digit of Base64 (RFC 4648, sections 4 and 5).
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

/// `[digits SP] escaped-"<" 1*3DIGIT escaped-">"`
#[cold]
#[inline(never)]
fn is_html_escaped(text: &[u8]) -> bool {
    let rest = OctetCount::read(text, 0).map_or(text, |count| &text[count.body..]);
    after_any_of(rest, &[b"&lt;", b"&#60;", b"&#x3c;"])
        .and_then(after_up_to_three_digits)
        .and_then(|rest| after_any_of(rest, &[b"&gt;", b"&#62;", b"&#x3e;"]))
        .is_some()
}

const LONGEST_ESCAPED_PRIORITY: usize = b"&#x3c;191&#x3e;".len();

/// The text after the first of these that it begins with, in upper or lower case.
fn after_any_of<'t>(text: &'t [u8], beginnings: &[&[u8]]) -> Option<&'t [u8]> {
    beginnings.iter().find_map(|beginning| {
        let (first, rest) = text.split_at_checked(beginning.len())?;
        first.eq_ignore_ascii_case(beginning).then_some(rest)
    })
}

/// An object, an array or a string, judged by its start and its end.
fn is_json(text: &[u8]) -> bool {
    let Some((first, rest)) = text.split_first() else {
        return false;
    };
    let second = without_leading_blanks(rest).first();
    match first {
        b'{' => matches!(second, Some(b'"' | b'}')),
        b'[' => matches!(second, Some(b'{' | b'[' | b'"' | b']')),
        b'"' => is_quoted(rest),
        _ => false,
    }
}

/// Text after an opening quote: a string without control characters, then only blanks.
fn is_quoted(text: &[u8]) -> bool {
    end_of_quoted(text)
        .is_some_and(|at| text[at] == b'"' && without_leading_blanks(&text[at + 1..]).is_empty())
}

/// Where the closing quote is, or a control character, which ends a string, too.
fn end_of_quoted(text: &[u8]) -> Option<usize> {
    let mut is_escaped = false;
    text.iter().position(|&byte| {
        let ends = byte < b' ' || (byte == b'"' && !is_escaped);
        is_escaped = byte == b'\\' && !is_escaped;
        ends
    })
}

/// Only a form's characters, with an escaped priority among them: `%3C190%3E`.
fn is_form_encoded(text: &[u8]) -> bool {
    let end = text
        .iter()
        .position(|byte| !is_form_character(*byte))
        .unwrap_or(text.len());
    let (text, rest) = text.split_at(end);
    rest.iter().all(|&byte| is_blank_or_line_end(byte)) && has_escaped_priority(text)
}

fn is_form_character(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"*-._+%=&".contains(&byte)
}

fn has_escaped_priority(text: &[u8]) -> bool {
    text.windows(5).enumerate().any(|(at, window)| {
        window[..3].eq_ignore_ascii_case(b"%3c") && {
            let digits = text[at + 3..]
                .iter()
                .take(4)
                .take_while(|b| b.is_ascii_digit())
                .count();
            let rest = &text[at + 3 + digits..];
            matches!(digits, 1..=3) && rest.len() >= 3 && rest[..3].eq_ignore_ascii_case(b"%3e")
        }
    })
}

/// `TIMESTAMP SP source "[" process "]:"`, ANSI colours left out.
fn is_cli_output(text: &[u8]) -> bool {
    let line = &text[..memchr2(b'\r', b'\n', text).unwrap_or(text.len())];
    let line = without_colours(&line[..line.len().min(LONGEST_CLI_PREFIX)]);
    let mut words = line.splitn(3, |&byte| byte == b' ');
    let (Some(time), Some(source)) = (words.next(), words.next()) else {
        return false;
    };
    is_date_and_time(time) && is_source_and_process(source)
}

/// Longer than any timestamp, source and process name with their colours.
const LONGEST_CLI_PREFIX: usize = 256;

/// `YYYY-MM-DDTHH:MM:SS` and anything after it.
fn is_date_and_time(word: &[u8]) -> bool {
    word.get(..19)
        .is_some_and(|word| is_like(word, b"0000-00-00T00:00:00"))
}

/// `source "[" process "]:"`
fn is_source_and_process(word: &[u8]) -> bool {
    let Some(word) = word.strip_suffix(b"]:") else {
        return false;
    };
    memchr(b'[', word).is_some_and(|at| at > 0 && at + 1 < word.len())
}

/// The text without sequences `ESC "[" *(digit / ";") "m"`.
fn without_colours(text: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((&byte, tail)) = rest.split_first() {
        if let Some(behind) = after_colour(rest) {
            rest = behind;
        } else {
            plain.push(byte);
            rest = tail;
        }
    }
    plain
}

fn after_colour(text: &[u8]) -> Option<&[u8]> {
    let parameters = text.strip_prefix(b"\x1B[")?;
    let end = parameters
        .iter()
        .position(|byte| !matches!(byte, b'0'..=b'9' | b';'))?;
    parameters[end..].strip_prefix(b"m")
}

fn without_leading_blanks(text: &[u8]) -> &[u8] {
    let blanks = text
        .iter()
        .take_while(|&&byte| is_blank_or_line_end(byte))
        .count();
    &text[blanks..]
}

fn without_leading_digits(text: &[u8]) -> &[u8] {
    let digits = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    &text[digits..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_beginning_of_another_format_is_a_drain_payload() {
        let long = "a".repeat(LONGEST_CLI_PREFIX);
        let (long_form, long_string) = (format!("{long}%3C1%3E"), format!("\"{long}\""));
        let samples: [&[u8]; 30] = [
            long_form.as_bytes(),
            long_string.as_bytes(),
            b"NjMgPDE5MD4xIC0gaCBhIHAgLSB4",
            b"\n NjMg\r\nPDE5\nMD4xIC0gaCBhIHAgLSB4Lg==\r\n",
            b"MDAwMDAwMDA2MyA8MQ==",
            b"\xFF\xFEx",
            b"\xFE\xFF\n",
            "\u{FFFD}\u{FFFD}\0\n".as_bytes(),
            "\u{FFFD}\u{FFFD}\n\0".as_bytes(),
            b"6\x003\0 \0<\x001\x009\0",
            b"\x006\x003\0 \0<\x001\x009",
            b"63 &lt;190&gt;1 - h a p - x",
            b"63 &#60;190&#62;1 - h a p - x\n",
            b"\xEF\xBB\xBF 63 &#X3C;1&GT;1 ",
            b"&lt;7&gt;x",
            b"\n&#x3c;190&#x3e;1 - h a p - x\n",
            b"\x1F\x8B\x08\0",
            "\x1F\u{FFFD}\x08".as_bytes(),
            br#"{"level":"info"}"#,
            b" {\r\n }",
            b"\xEF\xBB\xBF[ {}]",
            br#"[["a"]]"#,
            br#"["a"]"#,
            b"[]",
            br#""a\"b\\" "#,
            b"\"\"\n",
            b"payload=%3C190%3E1+2024\r\n",
            b"%3c7%3e",
            b"2024-05-29T07:07:25.193493+00:00 app[web.1]: up\nand more",
            b"\x1B[36m2024-05-29T07:07:25+00:00 app[web.1]:\x1B[0m up",
        ];
        for sample in samples {
            for framing in Framing::ALL {
                assert!(other_format(sample, framing).is_some(), "{sample:?}");
                for at in 0..=sample.len() {
                    assert!(
                        !is_drain_payload(&sample[..at], framing),
                        "{:?}",
                        &sample[..at]
                    );
                }
            }
        }
    }

    #[test]
    fn a_beginning_is_a_drain_payload_once_it_can_be_nothing_else() {
        let line = "a ".repeat(LONGEST_CLI_PREFIX / 2);
        let beginnings = [
            "63 <",
            "\u{FEFF}63 <",
            "\u{FEFF} \n63 \n",
            "63 &a\u{301}          x",
            "63 &lt;12345678901",
            "aGVsbG8\n",
            "{\"\n 7 <",
            "{\"\n+7 <",
            "<190>1 x\n",
            "an event\r",
            "{x\n",
            "{1 \n",
            "[1\n",
            "\"a\n",
            "\"a\" b\n",
            "\x1Fx\n",
            "\u{FEFF}x \n",
            "a=%3C190 \n",
            &line,
        ];
        for beginning in beginnings {
            for framing in Framing::ALL {
                assert!(
                    is_drain_payload(beginning.as_bytes(), framing),
                    "{beginning:?}"
                );
            }
            let before = &beginning.as_bytes()[..beginning.len() - 1];
            assert!(!is_drain_payload(before, Framing::Auto), "{before:?}");
        }
    }

    #[test]
    fn a_line_may_have_no_octet_count() {
        for beginning in ["{\"\n<", "{\"\n- <"] {
            let is_usual = |framing| is_drain_payload(beginning.as_bytes(), framing);
            assert_eq!(Framing::ALL.map(is_usual), [false, false, true]);
        }
    }
}
