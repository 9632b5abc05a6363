//! From bytes to frames: octet counting (RFC 6587, section 3.4.1) as Logplex sends it, and lines.

use std::num::NonZeroU64;

use memchr::memchr;

use crate::border::{
    Border, Borders, after_priority, is_blank_or_line_end, is_usual_border, unindented,
};
use crate::digits::{byte, leading_digits, number, word};
use crate::problem::{Kind, Problem, Span};

/// How a payload is cut into frames.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Framing {
    /// Octet counts, checked against what follows: a wrong one is noticed and the frame re-bordered.
    #[default]
    Auto,
    /// Octet counts, which always win; nothing is skipped.
    OctetCounting,
    /// One frame a line, as Panther's HTTP source reads a body.
    Lines,
}

impl Framing {
    /// Every framing, the default first.
    pub const ALL: [Self; 3] = [Self::Auto, Self::OctetCounting, Self::Lines];

    /// `"auto"`, `"octet-counting"` or `"lines"`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::OctetCounting => "octet-counting",
            Self::Lines => "lines",
        }
    }
}

/// A frame, by its places in the payload.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Frame {
    /// All of it, from the first digit of MSG-LEN, its own line end included.
    pub(crate) span: Span,
    /// Where the text that is matched ends: before one final LF or CRLF.
    pub(crate) text_end: usize,
    /// Whether the line end is CR LF; it is then at `text_end`.
    pub(crate) crlf: bool,
    /// Its octet count, which frames that are lines have not.
    pub(crate) count: Option<OctetCount>,
}

/// A part of a payload. Parts come in order, and there is nothing between them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// Bytes with no meaning: between frames, or a byte order mark.
    Gap(Span),
    /// A frame, which gives a record or an error.
    Frame(Frame),
    /// Bytes that are not a frame.
    NoFrame(Problem),
}

impl Part {
    /// The bytes of the part.
    pub(crate) fn span(&self) -> Span {
        match self {
            Self::Gap(span) | Self::Frame(Frame { span, .. }) => *span,
            Self::NoFrame(problem) => problem.span,
        }
    }
}

/// Cuts one payload into parts. The payload is passed with each call and must be the same each time.
#[derive(Debug)]
pub(crate) struct Framer {
    framing: Framing,
    /// Whether the payload is text, in which no frame ends inside a character.
    is_text: bool,
    /// Whether a byte order mark may begin the payload.
    may_be_marked: bool,
    /// A count of a longer frame, in bytes, is taken for a wrong one, unless counts always win.
    largest_believed: usize,
    position: usize,
    /// Whether the last frame ends where it does whatever follows the payload; for `auto` only.
    is_end_final: bool,
    borders: Borders,
}

/// The UTF-8 encoding of U+FEFF.
pub(crate) const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

impl Framer {
    pub(crate) const fn new(framing: Framing, is_text: bool) -> Self {
        Self {
            framing,
            is_text,
            may_be_marked: true,
            largest_believed: usize::MAX,
            position: 0,
            is_end_final: false,
            borders: Borders::new(),
        }
    }

    /// No byte order mark may begin the payload.
    #[cfg(target_arch = "wasm32")]
    pub(crate) fn forbid_mark(&mut self) {
        self.may_be_marked = false;
    }

    /// Begins with the next payload of a stream, which starts where the last one was left. Only where
    /// nothing was read may a byte order mark begin it.
    pub(crate) fn restart(&mut self, largest_believed: usize) {
        self.may_be_marked &= self.position == 0;
        self.largest_believed = largest_believed;
        self.borders.drop_front(self.position);
        self.position = 0;
    }

    pub(crate) const fn framing(&self) -> Framing {
        self.framing
    }

    /// Where the next part begins.
    pub(crate) const fn position(&self) -> usize {
        self.position
    }

    /// Continues at another position: after bytes that were read without [`next`](Self::next), or back
    /// where the last part began.
    pub(crate) const fn move_to(&mut self, position: usize) {
        self.position = position;
    }

    /// Whether the last frame ends where it does whatever follows the payload; for `auto` only.
    pub(crate) const fn is_end_final(&self) -> bool {
        self.is_end_final
    }

    /// The borders of the payload.
    pub(crate) const fn borders(&mut self) -> &mut Borders {
        &mut self.borders
    }

    /// The next part, or `None` at the end of the payload.
    #[inline(always)]
    pub(crate) fn next(&mut self, payload: &[u8]) -> Option<Part> {
        if self.position >= payload.len() {
            return None;
        }
        let part = match self.framing {
            Framing::Auto => self.next_checked(payload),
            Framing::OctetCounting => self.next_counted(payload),
            Framing::Lines => self.next_line(payload),
        };
        self.position = part.span().end;
        Some(part)
    }

    /// `auto`: gaps, frames with checked counts, and other bytes.
    #[inline(always)]
    fn next_checked(&mut self, payload: &[u8]) -> Part {
        match OctetCount::read(payload, self.position) {
            Some(count) => Part::Frame(self.checked_frame(payload, count)),
            None => self.next_between(payload),
        }
    }

    /// The count wins unless what follows contradicts it; then the frame ends before the next start.
    #[inline(always)]
    fn checked_frame(&mut self, payload: &[u8], count: OctetCount) -> Frame {
        let counted = match count.end_within(payload) {
            Some(at) if !count.is_beyond(self.largest_believed, self.position) => {
                if is_usual_border(payload, at) && !splits_digits(payload, at) {
                    Some(FrameEnd { at, is_final: true })
                } else {
                    self.counted_end(payload, count.body, at)
                }
            }
            _ => None,
        };
        let FrameEnd { at, is_final } =
            counted.unwrap_or_else(|| self.end_before_next_start(payload, count));
        self.is_end_final = is_final;
        frame(payload, self.position, count, at)
    }

    /// The end that follows from a count that ends at `at`; `None` if it is plainly wrong.
    #[inline(never)]
    fn counted_end(&mut self, payload: &[u8], body: usize, at: usize) -> Option<FrameEnd> {
        let border = self.borders.border_at(payload, at);
        match border {
            Border::Whole | Border::Open if splits_digits(payload, at) => {
                Some(self.end_near_digits(payload, body, at, border))
            }
            Border::Whole => Some(FrameEnd { at, is_final: true }),
            // Whatever follows such a line, a border or not, the count is right.
            _ if self.is_line_without_starts(payload, body, at) => {
                Some(FrameEnd { at, is_final: true })
            }
            Border::Open => Some(FrameEnd {
                at,
                is_final: false,
            }),
            Border::No => None,
        }
    }

    /// A count that ends inside a run of digits may be one or two too large, and take digits of the
    /// next count: it is right if the frame that would follow is sound.
    fn end_near_digits(
        &mut self,
        payload: &[u8],
        body: usize,
        at: usize,
        border: Border,
    ) -> FrameEnd {
        let is_final = border == Border::Whole;
        match self.border_after_next(payload, at) {
            Border::Whole => FrameEnd { at, is_final },
            Border::Open => FrameEnd {
                at,
                is_final: false,
            },
            Border::No => {
                let end = self.end_before_digits(payload, body, at);
                let is_settled = !follows_indentation(payload, end)
                    || !self.borders.is_cut_frame_start(payload, at);
                FrameEnd {
                    at: end,
                    is_final: is_final && is_settled,
                }
            }
        }
    }

    /// Whether the frame at `start`, inside a run of digits, is sound: it has a count, and ends at a
    /// border, after an LF, or not inside the payload.
    ///
    /// If the run begins a line, an LF proves little: a count that is one too large is often followed by
    /// the digits of a smaller count, and messages of several lines hold many LFs.
    fn border_after_next(&mut self, payload: &[u8], start: usize) -> Border {
        let proves = |end: usize| payload[..end].ends_with(b"\n") && !begins_line(payload, start);
        match OctetCount::read(payload, start).map(|count| count.end_within(payload)) {
            Some(Some(end)) if proves(end) => Border::Whole,
            Some(Some(end)) => self.borders.border_at(payload, end),
            Some(None) => Border::Open,
            None if is_cut_count(&payload[start..]) => Border::Open,
            None => Border::No,
        }
    }

    /// Before the first frame start that follows a line end, unless that is after the run of digits that
    /// `at` is inside; else where that run starts.
    fn end_before_digits(&mut self, payload: &[u8], body: usize, at: usize) -> usize {
        let line_end = self.borders.next_line_end(payload, body);
        line_end
            .filter(|&end| end < at)
            .unwrap_or_else(|| at - ending_digits(&payload[..at]))
    }

    /// Whether these bytes end in LF, and no plausible frame start that follows a line end starts in them.
    fn is_line_without_starts(&mut self, payload: &[u8], body: usize, end: usize) -> bool {
        payload[..end].ends_with(b"\n")
            && self
                .borders
                .next_line_end(payload, body)
                .is_none_or(|start| start >= end)
    }

    /// The end of a frame whose count is wrong, or ends after the payload.
    #[inline(never)]
    fn end_before_next_start(&mut self, payload: &[u8], count: OctetCount) -> FrameEnd {
        let line_end = self.borders.next_line_end(payload, count.body);
        let at = line_end
            .or_else(|| self.borders.next_start(payload, count.body))
            .unwrap_or(payload.len());
        let is_wrong = count.end_within(payload).is_some()
            || count.is_beyond(self.largest_believed, self.position);
        FrameEnd {
            at,
            is_final: is_wrong && line_end.is_some(),
        }
    }

    #[inline(never)]
    fn next_between(&mut self, payload: &[u8]) -> Part {
        let start = self.position;
        let may_be_marked = self.may_be_marked && start == 0;
        match gap_length(&payload[start..], may_be_marked) {
            0 => Part::NoFrame(self.up_to_next_start(payload)),
            gap => Part::Gap(Span::new(start, start + gap)),
        }
    }

    fn up_to_next_start(&mut self, payload: &[u8]) -> Problem {
        let start = self.position;
        let next = self
            .borders
            .next_start(payload, start + 1)
            .unwrap_or(payload.len());
        no_frame(payload, start, |kind| match kind {
            Kind::MissingOctetCount => next.min(end_of_line(payload, start)),
            _ => next,
        })
    }

    /// `octet-counting`: the count always wins, nothing is skipped.
    fn next_counted(&mut self, payload: &[u8]) -> Part {
        let start = self.position;
        match OctetCount::read(payload, start) {
            Some(count) => {
                let end = count.end_within(payload).unwrap_or(payload.len());
                let end = if self.is_text {
                    character_start(payload, end)
                } else {
                    end
                };
                Part::Frame(frame(payload, start, count, end))
            }
            None => Part::NoFrame(no_frame(payload, start, |_| end_of_line(payload, start))),
        }
    }

    /// `lines`: a frame a line, and empty lines between them.
    fn next_line(&mut self, payload: &[u8]) -> Part {
        let start = self.position;
        let gap = empty_lines_length(&payload[start..]);
        if gap > 0 {
            return Part::Gap(Span::new(start, start + gap));
        }
        let span = Span::new(start, end_of_line(payload, start));
        let (text_end, crlf) = without_line_end(payload, span);
        Part::Frame(Frame {
            span,
            text_end,
            crlf,
            count: None,
        })
    }
}

/// Where a frame ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct FrameEnd {
    at: usize,
    /// Whether that holds whatever follows the payload.
    is_final: bool,
}

/// MSG-LEN and the space after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct OctetCount {
    /// The number of bytes that it says follow.
    pub(crate) declared: NonZeroU64,
    /// Where they begin.
    pub(crate) body: usize,
}

impl OctetCount {
    /// The maximum: counts up to 9,999,999,999 bytes are enough.
    pub(crate) const MOST_DIGITS: usize = 10;

    /// `MSG-LEN = 1*10DIGIT SP`, leading zeros allowed, but not 0.
    #[inline(always)]
    pub(crate) fn read(payload: &[u8], start: usize) -> Option<Self> {
        Self::read_short(payload, start).or_else(|| Self::read_any(payload, start))
    }

    /// The same of up to seven digits, where the payload has eight bytes left.
    #[inline(always)]
    pub(crate) fn read_short(payload: &[u8], start: usize) -> Option<Self> {
        let word = word(payload, start)?;
        let digits = leading_digits(word);
        if !matches!(digits, 1..=7) || byte(word, digits) != b' ' {
            return None;
        }
        Some(Self {
            declared: NonZeroU64::new(number(word, digits).into())?,
            body: start + digits + 1,
        })
    }

    #[inline(never)]
    fn read_any(payload: &[u8], start: usize) -> Option<Self> {
        let mut declared = 0;
        let mut at = start;
        while let Some(&byte) = payload.get(at) {
            let digit = byte.wrapping_sub(b'0');
            if digit > 9 {
                break;
            }
            if at - start == Self::MOST_DIGITS {
                return None;
            }
            declared = declared * 10 + u64::from(digit);
            at += 1;
        }
        let declared = NonZeroU64::new(declared)?;
        (payload.get(at) == Some(&b' ')).then_some(Self {
            declared,
            body: at + 1,
        })
    }

    /// Whether it says that its frame, which begins at `start`, is longer than that.
    #[inline(always)]
    pub(crate) fn is_beyond(&self, largest: usize, start: usize) -> bool {
        let length = self.declared.get() + (self.body - start) as u64;
        length > largest as u64
    }

    /// The end of the frame according to its count, if that is inside the payload.
    #[inline(always)]
    pub(crate) fn end_within(&self, payload: &[u8]) -> Option<usize> {
        let there = payload.len() - self.body;
        usize::try_from(self.declared.get())
            .ok()
            .filter(|&declared| declared <= there)
            .map(|declared| self.body + declared)
    }
}

impl Frame {
    /// Whether the octet count is the number of bytes after it, or there is no count.
    #[inline]
    pub(crate) fn has_right_count(&self) -> bool {
        let is_right = |count: OctetCount| count.declared.get() == self.length_of(count) as u64;
        self.count.is_none_or(is_right)
    }

    /// The problem of the octet count, if any.
    pub(crate) fn count_problem(&self, payload: &[u8]) -> Option<Problem> {
        if self.has_right_count() {
            return None;
        }
        let count = self.count?;
        let (declared, actual) = (count.declared.get(), self.length_of(count));
        // One byte is a lost LF, as when a payload was pasted; more is text that is not there.
        let kind = if self.span.end == payload.len() && declared > actual as u64 + 1 {
            Kind::Truncated { declared, actual }
        } else {
            Kind::OctetCountMismatch { declared, actual }
        };
        let digits = Span::new(self.span.start, count.body - 1);
        Some(Problem {
            kind,
            span: digits,
            found: digits,
        })
    }

    fn length_of(&self, count: OctetCount) -> usize {
        self.span.end - count.body
    }
}

/// The frame from `start` to `end` with that count.
#[inline(always)]
pub(crate) fn frame(payload: &[u8], start: usize, count: OctetCount, end: usize) -> Frame {
    let (text_end, crlf) = without_line_end(payload, Span::new(count.body, end));
    Frame {
        span: Span::new(start, end),
        text_end,
        crlf,
        count: Some(count),
    }
}

/// Where `span` ends without one final LF or CRLF, and whether it is CRLF.
///
/// The LF of a CRLF may be just after the span, for example after pasting in Windows.
#[inline(always)]
fn without_line_end(payload: &[u8], span: Span) -> (usize, bool) {
    let text = &payload[span.start..span.end];
    if let Some(text) = text.strip_suffix(b"\n") {
        let crlf = text.ends_with(b"\r");
        (span.end - 1 - usize::from(crlf), crlf)
    } else {
        let crlf = text.ends_with(b"\r") && payload.get(span.end) == Some(&b'\n');
        (span.end - usize::from(crlf), crlf)
    }
}

/// Whether there are digits on both sides of `at`.
#[inline(always)]
pub(crate) fn splits_digits(payload: &[u8], at: usize) -> bool {
    let is_digit = |at: usize| payload.get(at).is_some_and(u8::is_ascii_digit);
    is_digit(at) && is_digit(at.wrapping_sub(1))
}

/// Whether an LF and then blanks come right before `at`: they are indentation if a frame starts there.
fn follows_indentation(payload: &[u8], at: usize) -> bool {
    let blanks = unindented(payload, at);
    blanks < at && payload[..blanks].ends_with(b"\n")
}

/// Whether an LF and 1 to 10 digits come right before `at`.
fn begins_line(payload: &[u8], at: usize) -> bool {
    let before = &payload[..at];
    let digits = ending_digits(&before[at.saturating_sub(OctetCount::MOST_DIGITS)..]);
    before[..at - digits].ends_with(b"\n")
}

/// How many digits `text` ends with.
fn ending_digits(text: &[u8]) -> usize {
    text.iter()
        .rev()
        .take_while(|byte| byte.is_ascii_digit())
        .count()
}

/// Whether `text` is an octet count that the end of the payload cuts short.
fn is_cut_count(text: &[u8]) -> bool {
    text.len() <= OctetCount::MOST_DIGITS
        && text.iter().all(u8::is_ascii_digit)
        && text.iter().any(|&digit| digit != b'0')
}

/// The error for bytes that do not start a frame. `end` returns where they end.
fn no_frame(payload: &[u8], start: usize, end: impl FnOnce(Kind) -> usize) -> Problem {
    let kind = match after_priority(&payload[start..]) {
        Some(_) => Kind::MissingOctetCount,
        None => Kind::NotAFrame,
    };
    let span = Span::new(start, end(kind));
    Problem {
        kind,
        span,
        found: span,
    }
}

/// A byte order mark, if there may be one, blanks and line ends.
fn gap_length(text: &[u8], may_be_marked: bool) -> usize {
    let mark = if may_be_marked && text.starts_with(BYTE_ORDER_MARK) {
        BYTE_ORDER_MARK.len()
    } else {
        0
    };
    let blanks = text[mark..]
        .iter()
        .take_while(|&&byte| is_blank_or_line_end(byte));
    mark + blanks.count()
}

/// How many bytes of empty lines there are; a CR belongs to an empty line only before an LF.
fn empty_lines_length(text: &[u8]) -> usize {
    let mut rest = text;
    while let [b'\n', tail @ ..] | [b'\r', b'\n', tail @ ..] = rest {
        rest = tail;
    }
    text.len() - rest.len()
}

/// The position after the next LF, or the end of the payload.
pub(crate) fn end_of_line(payload: &[u8], start: usize) -> usize {
    memchr(b'\n', &payload[start..]).map_or(payload.len(), |at| start + at + 1)
}

/// Where the character starts that the byte `at` belongs to, in UTF-8 text.
pub(crate) fn character_start(text: &[u8], at: usize) -> usize {
    let continues = |at: usize| text.get(at).is_some_and(|&byte| is_continuation(byte));
    (at.saturating_sub(3)..=at)
        .rev()
        .find(|&at| !continues(at))
        .unwrap_or(at)
}

/// Whether the byte continues a character of UTF-8 text.
pub(crate) fn is_continuation(byte: u8) -> bool {
    byte & 0xC0 == 0x80
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(framing: Framing, payload: &[u8]) -> Vec<Part> {
        let mut framer = Framer::new(framing, false);
        std::iter::from_fn(|| framer.next(payload)).collect()
    }

    #[test]
    fn an_octet_count_is_one_to_ten_digits_and_a_space() {
        let declared =
            |text: &str| OctetCount::read(text.as_bytes(), 0).map(|count| count.declared.get());
        assert_eq!(declared("7 "), Some(7));
        assert_eq!(declared("0063 x"), Some(63));
        assert_eq!(declared("9999999999 "), Some(9_999_999_999));
        for text in [
            "",
            "7",
            "7x",
            "0 ",
            "000 ",
            "+7 ",
            "-7 ",
            "00000000001 ",
            " 7 ",
        ] {
            assert_eq!(declared(text), None, "{text:?}");
        }
    }

    #[test]
    fn every_byte_is_in_one_part() {
        let payload = b"\xEF\xBB\xBF 5 junk\n\r\n9 <1>1 ab\nx 6 <1>1 a\r\n<1>1 x\n 8 <1>1 a";
        for framing in Framing::ALL {
            let mut end = 0;
            for part in parts(framing, payload) {
                let span = part.span();
                assert_eq!(span.start, end);
                assert!(!span.is_empty());
                end = span.end;
            }
            assert_eq!(end, payload.len());
        }
    }

    #[test]
    fn in_text_no_frame_ends_inside_a_character() {
        let ends = [(3, 5), (4, 5), (5, 7), (6, 7), (7, 7), (8, 10), (9, 10)];
        for (count, end) in ends {
            let payload = format!("{count} <>aé한😁");
            let mut framer = Framer::new(Framing::OctetCounting, true);
            let Some(Part::Frame(frame)) = framer.next(payload.as_bytes()) else {
                panic!("{payload} begins with a frame");
            };
            assert_eq!(frame.span.end, end, "{payload}");
        }
    }

    #[test]
    fn a_count_far_behind_the_payload_allocates_nothing() {
        let payload = b"4294967295 <190>1 x";
        let parts = parts(Framing::Auto, payload);
        let [Part::Frame(frame)] = parts[..] else {
            panic!("{parts:?}")
        };
        assert_eq!(frame.span.end, 19);
        let kind = frame.count_problem(payload).unwrap().kind;
        assert_eq!(
            kind,
            Kind::Truncated {
                declared: 4_294_967_295,
                actual: 8
            }
        );
    }
}
