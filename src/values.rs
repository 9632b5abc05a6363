//! From a frame to typed values: the schema's pattern and types, for any frame.

use crate::fastmatch::{Missing, Pattern};
use crate::frame::Frame;
use crate::problem::{Kind, Problem, Span};
use crate::schema::{FieldType, HEROKU_RUNTIME as SCHEMA};
use crate::timestamp::{Clock, EventTime};

/// The number of fields in the schema.
pub(crate) const FIELDS: usize = SCHEMA.fields.len();

const PATTERN: Pattern<FIELDS> = Pattern::compile(SCHEMA.pattern);

const _: () = {
    let mut index = 0;
    while index < FIELDS {
        let (named, matched) = (SCHEMA.fields[index].name, PATTERN.fields()[index].name);
        assert!(
            same(named, matched),
            "the schema lists its fields in the pattern's order"
        );
        index += 1;
    }
};

/// The number of integer fields in the schema.
const INTEGERS: usize = integers_before(FIELDS);

/// How many integer fields the schema has before the field with that index.
const fn integers_before(field: usize) -> usize {
    let (mut count, mut index) = (0, 0);
    while index < field {
        count += matches!(SCHEMA.fields[index].field_type, FieldType::Int) as usize;
        index += 1;
    }
    count
}

/// The values of a frame's fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Values {
    /// Where the frame starts.
    pub(crate) start: usize,
    /// Where each field's text ends, also where its value is absent.
    pub(crate) ends: [usize; FIELDS],
    /// Bit `i` is set where field `i` is absent.
    pub(crate) absent: u16,
    /// The values of the integer fields; 0 where they are absent.
    pub(crate) integers: [i32; INTEGERS],
    pub(crate) event_time: Option<EventTime>,
}

/// A named field's place in the schema. In a constant, an unknown name does not build.
pub(crate) const fn index(name: &str) -> usize {
    let mut index = 0;
    while !same(SCHEMA.fields[index].name, name) {
        index += 1;
    }
    index
}

pub(crate) const fn same(left: &str, right: &str) -> bool {
    let (left, right) = (left.as_bytes(), right.as_bytes());
    let mut at = 0;
    while at < left.len() && at < right.len() && left[at] == right[at] {
        at += 1;
    }
    at == left.len() && at == right.len()
}

impl Values {
    /// Reads the frame according to the schema, or returns why it is not an event.
    pub(crate) fn read(payload: &[u8], frame: &Frame, clock: &mut Clock) -> Result<Self, Problem> {
        let start = frame.span.start;
        let ends = PATTERN
            .cut(payload, Span::new(start, frame.text_end))
            .map_err(|missing| delimiter_missing(frame, missing))?;
        let mut values = Self {
            start,
            ends,
            absent: 0,
            integers: [0; INTEGERS],
            event_time: None,
        };
        for index in 0..FIELDS {
            let span = values.span(index);
            let rejected = |kind| Problem {
                kind,
                span: frame.span,
                found: span,
            };
            values
                .read_value(index, &payload[span.start..span.end], clock)
                .map_err(rejected)?;
        }
        Ok(values)
    }

    /// The bytes of the field with that index.
    #[inline]
    pub(crate) const fn span(&self, index: usize) -> Span {
        PATTERN.span(self.start, &self.ends, index)
    }

    /// The value of the integer field with that index; 0 for another field.
    #[inline]
    pub(crate) fn integer(&self, index: usize) -> i32 {
        match SCHEMA.fields[index].field_type {
            FieldType::Int => self.integers[integers_before(index)],
            FieldType::String | FieldType::Timestamp => 0,
        }
    }

    fn read_value(&mut self, index: usize, value: &[u8], clock: &mut Clock) -> Result<(), Kind> {
        let field = SCHEMA.fields[index];
        if is_absent(value, field.field_type) {
            self.absent |= 1 << index;
            return Ok(());
        }
        match field.field_type {
            FieldType::String => {}
            FieldType::Int => {
                let invalid = Kind::InvalidInteger { field: field.name };
                self.integers[integers_before(index)] = integer(value).ok_or(invalid)?;
            }
            FieldType::Timestamp => {
                let invalid = Kind::InvalidTimestamp { field: field.name };
                let time = clock.read_any(value).ok_or(invalid)?;
                if field.is_event_time {
                    self.event_time = Some(time);
                }
            }
        }
        Ok(())
    }
}

fn delimiter_missing(frame: &Frame, missing: Missing) -> Problem {
    let pattern = PATTERN.fields()[missing.field];
    let kind = Kind::DelimiterMissing {
        field: pattern.name,
        delimiter: pattern.delimiter,
    };
    Problem {
        kind,
        span: frame.span,
        found: Span::new(missing.at, frame.text_end),
    }
}

/// An empty value is absent, as is an empty text, unless the field is a string.
fn is_absent(value: &[u8], field_type: FieldType) -> bool {
    SCHEMA
        .empty_values
        .iter()
        .any(|empty| empty.as_bytes() == value)
        || (value.is_empty() && field_type != FieldType::String)
}

/// `[sign] 1*DIGIT`, leading zeros allowed, within 32 bits.
fn integer(text: &[u8]) -> Option<i32> {
    std::str::from_utf8(text).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_has_the_place_that_the_schema_gives_it() {
        for (place, field) in SCHEMA.fields.iter().enumerate() {
            assert_eq!(index(field.name), place);
        }
        assert_eq!(INTEGERS, 2);
        assert_eq!([0, 1, 2, 3, FIELDS].map(integers_before), [0, 1, 2, 2, 2]);
    }

    #[test]
    fn names_are_the_same_when_all_of_them_is() {
        let names = ["", "a", "b", "ab", "ba", "abc"];
        for left in names {
            for right in names {
                assert_eq!(same(left, right), left == right);
            }
        }
    }

    #[test]
    fn integers_are_what_go_takes() {
        let right = [
            ("0", 0),
            ("+7", 7),
            ("-5", -5),
            ("013", 13),
            ("-2147483648", i32::MIN),
        ];
        for (text, value) in right {
            assert_eq!(integer(text.as_bytes()), Some(value));
        }
        for text in [
            "",
            "+",
            "-",
            "--5",
            "1e2",
            "0x7",
            "1_000",
            " 7",
            "7 ",
            "2147483648",
            "٣",
        ] {
            assert_eq!(integer(text.as_bytes()), None, "{text:?}");
        }
    }
}
