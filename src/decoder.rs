//! Streams: records of chunks, as soon as they are complete.

use crate::frame::Framing;
use crate::problem::{Place, Problem, Span};
use crate::segment::Segment;
use crate::stream::{Stream, Wants};

/// Reads a stream that comes in chunks.
///
/// Cutting a stream differently never changes its segments: they are those that
/// [`explain`](crate::explain) returns for all of it at once, with offsets from its start. A segment is
/// returned as soon as nothing that may follow can change it. With [`Framing::Auto`], a frame that does
/// not end in a counted LF waits for the first bytes after it, which show whether its octet count is
/// right.
///
/// No more is held than the largest frame needs, 1 MiB unless [`largest_frame`](Self::largest_frame)
/// sets another limit. A longer frame is reported as `frame-too-long`, piece by piece, and reading
/// continues after it: where its octet count says, or else at the next line or plausible frame start.
/// The same holds for anything else that does not end within that many bytes. With [`Framing::Auto`], an
/// octet count of more than 16 times the largest frame counts as wrong.
///
/// ```
/// use heroku_drain::{Decoder, Framing, Segment};
///
/// let mut messages = Vec::new();
/// let mut decoder = Decoder::new(Framing::Auto);
/// for chunk in [&b"21 <190>1 - - - - "[..], b"- Hi.\n21 <190>1", b" - - - - - Bye."] {
///     for segment in decoder.push(chunk) {
///         if let Segment::Record(record) = segment {
///             messages.extend(record.message().map(String::from));
///         }
///     }
/// }
/// assert_eq!(messages, ["Hi."]);
///
/// let Some(Segment::Record(record)) = decoder.finish().next() else { panic!() };
/// assert_eq!(record.message().as_deref(), Some("Bye."));
/// assert_eq!(record.span().start, 24);
/// ```
#[derive(Debug)]
pub struct Decoder {
    framing: Framing,
    largest_frame: usize,
    stream: Stream,
    /// `read` bytes that have been read, then bytes that have not.
    buffer: Vec<u8>,
    read: usize,
    /// Where in the stream the buffer starts.
    offset: usize,
    wants: Wants,
    credit: usize,
    is_finished: bool,
}

/// Up to this many bytes are read again with each chunk, which costs little.
const FEW: usize = 4096;

/// How many bytes may be read for each byte that is pushed. This keeps the time linear for a stream that
/// is made to have the same bytes read repeatedly.
const LOOKS: usize = 16;

impl Decoder {
    /// The largest frame, in bytes, unless another is set: 1 MiB. Logplex cuts messages at 10,000
    /// bytes.
    pub const LARGEST_FRAME: usize = 1 << 20;

    /// A decoder at the start of a stream.
    #[must_use]
    pub fn new(framing: Framing) -> Self {
        Self {
            framing,
            largest_frame: Self::LARGEST_FRAME,
            stream: Stream::new(framing),
            buffer: Vec::new(),
            read: 0,
            offset: 0,
            wants: Wants::ANYTHING,
            credit: 0,
            is_finished: false,
        }
    }

    /// Sets how many bytes a frame may have from here on, its octet count and line end among them.
    ///
    /// ```
    /// use heroku_drain::{Decoder, Framing, Segment};
    ///
    /// let mut decoder = Decoder::new(Framing::Lines).largest_frame(100);
    /// decoder.push("x".repeat(200).as_bytes());
    /// let Some(Segment::Error(problem)) = decoder.push(b"").next() else { panic!() };
    /// assert_eq!(problem.kind.code(), "frame-too-long");
    /// ```
    #[must_use]
    pub fn largest_frame(mut self, bytes: usize) -> Self {
        self.stream.forget_borders();
        Self {
            largest_frame: bytes,
            wants: Wants::ANYTHING,
            ..self
        }
    }

    /// Takes the next bytes of the stream, and returns the segments that they settle.
    ///
    /// Segments that are not taken from the iterator are returned by the next call.
    pub fn push(&mut self, chunk: &[u8]) -> Decoded<'_> {
        if self.is_finished {
            *self = Self::new(self.framing).largest_frame(self.largest_frame);
        }
        self.leave_window();
        self.drop_read();
        self.buffer.extend_from_slice(chunk);
        let is_due = self.is_due(chunk);
        self.decoded(is_due)
    }

    /// Ends the stream, and returns its remaining segments. The next [`push`](Self::push) starts
    /// another stream.
    ///
    /// ```
    /// use heroku_drain::{Decoder, Framing};
    ///
    /// let mut decoder = Decoder::new(Framing::Auto);
    /// assert_eq!(decoder.push(b"99 <190>1 - - - - - cut o").count(), 0);
    /// assert_eq!(decoder.finish().count(), 1);
    /// ```
    pub fn finish(&mut self) -> Decoded<'_> {
        self.is_finished = true;
        self.leave_window();
        self.decoded(true)
    }

    /// The next window starts after what was taken. A full window is left at its end only: where the next
    /// one starts must not depend on how much of it was taken.
    fn leave_window(&mut self) {
        if !self.stream.is_in_full_window() {
            self.read += self.stream.position();
        }
    }

    /// Rarely, so that each byte is moved at most once on average.
    fn drop_read(&mut self) {
        if self.read > self.buffer.len() / 2 {
            self.buffer.drain(..self.read);
            self.offset += self.read;
            self.read = 0;
        }
    }

    /// Whether to look for something new, now that the chunk is in the buffer.
    fn is_due(&mut self, chunk: &[u8]) -> bool {
        let there = self.buffer.len() - self.read;
        self.credit = self
            .credit
            .saturating_add(chunk.len().saturating_mul(LOOKS));
        if there < self.wants.bytes && !(self.wants.or_line_end && chunk.contains(&b'\n')) {
            return false;
        }
        self.wants = Wants::ANYTHING;
        let is_full = there >= Stream::window_size(self.largest_frame);
        let is_due = is_full || there <= FEW.max(self.credit);
        if is_due {
            self.credit = self.credit.saturating_sub(there);
        }
        is_due
    }

    fn decoded(&mut self, is_due: bool) -> Decoded<'_> {
        let mut decoded = Decoded {
            bytes: &self.buffer,
            stream: &mut self.stream,
            start: &mut self.read,
            wants: &mut self.wants,
            offset: self.offset,
            largest_frame: self.largest_frame,
            is_finished: self.is_finished,
            is_due,
        };
        if !decoded.stream.is_in_full_window() {
            decoded.begin_window();
        }
        decoded
    }
}

/// The segments that some bytes of a stream settled, made by [`Decoder::push`] and
/// [`Decoder::finish`].
#[derive(Debug)]
pub struct Decoded<'d> {
    bytes: &'d [u8],
    stream: &'d mut Stream,
    /// Where in the bytes the window starts.
    start: &'d mut usize,
    wants: &'d mut Wants,
    offset: usize,
    largest_frame: usize,
    is_finished: bool,
    is_due: bool,
}

impl<'d> Decoded<'d> {
    /// The bytes of the stream with those places, as long as the decoder holds them: those of a
    /// segment that is given here.
    ///
    /// ```
    /// use heroku_drain::{Decoder, Framing, Segment};
    ///
    /// let mut decoder = Decoder::new(Framing::Lines);
    /// let mut decoded = decoder.push(b"\nhello\n");
    /// while let Some(segment) = decoded.next() {
    ///     if let Segment::Error(problem) = segment {
    ///         assert_eq!(decoded.bytes(problem.span), Some(&b"hello\n"[..]));
    ///         assert!(decoded.message(&problem).ends_with("at byte 1"));
    ///     }
    /// }
    /// ```
    #[must_use]
    pub fn bytes(&self, span: Span) -> Option<&'d [u8]> {
        let start = span.start.checked_sub(self.offset)?;
        let end = span.end.checked_sub(self.offset)?;
        self.bytes.get(start..end)
    }

    /// [`Problem::message`] of a problem that is given here, or of a warning of a record that is.
    #[must_use]
    pub fn message(&self, problem: &Problem) -> String {
        let place = Place::Byte(problem.found.start as u64);
        problem
            .moved_back(self.offset)
            .message_at(self.bytes, place)
    }

    fn window(&self) -> &'d [u8] {
        let rest = &self.bytes[*self.start..];
        &rest[..rest.len().min(Stream::window_size(self.largest_frame))]
    }

    fn reaches_end(&self) -> bool {
        *self.start + self.window().len() == self.bytes.len()
    }

    /// A full window is read as one that more bytes follow, whether they do or not: `push` cannot know.
    fn is_last(&self) -> bool {
        let is_full = self.window().len() >= Stream::window_size(self.largest_frame);
        self.is_finished && self.reaches_end() && !is_full
    }

    fn begin_window(&mut self) {
        let is_last = self.is_last();
        self.stream.continue_with(self.largest_frame, is_last);
    }

    fn end_window(&mut self) {
        let waits = self.is_last() || self.reaches_end() && !self.is_finished;
        *self.start += self.stream.position();
        self.begin_window();
        if waits {
            *self.wants = self.stream.wants(self.window());
            self.is_due = false;
        }
    }
}

impl<'d> Iterator for Decoded<'d> {
    type Item = Segment<'d>;

    fn next(&mut self) -> Option<Segment<'d>> {
        while self.is_due {
            if let Some(segment) = self.stream.next(self.window()) {
                return Some(segment.counted_from(self.offset + *self.start));
            }
            self.end_window();
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(message: &str) -> String {
        let payload = format!("<190>1 - - - - - {message}\n");
        format!("{} {payload}", payload.len())
    }

    /// Pushes a chunk, takes the results, and returns whether the decoder searched for them.
    fn looks(decoder: &mut Decoder, chunk: &[u8]) -> bool {
        let told = decoder.push(chunk);
        let is_due = told.is_due;
        told.for_each(drop);
        is_due
    }

    /// The bytes of a stream that had the decoder look for something new, where these come one by one.
    fn bytes_that_matter(mut decoder: Decoder, stream: &str) -> Vec<usize> {
        let bytes = stream.as_bytes().chunks(1).enumerate();
        bytes
            .filter_map(|(at, byte)| looks(&mut decoder, byte).then_some(at))
            .collect()
    }

    #[test]
    fn a_frame_is_looked_at_again_when_its_count_or_its_line_is_there() {
        let stream = frame(&"x".repeat(300)).repeat(2);
        let length = stream.len() / 2;
        let count = |at: usize| at..at + "318 ".len();
        for (framing, first, second) in [
            (Framing::Auto, 0.."318 <".len(), count(length)),
            (Framing::OctetCounting, 0.."318 <".len(), count(length)),
            (Framing::Lines, 0.."318 <".len(), 0..0),
        ] {
            let expected = first.chain([length - 1]);
            let expected = expected.chain(second).chain([2 * length - 1]);
            let found = bytes_that_matter(Decoder::new(framing), &stream);
            assert_eq!(found, expected.collect::<Vec<_>>(), "{framing:?}");
        }
    }

    #[test]
    fn what_is_too_long_is_looked_at_again_when_a_window_or_the_rest_is_there() {
        let stream = frame(&"x".repeat(500));
        let count = 0.."518 <".len();
        let expected: Vec<_> = count.chain([163, 327, 491, stream.len() - 1]).collect();
        for framing in Framing::ALL {
            let decoder = Decoder::new(framing).largest_frame(100);
            assert_eq!(bytes_that_matter(decoder, &stream), expected, "{framing:?}");
        }
    }

    /// A stream of a frame, and of one with a wrong count, which waits for a frame start.
    fn wrong_count(first: usize, length: usize) -> String {
        [
            frame(&"x".repeat(first)),
            "9 <1>1 ".into(),
            "x".repeat(length),
        ]
        .concat()
    }

    #[test]
    fn what_waits_is_looked_at_again_as_soon_as_bytes_paid_for_it_and_no_sooner() {
        let stream = wrong_count(5000, 50_000);
        let (first, rest) = stream.as_bytes().split_at(11_000);
        let mut decoder = Decoder::new(Framing::Auto);
        assert!(looks(&mut decoder, first));
        let mut paid = (LOOKS - 1) * first.len();
        let mut there = first.len() - frame(&"x".repeat(5000)).len();
        let mut count = 0;
        for chunk in rest.chunks(10) {
            paid += LOOKS * chunk.len();
            there += chunk.len();
            let is_paid = there <= paid;
            assert_eq!(looks(&mut decoder, chunk), is_paid, "with {there} bytes");
            if is_paid {
                paid -= there;
                count += 1;
            }
        }
        assert!((10..100).contains(&count), "{count} looks");
    }

    #[test]
    fn few_bytes_are_looked_at_again_with_each_that_comes() {
        let stream = wrong_count(5, 3 * FEW);
        let start = frame("xxxxx").len();
        let found = bytes_that_matter(Decoder::new(Framing::Auto), &stream);
        let counted = start + "9 <1>1 xxxx".len();
        assert!((counted..start + FEW).all(|at| found.contains(&at)));
        assert!(found.len() < start + FEW + 100, "{} looks", found.len());
    }

    /// Each frame has a wrong count, which is known when a thousand bytes more are there.
    #[test]
    fn a_byte_is_moved_at_most_once_on_average() {
        let frame = "1012 <1>1 x\n";
        let stream = frame.repeat(2000);
        let mut decoder = Decoder::new(Framing::Auto);
        let mut moved = 0;
        for chunk in stream.as_bytes().chunks(frame.len()) {
            let (offset, there) = (decoder.offset, decoder.buffer.len());
            looks(&mut decoder, chunk);
            let dropped = decoder.offset - offset;
            if dropped > 0 {
                moved += there - dropped;
            }
            assert!(decoder.buffer.len() < 3000, "what was read is kept");
        }
        assert!(moved <= stream.len(), "{moved} moved");
    }
}
