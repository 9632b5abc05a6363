//! Splits a line into fields: the fastmatch pattern language.
//!
//! A pattern is literal text with fields in it, `%{name}`. Matching goes from left to right and
//! never back: the literal text before the first field is a prefix, each field is the text up to
//! the *first* occurrence of the literal after it, and a last field with no literal after it takes
//! the rest. So matching is linear in the text.

use crate::problem::Span;

/// A compiled pattern with `N` fields.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pattern<const N: usize> {
    prefix: &'static str,
    fields: [Field; N],
}

/// A field of a pattern, and the literal that ends it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) delimiter: &'static str,
}

/// Why a text does not match: the literal that is not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Missing {
    /// The index of the field whose delimiter is missing.
    pub(crate) field: usize,
    /// Where the search for it began.
    pub(crate) at: usize,
}

impl<const N: usize> Pattern<N> {
    /// Compiles a pattern. Run in a constant, an invalid pattern does not build.
    ///
    /// # Panics
    ///
    /// If the pattern has not exactly `N` fields, has two fields with nothing between them, or a
    /// `%{` without its `}`.
    pub(crate) const fn compile(pattern: &'static str) -> Self {
        let (prefix, mut rest) = until_field(pattern.as_bytes());
        let mut fields = [Field {
            name: "",
            delimiter: "",
        }; N];
        let mut index = 0;
        while !rest.is_empty() {
            assert!(index < N, "the pattern has more fields than its type says");
            let (field, tail) = field(rest);
            assert!(
                !field.delimiter.is_empty() || tail.is_empty(),
                "two fields need a literal between them"
            );
            fields[index] = field;
            index += 1;
            rest = tail;
        }
        assert!(
            index == N,
            "the pattern has fewer fields than its type says"
        );
        Self {
            prefix: text(prefix),
            fields,
        }
    }

    /// The fields, in the pattern's order.
    pub(crate) const fn fields(&self) -> &[Field; N] {
        &self.fields
    }

    /// Cuts `payload[span]` into the pattern's fields and answers where each of them ends.
    pub(crate) fn cut(&self, payload: &[u8], span: Span) -> Result<[usize; N], Missing> {
        let line = &payload[..span.end];
        let mut at = span.start;
        if !line[at..].starts_with(self.prefix.as_bytes()) {
            return Err(Missing { field: 0, at });
        }
        at += self.prefix.len();
        let mut ends = [0; N];
        for (index, field) in self.fields.iter().enumerate() {
            let delimiter = field.delimiter.as_bytes();
            let Some(length) = find(&line[at..], delimiter) else {
                return Err(Missing { field: index, at });
            };
            ends[index] = at + length;
            at += length + delimiter.len();
        }
        Ok(ends)
    }

    /// The field with that index in a text that begins at `start` and was cut at `ends`.
    #[inline]
    pub(crate) const fn span(&self, start: usize, ends: &[usize; N], index: usize) -> Span {
        let start = match index.checked_sub(1) {
            Some(before) => ends[before] + self.fields[before].delimiter.len(),
            None => start + self.prefix.len(),
        };
        Span::new(start, ends[index])
    }
}

/// The first position of the delimiter; the empty one, after a last field, is at the end.
#[inline]
fn find(text: &[u8], delimiter: &[u8]) -> Option<usize> {
    match delimiter {
        [] => Some(text.len()),
        // Fields are a few bytes long: a plain loop is done before a vectorised search has begun.
        [byte] => text.iter().position(|other| other == byte),
        _ => text
            .windows(delimiter.len())
            .position(|window| window == delimiter),
    }
}

/// `"%{" name "}" literal`, and what follows.
const fn field(pattern: &'static [u8]) -> (Field, &'static [u8]) {
    let (_, pattern) = pattern.split_at(2);
    let mut length = 0;
    while length < pattern.len() && pattern[length] != b'}' {
        length += 1;
    }
    assert!(length < pattern.len(), "a field is not closed");
    let (name, pattern) = pattern.split_at(length);
    let (_, pattern) = pattern.split_at(1);
    let (delimiter, rest) = until_field(pattern);
    (
        Field {
            name: text(name),
            delimiter: text(delimiter),
        },
        rest,
    )
}

/// The literal up to the next `%{`, and the pattern from there.
const fn until_field(pattern: &'static [u8]) -> (&'static [u8], &'static [u8]) {
    let mut length = 0;
    while length < pattern.len() && !begins_field(pattern, length) {
        length += 1;
    }
    pattern.split_at(length)
}

const fn begins_field(pattern: &[u8], at: usize) -> bool {
    pattern[at] == b'%' && at + 1 < pattern.len() && pattern[at + 1] == b'{'
}

const fn text(bytes: &'static [u8]) -> &'static str {
    match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(_) => panic!("a pattern is cut at ASCII characters only"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut<const N: usize>(pattern: &'static str, text: &str) -> Result<Vec<String>, Missing> {
        let pattern = Pattern::<N>::compile(pattern);
        let ends = pattern.cut(text.as_bytes(), Span::new(0, text.len()))?;
        let spans = (0..N).map(|index| pattern.span(0, &ends, index));
        Ok(spans
            .map(|span| text[span.start..span.end].to_owned())
            .collect())
    }

    #[test]
    fn a_field_ends_at_the_first_delimiter() {
        assert_eq!(
            cut::<2>("%{a} %{b}", "x y z"),
            Ok(vec!["x".into(), "y z".into()])
        );
        assert_eq!(
            cut::<2>("%{a} <%{b}", "x <y <z"),
            Ok(vec!["x".into(), "y <z".into()])
        );
        assert_eq!(
            cut::<2>("%{a} %{b}", " "),
            Ok(vec![String::new(), String::new()])
        );
    }

    #[test]
    fn the_prefix_must_stand() {
        assert_eq!(cut::<1>("id=%{a}", "id=7"), Ok(vec!["7".into()]));
        assert_eq!(
            cut::<1>("id=%{a}", "xid=7"),
            Err(Missing { field: 0, at: 0 })
        );
    }

    #[test]
    fn a_missing_delimiter_names_its_field_and_where_it_was_looked_for() {
        assert_eq!(
            cut::<3>("%{a} %{b};%{c}", "x y z"),
            Err(Missing { field: 1, at: 2 })
        );
    }

    #[test]
    fn a_last_literal_ends_the_last_field() {
        assert_eq!(cut::<1>("[%{a}]", "[x]y]"), Ok(vec!["x".into()]));
        assert_eq!(cut::<1>("[%{a}]", "[x"), Err(Missing { field: 0, at: 1 }));
    }

    #[test]
    #[should_panic(expected = "two fields need a literal between them")]
    fn adjacent_fields_are_refused() {
        Pattern::<2>::compile("%{a}%{b}");
    }

    #[test]
    #[should_panic(expected = "the pattern has more fields than its type says")]
    fn a_field_too_many_is_refused() {
        Pattern::<1>::compile("%{a} %{b}");
    }

    #[test]
    #[should_panic(expected = "the pattern has fewer fields than its type says")]
    fn a_field_too_few_is_refused() {
        Pattern::<2>::compile("%{a} ");
    }

    #[test]
    fn only_a_percent_sign_before_a_brace_begins_a_field() {
        assert_eq!(cut::<1>("%a{%%{a}{%", "%a{%7{%"), Ok(vec!["7".into()]));
        assert_eq!(cut::<1>("%{%{}%", "7%"), Ok(vec!["7".into()]));
        assert_eq!(Pattern::<1>::compile("%{%{}%").fields()[0].name, "%{");
    }

    #[test]
    #[should_panic(expected = "a field is not closed")]
    fn an_open_field_is_refused() {
        Pattern::<1>::compile("%{a");
    }
}
