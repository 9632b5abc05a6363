//! Where a frame may end, and where the next one may start.
//!
//! Both searches answer for the whole payload in linear time, whatever it holds: positions are asked
//! for in ascending order, and no byte is looked at more often than a fixed number of times.

use memchr::memchr_iter;

use crate::digits::{byte, leading_digits, word};

/// What is known so far about the borders in one payload.
///
/// The payload is passed with each call and must be the same each time.
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
            anywhere: Search { next: 0 },
            after_line_end: Search { next: 0 },
            blanks: Runs::new(is_blank_or_line_end),
            digits: Runs::new(|byte| byte.is_ascii_digit()),
        }
    }

    /// Whether a frame that ends at `at` ends at a border: behind it, blanks and line ends skipped,
    /// is `digits SP "<" digit` or as much of it as the payload has left, which may be nothing.
    #[inline(always)]
    pub(crate) fn is_border(&mut self, payload: &[u8], at: usize) -> bool {
        is_usual_border(payload, at) || self.is_any_border(payload, at)
    }

    #[inline(never)]
    fn is_any_border(&mut self, payload: &[u8], at: usize) -> bool {
        let (digits, rest) = self.after_count(payload, at);
        match rest {
            [] => true,
            [b' '] | [b' ', b'<'] | [b' ', b'<', b'0'..=b'9', ..] => digits > 0,
            _ => false,
        }
    }

    /// Whether the border at `at` is one whatever follows the payload.
    pub(crate) fn is_whole_border(&mut self, payload: &[u8], at: usize) -> bool {
        let (digits, rest) = self.after_count(payload, at);
        digits > 0 && matches!(rest, [b' ', b'<', b'0'..=b'9', ..])
    }

    /// How many digits there are behind blanks and line ends, and what follows them.
    fn after_count<'p>(&mut self, payload: &'p [u8], at: usize) -> (usize, &'p [u8]) {
        let start = self.blanks.end(payload, at);
        let end = self.digits.end(payload, start);
        (end - start, &payload[end..])
    }

    /// The next plausible frame start at or behind `from`.
    ///
    /// Calls must come with ascending values of `from`, each at least 1.
    pub(crate) fn next_start(&mut self, payload: &[u8], from: usize) -> Option<usize> {
        self.anywhere.at_or_behind(payload, from, |_| true)
    }

    /// The end of the line before the next plausible frame start, at or behind `from`, that follows
    /// a line end: blanks in front of a frame are its indentation.
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

/// `1*5DIGIT SP "<" DIGIT`: what stands behind nearly every frame.
#[inline(always)]
pub(crate) fn is_usual_border(payload: &[u8], at: usize) -> bool {
    word(payload, at).is_some_and(|word| {
        let digits = leading_digits(word);
        matches!(digits, 1..=5)
            && byte(word, digits) == b' '
            && byte(word, digits + 1) == b'<'
            && byte(word, digits + 2).is_ascii_digit()
    })
}

/// A search that remembers what it found.
#[derive(Debug)]
struct Search {
    /// The last frame start found; `usize::MAX` where there is no further one.
    next: usize,
}

impl Search {
    fn at_or_behind(
        &mut self,
        payload: &[u8],
        from: usize,
        accepts: impl Fn(usize) -> bool,
    ) -> Option<usize> {
        if self.next < from {
            self.next = frame_starts(payload, from)
                .find(|&at| accepts(at))
                .unwrap_or(usize::MAX);
        }
        (self.next != usize::MAX).then_some(self.next)
    }
}

/// `digits SP "<" 1-3 digits ">" 1-3 digits SP`, not beginning inside a run of digits.
fn frame_starts(payload: &[u8], from: usize) -> impl Iterator<Item = usize> + '_ {
    memchr_iter(b'<', &payload[from..]).filter_map(move |at| {
        let at = from + at;
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

fn ends_with_digit(text: &[u8]) -> bool {
    text.last().is_some_and(u8::is_ascii_digit)
}

/// `"<" 1-3 digits ">" 1-3 digits SP`
fn begins_header(text: &[u8]) -> bool {
    after_priority(text)
        .and_then(after_up_to_three_digits)
        .is_some_and(|rest| rest.starts_with(b" "))
}

/// What follows `"<" 1-3 digits ">"`.
pub(crate) fn after_priority(text: &[u8]) -> Option<&[u8]> {
    after_up_to_three_digits(text.strip_prefix(b"<")?)?.strip_prefix(b">")
}

fn after_up_to_three_digits(text: &[u8]) -> Option<&[u8]> {
    let digits = text
        .iter()
        .take(4)
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    matches!(digits, 1..=3).then(|| &text[digits..])
}

/// Where the blanks in front of `start` begin.
fn unindented(payload: &[u8], start: usize) -> usize {
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
    /// All long runs that begin before `noted` are in `long`, in order.
    noted: usize,
    long: Vec<(usize, usize)>,
}

impl Runs {
    /// A run of at least this many bytes is long.
    const SHORT: usize = 64;

    const fn new(belongs: fn(u8) -> bool) -> Self {
        Self {
            belongs,
            noted: 0,
            long: Vec::new(),
        }
    }

    /// The end of the run that `at` stands in, which is `at` itself where there is none.
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
        while self.noted <= at {
            self.note_next(payload);
        }
        let index = self.long.partition_point(|&(_, end)| end <= at);
        self.long.get(index).map_or(at, |&(_, end)| end)
    }

    /// Walks over the next run and the bytes before it.
    fn note_next(&mut self, payload: &[u8]) {
        let rest = &payload[self.noted..];
        let start = rest
            .iter()
            .position(|&byte| (self.belongs)(byte))
            .map_or(payload.len(), |at| self.noted + at);
        let length = payload[start..]
            .iter()
            .take_while(|&&byte| (self.belongs)(byte))
            .count();
        let end = start + length;
        if length >= Self::SHORT {
            self.long.push((start, end));
        }
        self.noted = end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn starts(payload: &str, from: usize) -> Vec<usize> {
        frame_starts(payload.as_bytes(), from).collect()
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

    #[test]
    fn a_border_is_the_end_or_a_count_before_a_priority_even_if_cut() {
        let is_border = |payload: &str| Borders::new().is_border(payload.as_bytes(), 1);
        let whole = ["x", "x \r\n\t", "x63 <1", "x\n063 <1", "x 12345678901 <1"];
        let cut = ["x6", "x63 ", "x63 <", "x\n6"];
        for payload in whole.into_iter().chain(cut) {
            assert!(is_border(payload), "{payload:?}");
        }
        for payload in [
            "xx", "x63 <x", "x63  <1", "x63  ", "x <1", "x <", "x63x <1", "x63\n",
        ] {
            assert!(!is_border(payload), "{payload:?}");
        }
    }

    #[test]
    fn long_runs_are_looked_up() {
        let payload = [
            " ".repeat(200),
            "x".into(),
            " ".repeat(70),
            "y".into(),
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
        assert_eq!(runs.long, [(0, 200), (201, 271), (272, 572)]);
    }
}
