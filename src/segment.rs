//! What became of every byte of a payload: segments that tile it.

use crate::frame::{BYTE_ORDER_MARK, Framer, Framing, Part};
use crate::payload::other_kind;
use crate::problem::{Problem, Span};
use crate::record::{Record, is_ascii};

/// A part of a payload: a record, an error, or bytes between frames.
#[derive(Debug, Clone)]
#[allow(
    clippy::large_enum_variant,
    reason = "records are the rule; a box for each costs more"
)]
pub enum Segment<'p> {
    /// A frame that is a record.
    Record(Record<'p>),
    /// Bytes that gave no record.
    Error(Problem),
    /// Bytes with no meaning: blanks and line ends between frames, a byte order mark.
    Gap(Span),
}

impl Segment<'_> {
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

/// Tells what became of every byte: the segments tile the payload, in order.
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
        reader: Reader::new(framing, false),
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
    /// What is known of the payload as a whole, once reading has begun.
    whole: Option<Whole>,
}

#[derive(Debug)]
struct Whole {
    is_ascii: bool,
    /// A byte order mark was skipped and no record has told of it yet.
    byte_order_mark: bool,
    /// The one problem of the payload was told.
    ended: bool,
}

impl Reader {
    /// `is_text` says that the payload is text, in which no frame ends inside a character.
    pub(crate) const fn new(framing: Framing, is_text: bool) -> Self {
        Self {
            framer: Framer::new(framing, is_text),
            whole: None,
        }
    }

    #[inline(always)]
    pub(crate) fn next<'p>(&mut self, payload: &'p [u8]) -> Option<Segment<'p>> {
        if self.whole.is_none()
            && let Some(problem) = self.begin(payload)
        {
            return Some(Segment::Error(problem));
        }
        let whole = self.whole.as_mut().filter(|whole| !whole.ended)?;
        Some(match self.framer.next(payload)? {
            Part::Gap(span) => {
                whole.byte_order_mark |= payload[span.start..].starts_with(BYTE_ORDER_MARK);
                Segment::Gap(span)
            }
            Part::NoFrame(problem) => Segment::Error(problem),
            Part::Frame(frame) => match Record::read(payload, frame, whole.is_ascii) {
                Ok(mut record) => {
                    if std::mem::take(&mut whole.byte_order_mark) {
                        record.follow_byte_order_mark();
                    }
                    Segment::Record(record)
                }
                Err(problem) => Segment::Error(problem),
            },
        })
    }

    #[cold]
    fn begin(&mut self, payload: &[u8]) -> Option<Problem> {
        let problem = other_kind(payload, self.framer.framing());
        self.whole = Some(Whole {
            is_ascii: is_ascii(payload),
            byte_order_mark: false,
            ended: problem.is_some(),
        });
        problem
    }
}
