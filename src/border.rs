//! Where a frame may end, and where the next one may start.
//!
//! Both searches answer for the whole payload in linear time, whatever it holds: positions are asked
//! for in ascending order, and no byte is looked at more often than a fixed number of times.

use memchr::memchr_iter;

use crate::digits::{byte, leading_digits, word};

/// The known borders of one payload.
///
/// The payload is passed with each call and must be the same each time, except that more bytes may follow,
/// and that leading bytes may be [dropped](Self::drop_front).
#[derive(Debug)]
pub(crate) struct Borders {
    anywhere: Search,
    after_line_end: Search,
    blanks: Runs,
    digits: Runs,
}

impl Borders {
    pub(crate) const fn new() -> Self {
        Self {
            anywhere: Search::new(),
            after_line_end: Search::new(),
            blanks: Runs::new(is_blank_or_line_end),
            digits: Runs::new(|byte| byte.is_ascii_digit()),
        }
    }

    /// Continues with the payload without its first `bytes` bytes. Searched bytes are not searched again.
    pub(crate) fn drop_front(&mut self, bytes: usize) {
        self.anywhere.drop_front(bytes);
        self.after_line_end.drop_front(bytes);
        self.blanks.drop_front(bytes);
        self.digits.drop_front(bytes);
    }

    /// Whether a frame may end at `at`: after blanks and line ends follows `digits SP "<" digit`, or a
    /// header without its count, or as much of one as the payload has left.
    #[inline(never)]
    pub(crate) fn border_at(&mut self, payload: &[u8], at: usize) -> Border {
        let start = self.blanks.end(payload, at);
        if payload.get(start) == Some(&b'<') {
            return uncounted_border(payload, start);
        }
        let end = self.digits.end(payload, start);
        match payload[end..] {
            [] | [b' '] | [b' ', b'<'] => Border::Open,
            // A blank can only follow digits: others were skipped.
            [b' ', b'<', b'0'..=b'9', ..] => Border::Whole,
            _ => Border::No,
        }
    }

    /// Whether a plausible frame start may still end with the digits at `at`, if more bytes follow the
    /// payload.
    pub(crate) fn is_cut_frame_start(&mut self, payload: &[u8], at: usize) -> bool {
        let header = self.digits.end(payload, at) + 1;
        payload.get(header..).is_none_or(is_cut_header)
    }

    /// The next plausible frame start at or after `from`.
    ///
    /// Calls must come with ascending values of `from`, each at least 1.
    pub(crate) fn next_start(&mut self, payload: &[u8], from: usize) -> Option<usize> {
        self.anywhere.at_or_behind(payload, from, |_| true)
    }

    /// The end of the line before the next plausible frame start, at or after `from`, that follows
    /// a line end: blanks before a frame are its indentation.
    ///
    /// Calls must come with ascending values of `from`, each at least 1.
    pub(crate) fn next_line_end(&mut self, payload: &[u8], from: usize) -> Option<usize> {
        let follows_line_end = |start| payload[..unindented(payload, start)].ends_with(b"\n");
        let start = self
            .after_line_end
            .at_or_behind(payload, from, follows_line_end)?;
        Some(unindented(payload, start))
    }
}

/// Whether a position is a border.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Border {
    /// It is, whatever follows the payload.
    Whole,
    /// It is, unless more bytes follow the payload.
    Open,
    /// It is not, whatever follows the payload.
    No,
}

/// `"<" 1-3 digits ">" 1-3 digits SP` at `at`, unless a digit and a space come right before it: then it
/// is the rest of a plausible frame start.
fn uncounted_border(payload: &[u8], at: usize) -> Border {
    if matches!(payload[..at], [.., b'0'..=b'9', b' ']) {
        return Border::No;
    }
    let header = &payload[at..];
    if begins_header(header) {
        Border::Whole
    } else if is_cut_header(header) {
        Border::Open
    } else {
        Border::No
    }
}

/// Whether `text` is a header without its end: `["<" *3DIGIT]` or `"<" 1*3DIGIT ">" *3DIGIT`.
fn is_cut_header(text: &[u8]) -> bool {
    let is_up_to_three_digits =
        |text: &[u8]| text.len() <= 3 && text.iter().all(u8::is_ascii_digit);
    match (after_priority(text), text) {
        (Some(version), _) => is_up_to_three_digits(version),
        (None, [b'<', priority @ ..]) => is_up_to_three_digits(priority),
        (None, text) => text.is_empty(),
    }
}

/// `1*5DIGIT SP "<" DIGIT`: what follows nearly every frame.
#[inline(always)]
pub(crate) fn is_usual_border(payload: &[u8], at: usize) -> bool {
    word(payload, at).is_some_and(|word| {
        let digits = leading_digits(word);
        let priority = digits + 1;
        matches!(digits, 1..=5)
            && byte(word, digits) == b' '
            && byte(word, priority) == b'<'
            && byte(word, priority + 1).is_ascii_digit()
    })
}

/// A search that remembers what it found.
#[derive(Debug)]
struct Search {
    /// The last frame start found, or how much of the payload there was when there was no further one.
    next: usize,
    is_found: bool,
}

/// The longest `"<" 1-3 digits ">" 1-3 digits SP`.
const HEADER: usize = 9;

impl Search {
    const fn new() -> Self {
        Self {
            next: 0,
            is_found: false,
        }
    }

    fn at_or_behind(
        &mut self,
        payload: &[u8],
        from: usize,
        accepts: impl Fn(usize) -> bool,
    ) -> Option<usize> {
        if self.next == payload.len() && !self.is_found {
            return None;
        }
        if !self.is_found || self.next < from {
            // Of a header at the end, a part may have been there.
            let behind_header = (self.next + 1).saturating_sub(HEADER);
            let unsearched = if self.is_found { from } else { behind_header };
            let found = frame_starts(payload, from, unsearched).find(|&at| accepts(at));
            self.is_found = found.is_some();
            self.next = found.unwrap_or(payload.len());
        }
        self.is_found.then_some(self.next)
    }

    fn drop_front(&mut self, bytes: usize) {
        self.next = self.next.saturating_sub(bytes);
    }
}

/// `digits SP "<" 1-3 digits ">" 1-3 digits SP`, not beginning inside a run of digits, at or after
/// `from`, with the bracket at or after `bracket`.
fn frame_starts(payload: &[u8], from: usize, bracket: usize) -> impl Iterator<Item = usize> + '_ {
    let first = from.max(bracket).min(payload.len());
    memchr_iter(b'<', &payload[first..]).filter_map(move |at| {
        let at = first + at;
        if !begins_header(&payload[at..]) {
            return None;
        }
        let before = payload[from..at].strip_suffix(b" ")?;
        let digits = before
            .iter()
            .rev()
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        let start = from + before.len() - digits;
        (digits > 0 && !ends_with_digit(&payload[..start])).then_some(start)
    })
}

/// Whether there is a plausible frame start after the first byte.
pub(crate) fn has_frame_start(payload: &[u8]) -> bool {
    Borders::new().next_start(payload, 1).is_some()
}

fn ends_with_digit(text: &[u8]) -> bool {
    text.last().is_some_and(u8::is_ascii_digit)
}

/// `"<" 1-3 digits ">" 1-3 digits SP`
fn begins_header(text: &[u8]) -> bool {
    after_priority(text)
        .and_then(after_up_to_three_digits)
        .is_some_and(|rest| rest.starts_with(b" "))
}

/// The text after `"<" 1-3 digits ">"`.
pub(crate) fn after_priority(text: &[u8]) -> Option<&[u8]> {
    after_up_to_three_digits(text.strip_prefix(b"<")?)?.strip_prefix(b">")
}

pub(crate) fn after_up_to_three_digits(text: &[u8]) -> Option<&[u8]> {
    let digits = text
        .iter()
        .take(4)
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    matches!(digits, 1..=3).then(|| &text[digits..])
}

/// Where the blanks before `start` begin.
pub(crate) fn unindented(payload: &[u8], start: usize) -> usize {
    start
        - payload[..start]
            .iter()
            .rev()
            .take_while(|&&byte| is_blank(byte))
            .count()
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

pub(crate) fn is_blank_or_line_end(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

/// Where runs of one kind of byte end.
///
/// Many frames may claim to end inside the same long run, so long runs are noted once and then
/// looked up; a short run is cheaper to walk.
#[derive(Debug)]
struct Runs {
    belongs: fn(u8) -> bool,
    /// The number of bytes dropped from the front; the positions below include them.
    dropped: usize,
    /// All long runs that begin before `noted` are in `long`, in order.
    noted: usize,
    long: Vec<(usize, usize)>,
    /// Where the last run starts, if that ends at `noted` only because the payload does.
    unended: Option<usize>,
}

impl Runs {
    /// A run of at least this many bytes is long.
    const SHORT: usize = 64;

    const fn new(belongs: fn(u8) -> bool) -> Self {
        Self {
            belongs,
            dropped: 0,
            noted: 0,
            long: Vec::new(),
            unended: None,
        }
    }

    /// The end of the run that contains `at`; `at` itself if there is none.
    fn end(&mut self, payload: &[u8], at: usize) -> usize {
        let near = payload.len().min(at.saturating_add(Self::SHORT));
        match payload[at..near]
            .iter()
            .position(|&byte| !(self.belongs)(byte))
        {
            Some(length) => at + length,
            None if near == payload.len() => near,
            None => self.end_of_long_run(payload, at),
        }
    }

    fn end_of_long_run(&mut self, payload: &[u8], at: usize) -> usize {
        let place = self.dropped + at;
        let end = self.dropped + payload.len();
        while self.noted <= place || (self.unended.is_some() && self.noted < end) {
            self.note_next(payload);
        }
        let index = self.long.partition_point(|&(_, end)| end <= place);
        self.long
            .get(index)
            .map_or(at, |&(_, end)| end - self.dropped)
    }

    /// Skips the next run and the bytes before it, or the new bytes of the last run.
    fn note_next(&mut self, payload: &[u8]) {
        let rest = &payload[self.noted - self.dropped..];
        let before = match self.unended {
            Some(_) => 0,
            None => rest
                .iter()
                .position(|&byte| (self.belongs)(byte))
                .unwrap_or(rest.len()),
        };
        let length = rest[before..]
            .iter()
            .take_while(|&&byte| (self.belongs)(byte))
            .count();
        let start = self.unended.unwrap_or(self.noted + before);
        self.noted += before + length;
        self.unended = (before + length == rest.len()).then_some(start);
        self.long.pop_if(|run| run.0 == start);
        if self.noted - start >= Self::SHORT {
            self.long.push((start, self.noted));
        }
    }

    fn drop_front(&mut self, bytes: usize) {
        self.dropped += bytes;
        self.noted = self.noted.max(self.dropped);
        let gone = self.long.partition_point(|&(_, end)| end <= self.dropped);
        // Rarely, so that each run is moved at most once on average.
        if 2 * gone >= self.long.len() {
            self.long.drain(..gone);
            self.count_anew();
        }
    }

    /// Makes positions relative to the remaining bytes, so that no number grows with a stream.
    fn count_anew(&mut self) {
        let dropped = std::mem::take(&mut self.dropped);
        self.noted -= dropped;
        self.unended = self.unended.map(|start| start.saturating_sub(dropped));
        for (start, end) in &mut self.long {
            *start = start.saturating_sub(dropped);
            *end -= dropped;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn starts(payload: &str, from: usize) -> Vec<usize> {
        frame_starts(payload.as_bytes(), from, 0).collect()
    }

    #[test]
    fn a_frame_start_is_a_count_a_priority_and_a_version() {
        assert_eq!(starts(" 63 <190>1 x", 1), [1]);
        assert_eq!(starts(".63 <1>123 x", 1), [1]);
        for payload in [
            " <190>1 ",
            " 63<190>1 ",
            " 63 <>1 ",
            " 63 <1900>1 ",
            " 63 <190> ",
            " 63 <190>1234 ",
            " 63 <190>1",
        ] {
            assert!(starts(payload, 1).is_empty(), "{payload}");
        }
    }

    #[test]
    fn a_frame_start_never_begins_inside_a_run_of_digits() {
        assert!(starts("163 <190>1 ", 1).is_empty());
        assert_eq!(starts("x163 <190>1 ", 1), [1]);
        assert!(starts("x163 <190>1 ", 2).is_empty());
    }

    #[test]
    fn a_line_end_may_have_blanks_behind_it() {
        let mut borders = Borders::new();
        let payload = b"x 1 <1>1 \n \t2 <1>1 ";
        assert_eq!(borders.next_start(payload, 1), Some(2));
        assert_eq!(borders.next_line_end(payload, 1), Some(10));
        assert_eq!(borders.next_line_end(payload, 13), None);
    }

    fn border(payload: &str, at: usize) -> Border {
        Borders::new().border_at(payload.as_bytes(), at)
    }

    #[test]
    fn a_border_is_the_end_or_a_count_before_a_priority() {
        for payload in ["x63 <1", "x\n063 <1", "x 12345678901 <1"] {
            assert_eq!(border(payload, 1), Border::Whole, "{payload:?}");
        }
        for payload in ["x", "x \r\n\t", "x6", "x63 ", "x63 <", "x\n6"] {
            assert_eq!(border(payload, 1), Border::Open, "{payload:?}");
        }
        for payload in ["xx", "x63 <x", "x63  <1", "x63  ", "x63x <1", "x63\n"] {
            assert_eq!(border(payload, 1), Border::No, "{payload:?}");
        }
    }

    #[test]
    fn a_border_is_also_a_header_without_its_count() {
        let header = "x\n <190>1 ";
        assert_eq!(border(header, 1), Border::Whole);
        for cut in 4..header.len() {
            assert_eq!(border(&header[..cut], 1), Border::Open, "{cut}");
        }
        for payload in ["x<>1 ", "x<1>x", "x<1900>1 ", "x<1>1000 ", "x<x", "x<1>1x"] {
            assert_eq!(border(payload, 1), Border::No, "{payload:?}");
        }
    }

    #[test]
    fn the_rest_of_a_frame_start_is_no_border() {
        for at in 1..=4 {
            let expected = if at < 3 { Border::Whole } else { Border::No };
            assert_eq!(border("x63 <1>1 ", at), expected, "{at}");
        }
        assert_eq!(border("x63  <1>1 ", 3), Border::Whole);
    }

    #[test]
    fn long_runs_are_looked_up() {
        let payload = [
            " ".repeat(200),
            "x".into(),
            " ".repeat(70),
            "y".into(),
            " ".repeat(63),
            "z".into(),
            " ".repeat(300),
        ];
        let payload = payload.concat();
        let mut runs = Runs::new(is_blank);
        for at in (0..=payload.len()).chain((0..payload.len()).rev()) {
            let expected = at
                + payload[at..]
                    .bytes()
                    .take_while(|&byte| byte == b' ')
                    .count();
            assert_eq!(runs.end(payload.as_bytes(), at), expected, "at {at}");
        }
        assert_eq!(runs.long, [(0, 200), (201, 271), (336, 636)]);
    }

    #[test]
    fn long_runs_are_looked_up_while_the_payload_moves_on() {
        let stream = [200, 70, 0, 90, 64, 300].map(|blanks| " ".repeat(blanks) + "x");
        let stream = stream.concat().into_bytes();
        for step in [1, 7, 64, 150] {
            let mut runs = Runs::new(is_blank);
            let (mut start, mut end) = (0, 0);
            while start < stream.len() {
                end = stream.len().min(end + 3 * step);
                let window = &stream[start..end];
                for at in 0..=window.len() {
                    let run = window[at..].iter().take_while(|&&byte| byte == b' ');
                    assert_eq!(
                        runs.end(window, at),
                        at + run.count(),
                        "{step} {start} {at}"
                    );
                }
                let read = step.min(window.len());
                runs.drop_front(read);
                start += read;
                let is_gone = |run: &&(usize, usize)| run.1 <= runs.dropped;
                let gone = runs.long.iter().filter(is_gone).count();
                assert!(
                    2 * gone < runs.long.len().max(1),
                    "{gone} runs are kept in vain"
                );
            }
        }
    }
}
