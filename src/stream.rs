//! Incremental reading: returns only segments that later bytes cannot change.
//!
//! A window holds the available bytes of a stream, from the first byte that has no segment yet. A
//! segment is settled if later bytes cannot change it. A window that is full without a settled
//! segment at its start is read as though the stream ended there, except for frames that continue after
//! it. So at most one window is held, and the cuts between chunks do not affect the results.

use std::num::NonZeroU64;

use crate::border::Borders;
use crate::frame::{Frame, Framing, OctetCount, Part, end_of_line};
use crate::payload;
use crate::problem::{Kind, Problem, Span};
use crate::record::Encoding;
#[cfg(target_arch = "wasm32")]
use crate::record::Record;
use crate::segment::{Limits, Reader, Segment};

/// Bytes after the largest frame that may be needed to test the border at its end.
const BORDER: usize = 64;

/// Room for a frame start: a count, a priority and a version, with their delimiters, have 20 bytes.
const FRAME_START: usize = 32;

/// Reads the segments of one stream out of its windows.
#[derive(Debug)]
pub(crate) struct Stream {
    pub(crate) reader: Reader,
    /// Inside a part that is too long: its end.
    pub(crate) until: Option<Until>,
    extent: Extent,
    /// Where the window starts in the bytes that are passed: 0, but where windows slide over them.
    start: usize,
    /// Whether the stream ends with the bytes over which windows slide.
    #[cfg(target_arch = "wasm32")]
    is_end: bool,
}

/// The end of a part that is too long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Until {
    /// After this many bytes, according to an octet count.
    Bytes(NonZeroU64),
    /// After the next LF.
    LineEnd,
    /// Before the next plausible frame start.
    FrameStart,
}

/// The known facts about the bytes after the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Extent {
    /// More may follow, and is waited for.
    Open,
    /// More may follow, but the window is full.
    Full,
    /// Nothing.
    Last,
}

/// The contents that a window needs before any more of it can be settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Wants {
    /// The number of bytes.
    pub(crate) bytes: usize,
    /// Whether an LF among those to come does as well.
    pub(crate) or_line_end: bool,
}

impl Wants {
    pub(crate) const ANYTHING: Self = Self {
        bytes: 0,
        or_line_end: false,
    };
}

impl Stream {
    /// A stream of one window, in which there is nothing too long.
    pub(crate) const fn whole(framing: Framing, encoding: Encoding) -> Self {
        Self {
            reader: Reader::new(framing, encoding),
            until: None,
            extent: Extent::Last,
            start: 0,
            #[cfg(target_arch = "wasm32")]
            is_end: true,
        }
    }

    /// [`whole`](Self::whole), for another payload.
    #[cfg(target_arch = "wasm32")]
    pub(crate) fn restart(&mut self, framing: Framing, encoding: Encoding) {
        self.reader.restart(framing, encoding);
        self.until = None;
        self.extent = Extent::Last;
        self.start = 0;
        self.is_end = true;
    }

    /// A stream at its start, before its first window.
    pub(crate) const fn new(framing: Framing) -> Self {
        Self::whole(framing, Encoding::Unknown)
    }

    /// Begins with the next window, which starts where the last one was left. No frame that is longer,
    /// in bytes, is a record.
    pub(crate) fn continue_with(&mut self, largest_frame: usize, is_last: bool) {
        self.extent = if is_last { Extent::Last } else { Extent::Open };
        self.start = 0;
        self.reader.continue_with(Limits {
            more_follows: !is_last,
            largest_frame,
        });
    }

    /// Forgets the search results, since they may be after the end of a window that is shorter than the last one.
    pub(crate) fn forget_borders(&mut self) {
        *self.reader.framer().borders() = Borders::new();
        self.extent = Extent::Open;
    }

    /// Whether the window is read as a full one, and not to its end yet.
    pub(crate) fn is_in_full_window(&self) -> bool {
        self.extent == Extent::Full
    }

    /// Begins with bytes over which windows slide. They start where the last ones were left.
    #[cfg(target_arch = "wasm32")]
    pub(crate) fn slide_over(&mut self, bytes: &[u8], largest_frame: usize, is_end: bool) {
        self.is_end = is_end;
        let is_last = is_end && bytes.len() < Self::window_size(largest_frame);
        self.continue_with(largest_frame, is_last);
    }

    /// The next segment of bytes over which windows slide, or `None` if the rest must wait.
    /// Bytes that were searched for one window are not searched again for the next one.
    #[cfg(target_arch = "wasm32")]
    #[inline]
    pub(crate) fn next_sliding<'p>(&mut self, bytes: &'p [u8]) -> Option<Segment<'p>> {
        let size = Self::window_size(self.reader.limits().largest_frame);
        loop {
            let end = bytes.len().min(self.start.saturating_add(size));
            let segment = self.next(&bytes[..end]);
            let must_wait = end == bytes.len() && !self.is_end;
            if segment.is_some() || must_wait || self.extent == Extent::Last {
                return segment;
            }
            self.start = self.position();
            // A window that is full is read as one that more follows, whether that was there or not.
            let is_last = self.is_end && bytes.len() - self.start < size;
            self.extent = if is_last { Extent::Last } else { Extent::Open };
            self.reader.expect_more(!is_last);
        }
    }

    /// The most bytes that a window may have, given the largest frame.
    pub(crate) const fn window_size(largest_frame: usize) -> usize {
        largest_frame.saturating_add(BORDER)
    }

    /// How much of the window was read.
    pub(crate) fn position(&self) -> usize {
        self.reader.position()
    }

    /// The next segment, or `None` if the rest of the window must wait.
    #[inline(always)]
    pub(crate) fn next<'p>(&mut self, window: &'p [u8]) -> Option<Segment<'p>> {
        if self.until.is_none()
            && let Some(record) = self.reader.peek_canonical(window)
        {
            self.reader.skip(&record);
            return Some(Segment::Record(record));
        }
        self.next_any(window)
    }

    /// The record that is next, if it is one as Logplex writes them and all its bytes are ASCII.
    #[cfg(target_arch = "wasm32")]
    #[inline(always)]
    pub(crate) fn peek_ascii<'p>(&mut self, window: &'p [u8]) -> Option<Record<'p>> {
        match self.until {
            None => self.reader.peek_ascii(window),
            Some(_) => None,
        }
    }

    #[inline(never)]
    fn next_any<'p>(&mut self, window: &'p [u8]) -> Option<Segment<'p>> {
        let segment = self.next_settled(window);
        if segment.is_some() || !self.is_full(window) {
            return segment;
        }
        self.extent = Extent::Full;
        self.next_settled(window)
    }

    /// The one problem of a stream of one window, where it is plainly of another kind.
    #[cfg(target_arch = "wasm32")]
    #[inline]
    pub(crate) fn begin(&mut self, window: &[u8]) -> Option<Problem> {
        if self.extent != Extent::Last {
            return None;
        }
        let problem = self.reader.begin(window)?;
        Some(self.other_kind(window, problem))
    }

    fn is_full(&self, window: &[u8]) -> bool {
        let size = Self::window_size(self.reader.limits().largest_frame);
        let length = window.len() - self.start;
        self.extent == Extent::Open && self.position() == self.start && length >= size
    }

    fn next_settled<'p>(&mut self, window: &'p [u8]) -> Option<Segment<'p>> {
        if let Some(until) = self.until {
            return self.skip_on(window, until).map(Segment::Error);
        }
        if self.reader.is_new() {
            if self.extent == Extent::Open && !payload::is_drain_payload(window, self.framing()) {
                return None;
            }
            if let Some(problem) = self.reader.begin(window) {
                return Some(Segment::Error(self.other_kind(window, problem)));
            }
        }
        self.next_part(window)
    }

    fn next_part<'p>(&mut self, window: &'p [u8]) -> Option<Segment<'p>> {
        let start = self.position();
        let part = self.reader.framer().next(window)?;
        if !self.is_taken(window, &part) {
            self.reader.framer().move_to(start);
            return self.must_go_on(start).then(|| self.cut(window, part));
        }
        Some(match part {
            Part::Frame(frame) if frame.span.len() > self.reader.limits().largest_frame => {
                Segment::Error(self.too_long(frame.span))
            }
            _ => self.reader.segment(window, part),
        })
    }

    fn is_taken(&mut self, window: &[u8], part: &Part) -> bool {
        match self.extent {
            Extent::Last => true,
            Extent::Full => self.is_inside(window, part) || self.is_settled(window, part),
            Extent::Open => self.is_settled(window, part),
        }
    }

    /// Whether the part is known to end before the window does.
    fn is_inside(&self, window: &[u8], part: &Part) -> bool {
        part.span().end < window.len() && self.missing(window, part) == 0
    }

    /// Whether the part is the same whatever follows the window.
    fn is_settled(&mut self, window: &[u8], part: &Part) -> bool {
        let span = part.span();
        let is_inside = span.end < window.len();
        let is_line = window[..span.end].ends_with(b"\n");
        match (self.framing(), part) {
            (Framing::Lines, Part::Gap(_)) => is_inside && window[span.end..] != *b"\r",
            (Framing::Lines, _) | (Framing::OctetCounting, Part::NoFrame(_)) => is_line,
            (_, Part::Gap(_)) => is_inside,
            (Framing::OctetCounting, Part::Frame(frame)) => {
                // The LF of a CRLF may be just after the frame.
                frame.has_right_count() && (is_inside || !window.ends_with(b"\r"))
            }
            (Framing::Auto, Part::Frame(_)) => self.reader.framer().is_end_final(),
            (Framing::Auto, Part::NoFrame(problem)) => {
                is_inside || is_line && problem.kind == Kind::MissingOctetCount
            }
        }
    }

    fn is_believed(&self, count: OctetCount, start: usize) -> bool {
        let largest = self.reader.limits().largest_believed();
        self.framing() == Framing::OctetCounting || !count.is_beyond(largest, start)
    }

    /// The number of bytes of a frame after the window, if its count is trusted.
    fn missing(&self, window: &[u8], part: &Part) -> u64 {
        match part {
            Part::Frame(Frame {
                span,
                count: Some(count),
                ..
            }) if self.is_believed(*count, span.start) => missing(*count, window),
            _ => 0,
        }
    }

    /// Whether the window's first bytes must go, though they are not settled.
    fn must_go_on(&self, start: usize) -> bool {
        self.extent == Extent::Last || self.extent == Extent::Full && start == self.start
    }

    /// The first part of a full window, which has no end in it.
    fn cut<'p>(&mut self, window: &'p [u8], part: Part) -> Segment<'p> {
        if let Part::Gap(span) = part {
            self.reader.framer().move_to(span.end);
            return Segment::Gap(span);
        }
        let missing = NonZeroU64::new(self.missing(window, &part));
        let until = match part {
            Part::Frame(frame) if frame.count.is_some() && frame.has_right_count() => None,
            _ => Some(missing.map_or(self.next_beginning(), Until::Bytes)),
        };
        let problem = self.too_long(Span::new(self.start, window.len()));
        Segment::Error(self.skip_from(window, problem, until))
    }

    /// Where reading may begin again.
    fn next_beginning(&self) -> Until {
        match self.framing() {
            Framing::Auto => Until::FrameStart,
            Framing::OctetCounting | Framing::Lines => Until::LineEnd,
        }
    }

    /// The problem of a window that is plainly of another kind.
    fn other_kind(&mut self, window: &[u8], problem: Problem) -> Problem {
        if self.extent == Extent::Last {
            self.reader.framer().move_to(window.len());
            return problem;
        }
        self.reader.take_for_usual();
        let until = self.next_beginning();
        self.skip_from(window, problem, Some(until))
    }

    /// The next chunk of a part that is too long.
    fn skip_on(&mut self, window: &[u8], until: Until) -> Option<Problem> {
        let start = self.position();
        if start == window.len() {
            return None;
        }
        let rest = Span::new(start, window.len());
        match self.end_of_skipped(window, until) {
            Some(end) => {
                self.until = None;
                self.reader.framer().move_to(end);
                Some(self.too_long(Span::new(start, end)))
            }
            None if self.must_go_on(start) => {
                let problem = self.too_long(rest);
                Some(self.skip_from(window, problem, further(until, rest.len())))
            }
            None => None,
        }
    }

    /// The end of a part that is too long, if it is in the window.
    fn end_of_skipped(&mut self, window: &[u8], until: Until) -> Option<usize> {
        let start = self.position();
        match until {
            Until::Bytes(count) => usize::try_from(count.get())
                .ok()
                .filter(|&count| count <= window.len() - start)
                .map(|count| start + count),
            Until::LineEnd => {
                let end = end_of_line(window, start);
                window[..end].ends_with(b"\n").then_some(end)
            }
            Until::FrameStart => self.reader.framer().borders().next_start(window, start + 1),
        }
    }

    /// Goes to the end of the window, which may be inside of a frame start.
    fn skip_from(&mut self, window: &[u8], mut problem: Problem, until: Option<Until>) -> Problem {
        if until == Some(Until::FrameStart) && self.extent == Extent::Full {
            problem.span.end = window.len() - FRAME_START;
            problem.found.end = problem.span.end;
        }
        self.until = until;
        self.reader.framer().move_to(problem.span.end);
        problem
    }

    fn too_long(&self, span: Span) -> Problem {
        Problem {
            kind: Kind::FrameTooLong {
                largest: self.reader.limits().largest_frame,
            },
            span,
            found: span,
        }
    }

    fn framing(&self) -> Framing {
        self.reader.framing()
    }

    /// The minimum content of a next window that can give new results.
    pub(crate) fn wants(&self, window: &[u8]) -> Wants {
        let rest = &window[self.position()..];
        let is_line = match self.until {
            Some(until) => until == Until::LineEnd,
            None => self.framing() == Framing::Lines && !self.reader.is_new(),
        };
        let most = Self::window_size(self.reader.limits().largest_frame);
        let missing = match self.until {
            _ if is_line => most as u64,
            Some(Until::Bytes(count)) => count.get().saturating_sub(rest.len() as u64),
            Some(Until::LineEnd | Until::FrameStart) => 0,
            None if self.reader.is_new() => 0,
            None => self.missing_of_frame(rest),
        };
        let bytes = usize::try_from(missing.max(1))
            .unwrap_or(most)
            .saturating_add(rest.len());
        Wants {
            bytes: bytes.min(most),
            or_line_end: is_line,
        }
    }

    fn missing_of_frame(&self, rest: &[u8]) -> u64 {
        OctetCount::read(rest, 0)
            .filter(|&count| self.is_believed(count, 0))
            .map_or(0, |count| missing(count, rest))
    }
}

/// The number of bytes of a frame after the window, according to its count.
fn missing(count: OctetCount, window: &[u8]) -> u64 {
    let there = (window.len() - count.body) as u64;
    count.declared.get().saturating_sub(there)
}

/// The same end, counted from `bytes` bytes later.
fn further(until: Until, bytes: usize) -> Option<Until> {
    match until {
        Until::Bytes(count) => {
            NonZeroU64::new(count.get().saturating_sub(bytes as u64)).map(Until::Bytes)
        }
        Until::LineEnd | Until::FrameStart => Some(until),
    }
}
