//! One event: its values, their meaning, and its warnings.

use std::borrow::Cow;

use crate::blocks::is_ascii;
use crate::frame::{BYTE_ORDER_MARK, Frame};
use crate::indicator::Indicator;
use crate::prival::Prival;
use crate::problem::{Kind, Problem, Span};
use crate::timestamp::EventTime;
use crate::values::{FIELDS, Values, index};

/// One `Heroku.Runtime` event, borrowing from the payload it was read from.
///
/// A value that is absent, because it is empty or one of the schema's empty values, is `None`. Text
/// that is not UTF-8 reads with U+FFFD, as the Encoding Standard says; its bytes are at
/// [`field_span`](Self::field_span).
///
/// ```
/// let payload = b"58 <190>1 2024-05-29T07:07:25.5Z host app web.1 - Listening...\n";
/// let record = heroku_drain::parse(payload).next().unwrap().unwrap();
/// assert_eq!(record.priority(), Some(190));
/// assert_eq!(record.process_id().as_deref(), Some("web.1"));
/// assert_eq!(record.message_id(), None);
/// assert_eq!(record.message().as_deref(), Some("Listening..."));
/// assert_eq!(record.event_time().unwrap().milliseconds(), 1_716_966_445_500);
/// ```
#[derive(Debug, Clone)]
pub struct Record<'p> {
    payload: &'p [u8],
    /// Where the payload starts in the stream that it is part of.
    offset: usize,
    frame: Frame,
    values: Values,
    encoding: Encoding,
    follows_byte_order_mark: bool,
}

/// The known encoding of some bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encoding {
    Ascii,
    Utf8,
    /// Nothing; of a record, that some of its bytes are not UTF-8.
    Unknown,
}

impl Encoding {
    /// The encoding of a part of bytes with this encoding.
    #[inline(never)]
    fn of(self, part: &[u8]) -> Self {
        if is_ascii(part) {
            Self::Ascii
        } else if self == Self::Utf8 || std::str::from_utf8(part).is_ok() {
            Self::Utf8
        } else {
            Self::Unknown
        }
    }
}

pub(crate) const MESSAGE_LEN: usize = index("message_len");
pub(crate) const PRIORITY: usize = index("priority");
pub(crate) const VERSION: usize = index("version");
pub(crate) const TIMESTAMP: usize = index("timestamp");
pub(crate) const HOST_NAME: usize = index("host_name");
pub(crate) const APP_NAME: usize = index("app_name");
pub(crate) const PROCESS_ID: usize = index("process_id");
pub(crate) const MESSAGE_ID: usize = index("message_id");
pub(crate) const MESSAGE: usize = index("message");

impl<'p> Record<'p> {
    /// The record of a frame with those values. `known` is the known encoding of the payload.
    #[inline(always)]
    pub(crate) fn new(payload: &'p [u8], frame: Frame, values: Values, known: Encoding) -> Self {
        let encoding = match known {
            Encoding::Ascii => known,
            Encoding::Utf8 | Encoding::Unknown => known.of(bytes(payload, frame.span)),
        };
        Self {
            payload,
            offset: 0,
            frame,
            values,
            encoding,
            follows_byte_order_mark: false,
        }
    }

    pub(crate) fn follow_byte_order_mark(&mut self) {
        self.follows_byte_order_mark = true;
    }

    /// Counts places from the start of a stream, in which the payload starts there.
    pub(crate) fn count_from(&mut self, offset: usize) {
        self.offset = offset;
    }

    /// The number of bytes that MSG-LEN says follow it.
    #[must_use]
    pub fn message_len(&self) -> Option<i32> {
        self.integer(MESSAGE_LEN)
    }

    /// The PRI value; 0 to 191 in a well-formed message.
    #[must_use]
    pub fn priority(&self) -> Option<i32> {
        self.integer(PRIORITY)
    }

    /// The version of the syslog protocol, `"1"`.
    #[must_use]
    pub fn version(&self) -> Option<Cow<'p, str>> {
        self.text(VERSION)
    }

    /// The timestamp as it was sent, with all its digits.
    #[must_use]
    pub fn timestamp(&self) -> Option<Cow<'p, str>> {
        self.text(TIMESTAMP)
    }

    /// The host name; `"host"` in an HTTPS drain, the drain's token in a syslog drain.
    #[must_use]
    pub fn host_name(&self) -> Option<Cow<'p, str>> {
        self.text(HOST_NAME)
    }

    /// The source: `"app"` or `"heroku"`.
    #[must_use]
    pub fn app_name(&self) -> Option<Cow<'p, str>> {
        self.text(APP_NAME)
    }

    /// The process: `"web.1"`, `"router"`, `"heroku-postgres"` ...
    #[must_use]
    pub fn process_id(&self) -> Option<Cow<'p, str>> {
        self.text(PROCESS_ID)
    }

    /// The message's type, which Logplex leaves out.
    #[must_use]
    pub fn message_id(&self) -> Option<Cow<'p, str>> {
        self.text(MESSAGE_ID)
    }

    /// The message, without the line end of its frame.
    #[must_use]
    pub fn message(&self) -> Option<Cow<'p, str>> {
        self.text(MESSAGE)
    }

    /// The instant of the timestamp.
    #[must_use]
    pub fn event_time(&self) -> Option<EventTime> {
        self.values.event_time
    }

    /// Facility and severity, where the priority is 0 to 191.
    #[must_use]
    pub fn prival(&self) -> Option<Prival> {
        self.priority().and_then(Prival::new)
    }

    /// The address or domain name in the host name.
    #[must_use]
    pub fn indicator(&self) -> Option<Indicator<'p>> {
        self.host_name().and_then(Indicator::in_host_name)
    }

    /// The bytes of the record's frame, from its octet count to its line end.
    #[must_use]
    pub fn span(&self) -> Span {
        self.frame.span.moved(self.offset)
    }

    /// The bytes of the field with that index in the schema, also where its value is absent.
    ///
    /// # Panics
    ///
    /// If the schema has no such field.
    #[must_use]
    pub fn field_span(&self, index: usize) -> Span {
        self.values.span(index).moved(self.offset)
    }

    /// Whether the field with that index in the schema has no value.
    ///
    /// # Panics
    ///
    /// If the schema has no such field.
    #[must_use]
    pub fn is_absent(&self, index: usize) -> bool {
        assert!(index < FIELDS, "the schema has no field {index}");
        self.values.absent >> index & 1 == 1
    }

    /// The value of an integer field, by its index in the schema; 0 of a field of another type.
    ///
    /// # Panics
    ///
    /// If the schema has no such field.
    #[must_use]
    pub fn integer(&self, index: usize) -> Option<i32> {
        (!self.is_absent(index)).then(|| self.values.integer(index))
    }

    /// The text of a field, by its index in the schema.
    ///
    /// # Panics
    ///
    /// If the schema has no such field.
    #[must_use]
    pub fn text(&self, index: usize) -> Option<Cow<'p, str>> {
        self.bytes(index).map(String::from_utf8_lossy)
    }

    /// The payload from a field on, by the field's index in the schema, and the length of the field.
    ///
    /// [`field_span`](Self::field_span) counts from the start of the stream, which is not where the
    /// payload of a record of a [`Decoder`](crate::Decoder) starts.
    #[inline(always)]
    pub(crate) fn payload_from(&self, index: usize) -> (&'p [u8], usize) {
        let span = self.values.span(index);
        (&self.payload[span.start..], span.len())
    }

    /// The bytes of a field that is not absent, by its index in the schema.
    pub(crate) fn bytes(&self, index: usize) -> Option<&'p [u8]> {
        (!self.is_absent(index)).then(|| bytes(self.payload, self.values.span(index)))
    }

    #[cfg(target_arch = "wasm32")]
    pub(crate) fn values(&self) -> &Values {
        &self.values
    }

    /// Whether all bytes of the frame are ASCII.
    #[cfg(target_arch = "wasm32")]
    pub(crate) fn is_ascii(&self) -> bool {
        self.encoding == Encoding::Ascii
    }

    /// Whether all bytes of the frame are UTF-8.
    pub(crate) fn is_utf8(&self) -> bool {
        self.encoding != Encoding::Unknown
    }

    /// Whether there are [`warnings`](Self::warnings).
    #[inline]
    #[must_use]
    pub fn is_odd(&self) -> bool {
        self.follows_byte_order_mark
            || self.frame.crlf
            || !self.is_utf8()
            || !self.frame.has_right_count()
            || self.priority_out_of_range().is_some()
    }

    /// The warnings about the record.
    ///
    /// In this order: the byte order mark before it, its octet count, its line end, bytes that
    /// are not UTF-8, its priority.
    pub fn warnings(&self) -> impl Iterator<Item = Problem> + use<> {
        [
            self.byte_order_mark(),
            self.in_stream(self.frame.count_problem(self.payload)),
            self.in_stream(self.crlf()),
            self.in_stream(self.invalid_utf8()),
            self.in_stream(self.priority_out_of_range()),
        ]
        .into_iter()
        .flatten()
    }

    fn in_stream(&self, warning: Option<Problem>) -> Option<Problem> {
        warning.map(|warning| warning.moved(self.offset))
    }

    fn byte_order_mark(&self) -> Option<Problem> {
        let mark = Span::new(0, BYTE_ORDER_MARK.len());
        self.follows_byte_order_mark
            .then(|| warning(Kind::ByteOrderMark, mark))
    }

    fn crlf(&self) -> Option<Problem> {
        let start = self.frame.text_end;
        self.frame
            .crlf
            .then(|| warning(Kind::Crlf, Span::new(start, start + 2)))
    }

    fn invalid_utf8(&self) -> Option<Problem> {
        if self.is_utf8() {
            return None;
        }
        let frame = bytes(self.payload, self.frame.span);
        let error = std::str::from_utf8(frame).err()?;
        let start = error.valid_up_to();
        let end = error
            .error_len()
            .map_or(frame.len(), |length| start + length);
        let at = self.frame.span.start;
        Some(warning(Kind::InvalidUtf8, Span::new(at + start, at + end)))
    }

    fn priority_out_of_range(&self) -> Option<Problem> {
        let priority = self.priority()?;
        let kind = Kind::PriorityOutOfRange { priority };
        Prival::new(priority)
            .is_none()
            .then(|| warning(kind, self.values.span(PRIORITY)))
    }
}

fn warning(kind: Kind, span: Span) -> Problem {
    Problem {
        kind,
        span,
        found: span,
    }
}

#[inline]
fn bytes(payload: &[u8], span: Span) -> &[u8] {
    &payload[span.start..span.end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_ascii_or_what_is_known_of_the_whole() {
        for known in [Encoding::Ascii, Encoding::Utf8, Encoding::Unknown] {
            assert_eq!(known.of(b"host"), Encoding::Ascii);
        }
        assert_eq!(Encoding::Utf8.of("é".as_bytes()), Encoding::Utf8);
        assert_eq!(Encoding::Unknown.of("é".as_bytes()), Encoding::Utf8);
        assert_eq!(Encoding::Unknown.of(b"\xE9"), Encoding::Unknown);
    }
}
