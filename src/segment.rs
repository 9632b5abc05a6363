//! The segments of a payload, which tile it.

use crate::blocks::is_ascii;
use crate::canonical;
use crate::frame::{BYTE_ORDER_MARK, Frame, Framer, Framing, Part};
use crate::payload::other_format;
use crate::problem::{Problem, Span};
use crate::record::{Encoding, Record};
use crate::timestamp::Clock;
use crate::values::Values;

/// A part of a payload: a record, an error, or bytes between frames.
#[derive(Debug, Clone)]
#[allow(
    clippy::large_enum_variant,
    reason = "records are the rule; a box for each costs more"
)]
pub enum Segment<'p> {
    /// A frame that is a record.
    Record(Record<'p>),
    /// Bytes that produced no record.
    Error(Problem),
    /// Bytes with no meaning: blanks and line ends between frames, a byte order mark.
    Gap(Span),
}

impl Segment<'_> {
    /// The segment with places counted from the start of a stream, in which its payload starts there.
    pub(crate) fn counted_from(mut self, offset: usize) -> Self {
        match &mut self {
            Self::Record(record) => record.count_from(offset),
            Self::Error(problem) => *problem = problem.moved(offset),
            Self::Gap(span) => *span = span.moved(offset),
        }
        self
    }

    /// The bytes of the segment.
    #[must_use]
    pub fn span(&self) -> Span {
        match self {
            Self::Record(record) => record.span(),
            Self::Error(problem) => problem.span,
            Self::Gap(span) => *span,
        }
    }
}

/// Explains every byte: the segments tile the payload, in order.
///
/// ```
/// use heroku_drain::{Framing, Segment, explain};
///
/// let payload = b"\n21 <190>1 - - - - - Hi.\n8 <190>1 x";
/// let segments: Vec<_> = explain(payload, Framing::Auto).collect();
/// assert!(matches!(segments[..], [Segment::Gap(_), Segment::Record(_), Segment::Error(_)]));
///
/// let lengths: Vec<_> = segments.iter().map(|segment| segment.span().len()).collect();
/// assert_eq!(lengths, [1, 24, 10]);
/// ```
#[must_use]
pub fn explain(payload: &[u8], framing: Framing) -> Segments<'_> {
    Segments {
        payload,
        reader: Reader::new(framing, Encoding::Unknown),
    }
}

/// The segments of a payload, made by [`explain`].
#[derive(Debug)]
pub struct Segments<'p> {
    payload: &'p [u8],
    reader: Reader,
}

impl<'p> Iterator for Segments<'p> {
    type Item = Segment<'p>;

    #[inline]
    fn next(&mut self) -> Option<Segment<'p>> {
        self.reader.next(self.payload)
    }
}

/// Reads the segments of one payload, which is passed with each call and the same each time.
#[derive(Debug)]
pub(crate) struct Reader {
    framer: Framer,
    clock: Clock,
    encoding: Encoding,
    state: State,
    limits: Limits,
}

/// The limits of a payload that is part of a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Limits {
    /// Whether bytes follow the payload, so that its end means nothing.
    pub(crate) more_follows: bool,
    /// No frame that is longer, in bytes, is a record.
    pub(crate) largest_frame: usize,
}

impl Limits {
    /// A count of a longer frame, in bytes, is wrong, unless counts always win: that of a frame that is
    /// too long must be believed, or text in it could forge records, but one that is plainly wrong
    /// must not make the rest of a stream disappear.
    pub(crate) const fn largest_believed(self) -> usize {
        self.largest_frame.saturating_mul(16)
    }

    /// A payload that is whole.
    const NONE: Self = Self {
        more_follows: false,
        largest_frame: usize::MAX,
    };
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Nothing was read.
    New,
    /// The next frame may be one as Logplex writes them.
    Usual,
    /// The framing is one in which no frame is taken for one as Logplex writes them.
    Unusual,
    /// A byte order mark was skipped, and no record has reported it yet.
    ByteOrderMark,
    /// The one problem of the whole payload was reported.
    Ended,
}

/// The known facts about the beginning of a stream.
#[cfg(target_arch = "wasm32")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Beginning {
    /// Nothing.
    Unknown,
    /// It is a drain payload's.
    Usual,
    /// It is a byte order mark, and no record has reported it yet.
    ByteOrderMark,
}

impl Reader {
    /// `encoding` is the known encoding of the payload. In text, no frame ends inside a character.
    pub(crate) const fn new(framing: Framing, encoding: Encoding) -> Self {
        let is_text = !matches!(encoding, Encoding::Unknown);
        Self {
            framer: Framer::new(framing, is_text),
            clock: Clock::new(),
            encoding,
            state: State::New,
            limits: Limits::NONE,
        }
    }

    /// [`new`](Self::new), for another payload: the minute that was read last may be that of its first
    /// record.
    #[cfg(target_arch = "wasm32")]
    pub(crate) fn restart(&mut self, framing: Framing, encoding: Encoding) {
        let clock = std::mem::replace(&mut self.clock, Clock::new());
        *self = Self::new(framing, encoding);
        self.clock = clock;
    }

    /// Goes on with a stream of which this is known.
    #[cfg(target_arch = "wasm32")]
    pub(crate) fn resume(&mut self, beginning: Beginning) {
        if beginning != Beginning::Unknown {
            self.framer.forbid_mark();
        }
        self.state = match beginning {
            Beginning::Unknown => State::New,
            Beginning::Usual => self.usual_state(),
            Beginning::ByteOrderMark => State::ByteOrderMark,
        };
    }

    /// The known facts about the stream.
    #[cfg(target_arch = "wasm32")]
    pub(crate) fn beginning(&self) -> Beginning {
        match self.state {
            State::New => Beginning::Unknown,
            State::ByteOrderMark => Beginning::ByteOrderMark,
            State::Usual | State::Unusual | State::Ended => Beginning::Usual,
        }
    }

    /// Begins with the next payload of a stream. It starts where the last one was left, which is
    /// where that started, too, unless some of it was read.
    pub(crate) fn continue_with(&mut self, limits: Limits) {
        self.limits = limits;
        self.framer.restart(limits.largest_believed());
    }

    /// Whether bytes follow the payload.
    #[cfg(target_arch = "wasm32")]
    pub(crate) fn expect_more(&mut self, more_follows: bool) {
        self.limits.more_follows = more_follows;
    }

    pub(crate) fn framing(&self) -> Framing {
        self.framer.framing()
    }

    /// How much of the payload was read.
    pub(crate) fn position(&self) -> usize {
        self.framer.position()
    }

    pub(crate) fn limits(&self) -> Limits {
        self.limits
    }

    /// Whether nothing is known yet of the payload as a whole.
    pub(crate) fn is_new(&self) -> bool {
        self.state == State::New
    }

    /// Takes the payload for a drain payload, whatever it looks like.
    pub(crate) fn take_for_usual(&mut self) {
        self.state = self.usual_state();
    }

    pub(crate) fn framer(&mut self) -> &mut Framer {
        &mut self.framer
    }

    /// The one problem of a payload of another kind, when it is first looked at.
    #[inline(always)]
    pub(crate) fn begin(&mut self, payload: &[u8]) -> Option<Problem> {
        if self.state == State::New {
            self.look_at_whole(payload)
        } else {
            None
        }
    }

    #[inline(never)]
    fn look_at_whole(&mut self, payload: &[u8]) -> Option<Problem> {
        let is_whole = !self.limits.more_follows;
        if self.encoding == Encoding::Unknown && is_whole && is_ascii(payload) {
            self.encoding = Encoding::Ascii;
        }
        let problem = other_format(payload, self.framer.framing());
        self.state = match problem {
            Some(_) => State::Ended,
            None => self.usual_state(),
        };
        problem
    }

    #[inline(always)]
    pub(crate) fn next<'p>(&mut self, payload: &'p [u8]) -> Option<Segment<'p>> {
        if let Some(problem) = self.begin(payload) {
            return Some(Segment::Error(problem));
        }
        match self.peek_canonical(payload) {
            Some(record) => {
                self.skip(&record);
                Some(Segment::Record(record))
            }
            None => self.next_any(payload),
        }
    }

    /// The next segment, if it is a record as Logplex writes it, without warnings.
    #[inline(always)]
    pub(crate) fn peek_canonical<'p>(&mut self, payload: &'p [u8]) -> Option<Record<'p>> {
        let (frame, values) = self.canonical(payload)?;
        let record = Record::new(payload, frame, values, self.encoding);
        (!record.is_odd()).then_some(record)
    }

    /// Like `peek_canonical`, if all bytes of the record are ASCII; any other record is not examined further.
    #[cfg(target_arch = "wasm32")]
    #[inline(always)]
    pub(crate) fn peek_ascii<'p>(&mut self, payload: &'p [u8]) -> Option<Record<'p>> {
        let (frame, values) = self.canonical(payload)?;
        let Span { start, end } = frame.span;
        if self.encoding != Encoding::Ascii && !is_ascii(&payload[start..end]) {
            return None;
        }
        let record = Record::new(payload, frame, values, Encoding::Ascii);
        (!record.is_odd()).then_some(record)
    }

    #[inline(always)]
    fn canonical(&mut self, payload: &[u8]) -> Option<(Frame, Values)> {
        if self.state != State::Usual {
            return None;
        }
        let Limits {
            more_follows,
            largest_frame,
        } = self.limits;
        let start = self.framer.position();
        canonical::read(payload, start, more_follows, &mut self.clock)
            .filter(|(frame, _)| frame.span.len() <= largest_frame)
    }

    /// Continues after a record that was peeked at.
    #[inline(always)]
    pub(crate) fn skip(&mut self, record: &Record<'_>) {
        self.framer.move_to(record.span().end);
    }

    /// The next segment, whatever it is.
    #[inline(never)]
    pub(crate) fn next_any<'p>(&mut self, payload: &'p [u8]) -> Option<Segment<'p>> {
        if self.state == State::Ended {
            return None;
        }
        let part = self.framer.next(payload)?;
        Some(self.segment(payload, part))
    }

    /// The segment that a part of the payload gives.
    pub(crate) fn segment<'p>(&mut self, payload: &'p [u8], part: Part) -> Segment<'p> {
        match part {
            Part::Gap(span) => {
                if payload[span.start..].starts_with(BYTE_ORDER_MARK) {
                    self.state = State::ByteOrderMark;
                }
                Segment::Gap(span)
            }
            Part::NoFrame(problem) => Segment::Error(problem),
            Part::Frame(frame) => self.read_frame(payload, frame),
        }
    }

    fn read_frame<'p>(&mut self, payload: &'p [u8], frame: Frame) -> Segment<'p> {
        let values = match canonical::values(payload, &frame, &mut self.clock) {
            Some(values) => Ok(values),
            None => Values::read(payload, &frame, &mut self.clock),
        };
        match values {
            Ok(values) => {
                let mut record = Record::new(payload, frame, values, self.encoding);
                if self.state == State::ByteOrderMark {
                    record.follow_byte_order_mark();
                    self.state = self.usual_state();
                }
                Segment::Record(record)
            }
            Err(problem) => Segment::Error(problem),
        }
    }

    fn usual_state(&self) -> State {
        match self.framer.framing() {
            Framing::Auto => State::Usual,
            Framing::OctetCounting | Framing::Lines => State::Unusual,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_of_a_payload_changes_no_segment() {
        let payload = b"21 <190>1 - - - - - Hi.\n 9 <1>1 x\n\
                        58 <190>1 2024-05-29T07:07:25.193493+00:00 h a p - m";
        let spans = |encoding| -> Vec<_> {
            let mut reader = Reader::new(Framing::Auto, encoding);
            std::iter::from_fn(|| Some(reader.next(payload)?.span())).collect()
        };
        let expected: Vec<_> = explain(payload, Framing::Auto)
            .map(|segment| segment.span())
            .collect();
        assert_eq!(expected.len(), 4);
        for encoding in [Encoding::Ascii, Encoding::Utf8, Encoding::Unknown] {
            assert_eq!(spans(encoding), expected);
        }
    }
}
