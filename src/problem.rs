//! Problems of a payload: their kind, their position and their message.

use std::fmt::{self, Write};

use crate::border::after_priority;

/// A range of bytes in a payload: from `start` up to, but not including, `end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Span {
    /// The first byte, counted from 0.
    pub start: usize,
    /// The end, exclusive.
    pub end: usize,
}

impl Span {
    /// The bytes from `start` up to, but not including, `end`.
    #[must_use]
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The number of bytes.
    #[must_use]
    pub const fn len(self) -> usize {
        self.end - self.start
    }

    /// The same bytes, with `offset` added to their positions.
    pub(crate) const fn moved(self, offset: usize) -> Self {
        Self::new(
            self.start.saturating_add(offset),
            self.end.saturating_add(offset),
        )
    }

    /// The same bytes, with `offset` subtracted from their positions.
    pub(crate) const fn moved_back(self, offset: usize) -> Self {
        Self::new(
            self.start.saturating_sub(offset),
            self.end.saturating_sub(offset),
        )
    }

    /// Whether there are no bytes in it.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }
}

/// Something that is wrong with a part of a payload.
///
/// ```
/// use heroku_drain::{Kind, Severity};
///
/// let payload = b"hello";
/// let problem = heroku_drain::parse(payload).next().unwrap().unwrap_err();
/// assert_eq!(problem.kind, Kind::NotAFrame);
/// assert_eq!(problem.kind.severity(), Severity::Error);
/// assert_eq!(problem.span.len(), 5);
/// assert_eq!(
///     problem.message(payload),
///     r#"expected an octet count and a space, found "hello" at byte 0"#,
/// );
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Problem {
    /// The kind of problem.
    pub kind: Kind,
    /// For an error: all the bytes that produced no record. For a warning: the irregular bytes.
    pub span: Span,
    /// The bytes that the message quotes, at the position that it names.
    pub found: Span,
}

/// The kind of a problem. Errors are bytes that produced no record; warnings are about a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// No frame starts here.
    NotAFrame,
    /// A syslog message without an octet count.
    MissingOctetCount,
    /// The schema's pattern does not match: the closing literal of a field is missing.
    DelimiterMissing {
        /// The field that does not end.
        field: &'static str,
        /// The literal that should end it.
        delimiter: &'static str,
    },
    /// The value of an integer field is not an integer of 32 bits.
    InvalidInteger {
        /// The field.
        field: &'static str,
    },
    /// The value of a timestamp field is not an RFC 3339 timestamp.
    InvalidTimestamp {
        /// The field.
        field: &'static str,
    },
    /// A frame of a stream exceeds the limit of its [`Decoder`](crate::Decoder), or does not end within it.
    FrameTooLong {
        /// The maximum length of a frame in bytes, including its octet count.
        largest: usize,
    },
    /// The payload is compressed.
    GzipPayload,
    /// The payload is UTF-16 text.
    Utf16Payload,
    /// The payload is JSON.
    JsonPayload,
    /// The payload is form-encoded.
    FormEncoded,
    /// The payload is Base64 of a drain payload.
    Base64Payload,
    /// The payload is escaped for HTML or XML.
    HtmlEscaped,
    /// The payload is output of `heroku logs`.
    CliOutput,
    /// The octet count is not the number of bytes in the frame.
    OctetCountMismatch {
        /// The octet count.
        declared: u64,
        /// The actual length of the frame, in bytes.
        actual: usize,
    },
    /// The payload ends before the octet count does.
    Truncated {
        /// The octet count.
        declared: u64,
        /// The number of bytes present.
        actual: usize,
    },
    /// A frame ends in CR LF.
    Crlf,
    /// The payload begins with a byte order mark.
    ByteOrderMark,
    /// A frame contains bytes that are not UTF-8.
    InvalidUtf8,
    /// The priority is outside 0 to 191 (RFC 5424).
    PriorityOutOfRange {
        /// The priority.
        priority: i32,
    },
}

/// Whether the bytes produced a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// The bytes produced no record.
    Error,
    /// The record exists, but is irregular.
    Warning,
}

impl Severity {
    /// `"error"` or `"warning"`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

impl Kind {
    /// The code of every kind, errors first.
    pub const CODES: [&'static str; 19] = [
        "not-a-frame",
        "missing-octet-count",
        "delimiter-missing",
        "invalid-integer",
        "invalid-timestamp",
        "frame-too-long",
        "gzip-payload",
        "utf16-payload",
        "json-payload",
        "form-encoded",
        "base64-payload",
        "html-escaped",
        "cli-output",
        "octet-count-mismatch",
        "truncated",
        "crlf",
        "byte-order-mark",
        "invalid-utf8",
        "priority-out-of-range",
    ];

    /// The kind's code, such as `"not-a-frame"`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotAFrame => "not-a-frame",
            Self::MissingOctetCount => "missing-octet-count",
            Self::DelimiterMissing { .. } => "delimiter-missing",
            Self::InvalidInteger { .. } => "invalid-integer",
            Self::InvalidTimestamp { .. } => "invalid-timestamp",
            Self::FrameTooLong { .. } => "frame-too-long",
            Self::GzipPayload => "gzip-payload",
            Self::Utf16Payload => "utf16-payload",
            Self::JsonPayload => "json-payload",
            Self::FormEncoded => "form-encoded",
            Self::Base64Payload => "base64-payload",
            Self::HtmlEscaped => "html-escaped",
            Self::CliOutput => "cli-output",
            Self::OctetCountMismatch { .. } => "octet-count-mismatch",
            Self::Truncated { .. } => "truncated",
            Self::Crlf => "crlf",
            Self::ByteOrderMark => "byte-order-mark",
            Self::InvalidUtf8 => "invalid-utf8",
            Self::PriorityOutOfRange { .. } => "priority-out-of-range",
        }
    }

    /// Whether the bytes produced no record.
    #[must_use]
    pub const fn severity(self) -> Severity {
        match self {
            Self::OctetCountMismatch { .. }
            | Self::Truncated { .. }
            | Self::Crlf
            | Self::ByteOrderMark
            | Self::InvalidUtf8
            | Self::PriorityOutOfRange { .. } => Severity::Warning,
            _ => Severity::Error,
        }
    }

    /// The invalid field, if it is one field.
    #[must_use]
    pub const fn field(self) -> Option<&'static str> {
        match self {
            Self::DelimiterMissing { field, .. }
            | Self::InvalidInteger { field }
            | Self::InvalidTimestamp { field } => Some(field),
            Self::PriorityOutOfRange { .. } => Some("priority"),
            _ => None,
        }
    }
}

/// A position in a payload, as a message names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Counted in bytes from 0.
    Byte(u64),
    /// Counted in UTF-16 code units from 0, as JavaScript counts the characters of a string.
    Character(u64),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Byte(at) => write!(f, "byte {at}"),
            Self::Character(at) => write!(f, "character {at}"),
        }
    }
}

impl Problem {
    /// The problem in one sentence: what was expected, what was found, and where.
    ///
    /// `payload` is the payload that was parsed. Quotes from it are shortened and escaped, so
    /// that the sentence is one line without control, bidirectional or invisible characters.
    #[must_use]
    pub fn message(&self, payload: &[u8]) -> String {
        self.message_at(payload, Place::Byte(self.found.start as u64))
    }

    /// The same problem, with `offset` subtracted from its positions.
    pub(crate) const fn moved_back(self, offset: usize) -> Self {
        Self {
            kind: self.kind,
            span: self.span.moved_back(offset),
            found: self.found.moved_back(offset),
        }
    }

    /// The same problem, with `offset` added to its positions.
    pub(crate) const fn moved(self, offset: usize) -> Self {
        Self {
            kind: self.kind,
            span: self.span.moved(offset),
            found: self.found.moved(offset),
        }
    }

    /// Like [`message`](Self::message), with the position of [`found`](Self::found) in the caller's unit.
    #[must_use]
    pub fn message_at(&self, payload: &[u8], place: Place) -> String {
        let found = Excerpt(
            payload
                .get(self.found.start..self.found.end)
                .unwrap_or_default(),
        );
        match self.kind {
            Kind::NotAFrame => {
                format!("expected an octet count and a space, found {found} at {place}")
            }
            Kind::MissingOctetCount => format!(
                "expected an octet count before the priority, found {found} at {place}{}",
                self.hint(payload)
            ),
            Kind::DelimiterMissing { field, delimiter } => format!(
                "expected \"{delimiter}\" after {field}, found {found} at {place}{}",
                self.hint(payload)
            ),
            Kind::InvalidInteger { field } => format!(
                "expected {field} to be an integer from -2147483648 to 2147483647, \
                 found {found} at {place}"
            ),
            Kind::InvalidTimestamp { field } => format!(
                "expected {field} to be an RFC 3339 timestamp such as 2024-05-29T07:07:25.193493Z, \
                 found {found} at {place}{}",
                self.hint(payload)
            ),
            Kind::FrameTooLong { largest } => format!(
                "expected a frame of at most {}, found {found} without an end at {place}",
                Bytes(largest as u64)
            ),
            Kind::GzipPayload => {
                format!("expected a drain payload, found gzip data at {place}: decompress it first")
            }
            Kind::Utf16Payload => format!(
                "expected a drain payload, found UTF-16 text at {place}: convert it to UTF-8 first"
            ),
            Kind::JsonPayload => format!(
                "expected a drain payload, found JSON at {place}: parse it and take the text inside"
            ),
            Kind::FormEncoded => format!(
                "expected a drain payload, found form-encoded text at {place}: decode it first"
            ),
            Kind::Base64Payload => {
                format!("expected a drain payload, found Base64 at {place}: decode it first")
            }
            Kind::HtmlEscaped => format!(
                "expected a drain payload, found HTML-escaped text at {place}: \
                 unescape &lt;, &gt; and the like first"
            ),
            Kind::CliOutput => format!(
                "expected a drain payload, found \"heroku logs\" output at {place}: \
                 a drain sends another format"
            ),
            Kind::OctetCountMismatch { declared, actual } => format!(
                "expected a frame of {} as its octet count at {place} says, found {}",
                Bytes(declared),
                Bytes(actual as u64)
            ),
            Kind::Truncated { declared, actual } => format!(
                "expected a frame of {} as its octet count at {place} says, \
                 found the end of the payload after {}",
                Bytes(declared),
                Bytes(actual as u64)
            ),
            Kind::Crlf => format!("expected the frame to end in LF, found CR LF at {place}"),
            Kind::ByteOrderMark => {
                format!("expected an octet count, found a byte order mark at {place}")
            }
            Kind::InvalidUtf8 => format!("expected UTF-8, found {found} at {place}"),
            Kind::PriorityOutOfRange { priority } => {
                format!("expected a priority from 0 to 191, found {priority} at {place}")
            }
        }
    }
}

impl Problem {
    /// The fix for syslog of RFC 3164, which other senders than Logplex use.
    fn hint(&self, payload: &[u8]) -> &'static str {
        let text = payload.get(self.span.start..self.span.end);
        if text.is_some_and(is_rfc3164) {
            ": RFC 3164 syslog, set the sender to RFC 5424 with octet counting"
        } else {
            ""
        }
    }
}

/// Whether a frame begins `[digits SP] "<" 1*3DIGIT ">"` and a time such as `Oct 11 22:` (RFC 3164,
/// section 4.1.2). A month and a day alone also begin text such as `Max 30 seconds`.
fn is_rfc3164(frame: &[u8]) -> bool {
    let digits = frame
        .iter()
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    let counted = frame[digits..].strip_prefix(b" ").filter(|_| digits > 0);
    matches!(
        after_priority(counted.unwrap_or(frame)),
        Some([
            b'A'..=b'Z',
            b'a'..=b'z',
            b'a'..=b'z',
            b' ',
            b' ' | b'0'..=b'3',
            b'0'..=b'9',
            b' ',
            b'0'..=b'2',
            b'0'..=b'9',
            b':',
            ..
        ])
    )
}

/// A number of bytes, in words.
struct Bytes(u64);

impl fmt::Display for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} byte{}", self.0, if self.0 == 1 { "" } else { "s" })
    }
}

/// The first of the found bytes, quoted and escaped.
struct Excerpt<'p>(&'p [u8]);

impl Excerpt<'_> {
    const LONGEST: usize = 48;
}

impl fmt::Display for Excerpt<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("nothing");
        }
        let shown = &self.0[..shown_length(self.0)];
        f.write_str("\"")?;
        for chunk in shown.utf8_chunks() {
            chunk
                .valid()
                .chars()
                .try_for_each(|character| write_escaped(character, f))?;
            for byte in chunk.invalid() {
                write!(f, "\\x{byte:02x}")?;
            }
        }
        f.write_str(if shown.len() < self.0.len() {
            "…\""
        } else {
            "\""
        })
    }
}

fn write_escaped(character: char, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match character {
        '"' | '\\' => write!(f, "\\{character}"),
        '\n' => f.write_str("\\n"),
        '\r' => f.write_str("\\r"),
        '\t' => f.write_str("\\t"),
        _ if is_invisible(character) => write!(f, "\\u{{{:x}}}", u32::from(character)),
        _ => f.write_char(character),
    }
}

/// Control characters, characters that reorder or hide text, and those that look like a space: a log
/// could lie with them. They are what Unicode calls ignorable by default, every space separator except
/// U+0020, line and paragraph separators, annotations, format controls of hieroglyphs, and the blanks of
/// Braille, Khitan script and musical notation.
fn is_invisible(character: char) -> bool {
    // Most are ASCII, which need not be looked for among the others.
    if character.is_ascii() {
        return character.is_ascii_control();
    }
    character.is_control()
        || matches!(
            character,
            '\u{A0}'
                | '\u{AD}'
                | '\u{34F}'
                | '\u{61C}'
                | '\u{115F}'..='\u{1160}'
                | '\u{1680}'
                | '\u{17B4}'..='\u{17B5}'
                | '\u{180B}'..='\u{180F}'
                | '\u{2000}'..='\u{200F}'
                | '\u{2028}'..='\u{202F}'
                | '\u{205F}'..='\u{206F}'
                | '\u{2800}'
                | '\u{3000}'
                | '\u{3164}'
                | '\u{FE00}'..='\u{FE0F}'
                | '\u{FEFF}'
                | '\u{FFA0}'
                | '\u{FFF0}'..='\u{FFFB}'
                | '\u{13430}'..='\u{1343F}'
                | '\u{16FE4}'
                | '\u{1BCA0}'..='\u{1BCA3}'
                | '\u{1D159}'
                | '\u{1D173}'..='\u{1D17A}'
                | '\u{E0000}'..='\u{E0FFF}'
        )
}

/// How much of `text` an excerpt shows, so that no character is cut in two.
fn shown_length(text: &[u8]) -> usize {
    if text.len() <= Excerpt::LONGEST {
        return text.len();
    }
    let continues = |at: usize| text[at] & 0xC0 == 0x80;
    (Excerpt::LONGEST - 3..=Excerpt::LONGEST)
        .rev()
        .find(|&at| !continues(at))
        .unwrap_or(Excerpt::LONGEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(kind: Kind, payload: &str) -> String {
        let span = Span::new(0, payload.len());
        Problem {
            kind,
            span,
            found: span,
        }
        .message(payload.as_bytes())
    }

    #[test]
    fn every_kind_says_what_was_expected_what_was_found_and_where() {
        let expected = [
            (
                Kind::NotAFrame,
                r#"expected an octet count and a space, found "x" at byte 0"#,
            ),
            (
                Kind::MissingOctetCount,
                r#"expected an octet count before the priority, found "x" at byte 0"#,
            ),
            (
                Kind::DelimiterMissing {
                    field: "priority",
                    delimiter: ">",
                },
                r#"expected ">" after priority, found "x" at byte 0"#,
            ),
            (
                Kind::InvalidInteger { field: "priority" },
                "expected priority to be an integer from -2147483648 to 2147483647, \
                 found \"x\" at byte 0",
            ),
            (
                Kind::InvalidTimestamp { field: "timestamp" },
                "expected timestamp to be an RFC 3339 timestamp such as \
                 2024-05-29T07:07:25.193493Z, found \"x\" at byte 0",
            ),
            (
                Kind::FrameTooLong { largest: 1024 },
                r#"expected a frame of at most 1024 bytes, found "x" without an end at byte 0"#,
            ),
            (
                Kind::GzipPayload,
                "expected a drain payload, found gzip data at byte 0: decompress it first",
            ),
            (
                Kind::Utf16Payload,
                "expected a drain payload, found UTF-16 text at byte 0: convert it to UTF-8 first",
            ),
            (
                Kind::JsonPayload,
                "expected a drain payload, found JSON at byte 0: \
                 parse it and take the text inside",
            ),
            (
                Kind::FormEncoded,
                "expected a drain payload, found form-encoded text at byte 0: decode it first",
            ),
            (
                Kind::Base64Payload,
                "expected a drain payload, found Base64 at byte 0: decode it first",
            ),
            (
                Kind::HtmlEscaped,
                "expected a drain payload, found HTML-escaped text at byte 0: \
                 unescape &lt;, &gt; and the like first",
            ),
            (
                Kind::CliOutput,
                "expected a drain payload, found \"heroku logs\" output at byte 0: \
                 a drain sends another format",
            ),
            (
                Kind::OctetCountMismatch {
                    declared: 1,
                    actual: 2,
                },
                "expected a frame of 1 byte as its octet count at byte 0 says, found 2 bytes",
            ),
            (
                Kind::Truncated {
                    declared: 9,
                    actual: 2,
                },
                "expected a frame of 9 bytes as its octet count at byte 0 says, \
                 found the end of the payload after 2 bytes",
            ),
            (
                Kind::Crlf,
                "expected the frame to end in LF, found CR LF at byte 0",
            ),
            (
                Kind::ByteOrderMark,
                "expected an octet count, found a byte order mark at byte 0",
            ),
            (Kind::InvalidUtf8, r#"expected UTF-8, found "x" at byte 0"#),
            (
                Kind::PriorityOutOfRange { priority: 192 },
                "expected a priority from 0 to 191, found 192 at byte 0",
            ),
        ];
        for (index, (kind, text)) in expected.into_iter().enumerate() {
            assert_eq!(message(kind, "x"), text);
            assert_eq!(kind.code(), Kind::CODES[index]);
        }
        assert_eq!(expected.len(), Kind::CODES.len());
    }

    #[test]
    fn syslog_of_rfc_3164_is_named_with_its_fix() {
        let sentence = |payload: &[u8]| {
            let problem = crate::parse(payload).next().unwrap().unwrap_err();
            (problem.kind.code(), problem.message(payload))
        };
        let fix = ": RFC 3164 syslog, set the sender to RFC 5424 with octet counting";
        let (code, text) = sentence(b"<34>Oct 11 22:14:15 host su: failed\n");
        assert_eq!(code, "missing-octet-count");
        assert!(text.ends_with(fix), "{text}");
        let (code, text) = sentence(b"42 <34>Oct 11 22:14:15 host su: failed for user\n");
        assert_eq!(code, "invalid-timestamp");
        assert!(text.ends_with(fix), "{text}");
        let (code, text) = sentence(b"29 <34>Oct 11 22:14:15 host su:");
        assert_eq!(code, "delimiter-missing");
        assert!(text.ends_with(fix), "{text}");
        for payload in [
            &b"<34>October 1"[..],
            b"<34>App 12 requests",
            b"<34>The 10 items",
            b"<34>Oct 11 2024",
            b"<34>1 Oct 11",
            b"34 <34>1 Oct 11 x y z - Oct ",
        ] {
            assert!(!sentence(payload).1.contains("RFC 3164"), "{payload:?}");
        }
    }

    #[test]
    fn an_excerpt_is_one_short_harmless_line() {
        let text = |bytes: &[u8]| Excerpt(bytes).to_string();
        assert_eq!(text(b""), "nothing");
        assert_eq!(text(b"a\"\n\x1b[31m\0"), r#""a\"\n\u{1b}[31m\u{0}""#);
        assert_eq!(text(b"\\\r\t'"), r#""\\\r\t'""#);
        assert_eq!(text("\u{202e}한".as_bytes()), "\"\\u{202e}한\"");
        assert_eq!(text(b"caf\xe9"), r#""caf\xe9""#);
        assert_eq!(text(&[b'a'; 49]), format!("\"{}…\"", "a".repeat(48)));
        assert_eq!(
            text("가".repeat(17).as_bytes()),
            format!("\"{}…\"", "가".repeat(16))
        );
        assert_eq!(
            text("😁".repeat(13).as_bytes()),
            format!("\"{}…\"", "😁".repeat(12))
        );
        assert_eq!(text(&[b'\x80'; 49]).matches("\\x80").count(), 48);
        assert_eq!(
            text(format!("a{}", "가".repeat(16)).as_bytes()),
            format!("\"a{}…\"", "가".repeat(15))
        );
        let cut = text(&[[b'a'; 20].as_slice(), &[b'\x80'; 30]].concat());
        assert_eq!(cut.matches("\\x80").count(), 28);
    }

    #[test]
    fn what_hides_or_reorders_text_is_invisible_and_what_is_next_to_it_is_not() {
        let invisible = [
            ('\0', '\x1F'),
            ('\x7F', '\u{A0}'),
            ('\u{AD}', '\u{AD}'),
            ('\u{34F}', '\u{34F}'),
            ('\u{61C}', '\u{61C}'),
            ('\u{115F}', '\u{1160}'),
            ('\u{1680}', '\u{1680}'),
            ('\u{17B4}', '\u{17B5}'),
            ('\u{180B}', '\u{180F}'),
            ('\u{2000}', '\u{200F}'),
            ('\u{2028}', '\u{202F}'),
            ('\u{205F}', '\u{206F}'),
            ('\u{2800}', '\u{2800}'),
            ('\u{3000}', '\u{3000}'),
            ('\u{3164}', '\u{3164}'),
            ('\u{FE00}', '\u{FE0F}'),
            ('\u{FEFF}', '\u{FEFF}'),
            ('\u{FFA0}', '\u{FFA0}'),
            ('\u{FFF0}', '\u{FFFB}'),
            ('\u{13430}', '\u{1343F}'),
            ('\u{16FE4}', '\u{16FE4}'),
            ('\u{1BCA0}', '\u{1BCA3}'),
            ('\u{1D159}', '\u{1D159}'),
            ('\u{1D173}', '\u{1D17A}'),
            ('\u{E0000}', '\u{E0FFF}'),
        ];
        for character in '\0'..=char::MAX {
            let expected = invisible
                .iter()
                .any(|&(first, last)| (first..=last).contains(&character));
            assert_eq!(is_invisible(character), expected, "{character:?}");
        }
    }

    #[test]
    fn a_span_has_a_length() {
        let spans = [Span::new(3, 3), Span::new(3, 4), Span::new(3, 7)];
        assert_eq!(spans.map(Span::len), [0, 1, 4]);
        assert_eq!(spans.map(Span::is_empty), [true, false, false]);
    }

    #[test]
    fn a_place_in_a_string_is_a_character() {
        let problem = Problem {
            kind: Kind::Crlf,
            span: Span::new(3, 5),
            found: Span::new(3, 5),
        };
        assert_eq!(
            problem.message_at(b"abc\r\n", Place::Character(2)),
            "expected the frame to end in LF, found CR LF at character 2"
        );
    }
}
