//! What a whole payload is, when it is no drain payload.

use memchr::{memchr, memchr2};

use crate::border::is_blank_or_line_end;
use crate::frame::{BYTE_ORDER_MARK, Framing, OctetCount};
use crate::problem::{Kind, Problem, Span};
use crate::timestamp::is_like;

/// The one problem of a payload that is plainly of another kind.
///
/// Never where a line of it could be a record.
pub(crate) fn other_kind(payload: &[u8], framing: Framing) -> Option<Problem> {
    let text = payload.strip_prefix(BYTE_ORDER_MARK).unwrap_or(payload);
    let text = without_blanks_in_front(text);
    match OctetCount::read(text, 0) {
        Some(_) => None,
        None => uncounted(payload, text, framing),
    }
}

/// The same where no octet count begins the payload; `text` is what is behind blanks.
#[cold]
#[inline(never)]
fn uncounted(payload: &[u8], text: &[u8], framing: Framing) -> Option<Problem> {
    let kind = kind(payload, text)?;
    if has_counted_line(payload, framing) {
        return None;
    }
    let span = Span::new(0, payload.len());
    let start = payload.len() - text.len();
    Some(Problem {
        kind,
        span,
        found: Span::new(start, payload.len()),
    })
}

/// Whether a payload that begins so is a drain payload, whatever follows: [`other_kind`] finds none.
pub(crate) fn is_usual(beginning: &[u8], framing: Framing) -> bool {
    let text = beginning.strip_prefix(BYTE_ORDER_MARK).unwrap_or(beginning);
    let text = without_blanks_in_front(text);
    OctetCount::read(text, 0).is_some()
        || has_counted_line(beginning, framing)
        || has_first_line(text) && !may_go_on(text) && kind(beginning, text).is_none()
}

/// Whether there is all that [`kind`] looks at of most kinds.
fn has_first_line(text: &[u8]) -> bool {
    text.len() >= LONGEST_CLI_PREFIX || memchr2(b'\r', b'\n', text).is_some()
}

/// Whether what tells that it is JSON or a form may be still to come.
fn may_go_on(text: &[u8]) -> bool {
    match text.split_first() {
        Some((b'{' | b'[', rest)) => without_blanks_in_front(rest).is_empty(),
        Some((b'"', rest)) => end_of_quoted(rest).is_none(),
        _ => text.iter().all(|&byte| is_form_character(byte)),
    }
}

fn kind(payload: &[u8], text: &[u8]) -> Option<Kind> {
    if is_gzip(payload) {
        Some(Kind::GzipPayload)
    } else if is_json(text) {
        Some(Kind::JsonPayload)
    } else if is_form_encoded(text) {
        Some(Kind::FormEncoded)
    } else if is_cli_output(text) {
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
            let line = without_blanks_in_front(line);
            let count = line
                .strip_prefix(b"+")
                .or_else(|| line.strip_prefix(b"-"))
                .unwrap_or(line);
            let rest = without_digits_in_front(count);
            let is_counted = rest.len() < count.len() && rest.starts_with(b" <");
            is_counted
                || framing == Framing::Lines && matches!(line, [b'<', ..] | [b'-', b' ', b'<', ..])
        })
}

/// The magic number (RFC 1952, section 2.3.1); read as text, its second byte becomes U+FFFD.
fn is_gzip(payload: &[u8]) -> bool {
    payload.starts_with(b"\x1F\x8B") || payload.starts_with("\x1F\u{FFFD}".as_bytes())
}

/// An object, an array or a string, as far as its ends tell.
fn is_json(text: &[u8]) -> bool {
    let Some((first, rest)) = text.split_first() else {
        return false;
    };
    let second = without_blanks_in_front(rest).first();
    match first {
        b'{' => matches!(second, Some(b'"' | b'}')),
        b'[' => matches!(second, Some(b'{' | b'[' | b'"' | b']')),
        b'"' => is_quoted(rest),
        _ => false,
    }
}

/// What follows an opening quote: a string without control characters, then only blanks.
fn is_quoted(text: &[u8]) -> bool {
    end_of_quoted(text)
        .is_some_and(|at| text[at] == b'"' && without_blanks_in_front(&text[at + 1..]).is_empty())
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

/// `YYYY-MM-DDTHH:MM:SS` and anything behind it.
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

fn without_blanks_in_front(text: &[u8]) -> &[u8] {
    let blanks = text
        .iter()
        .take_while(|&&byte| is_blank_or_line_end(byte))
        .count();
    &text[blanks..]
}

fn without_digits_in_front(text: &[u8]) -> &[u8] {
    let digits = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    &text[digits..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_beginning_of_another_kind_is_usual() {
        let long = "a".repeat(LONGEST_CLI_PREFIX);
        let (long_form, long_string) = (format!("{long}%3C1%3E"), format!("\"{long}\""));
        let samples: [&[u8]; 16] = [
            long_form.as_bytes(),
            long_string.as_bytes(),
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
                assert!(other_kind(sample, framing).is_some(), "{sample:?}");
                for at in 0..=sample.len() {
                    assert!(!is_usual(&sample[..at], framing), "{:?}", &sample[..at]);
                }
            }
        }
    }

    #[test]
    fn a_beginning_is_usual_once_it_can_be_nothing_else() {
        let line = "a ".repeat(LONGEST_CLI_PREFIX / 2);
        let beginnings = [
            "63 ",
            "\u{FEFF}63 ",
            "\u{FEFF} \n63 ",
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
                assert!(is_usual(beginning.as_bytes(), framing), "{beginning:?}");
            }
            let before = &beginning.as_bytes()[..beginning.len() - 1];
            assert!(!is_usual(before, Framing::Auto), "{before:?}");
        }
    }

    #[test]
    fn a_line_may_have_no_octet_count() {
        for beginning in ["{\"\n<", "{\"\n- <"] {
            let is_usual = |framing| is_usual(beginning.as_bytes(), framing);
            assert_eq!(Framing::ALL.map(is_usual), [false, false, true]);
        }
    }
}
