//! A record as numbers, for JavaScript to make an object of.

use super::Source;
use crate::indicator::Indicator;
use crate::problem::Span;
use crate::record::{HOST_NAME, MESSAGE_LEN, PRIORITY, Record};
use crate::schema::{FieldType, HEROKU_RUNTIME as SCHEMA};
use crate::utf16::Utf16Cursor;
use crate::values::FIELDS;

/// The number of fields that hold text, timestamps among them.
pub(super) const TEXTS: usize = {
    let (mut texts, mut index) = (0, 0);
    while index < FIELDS {
        texts += !matches!(SCHEMA.fields[index].field_type, FieldType::Int) as usize;
        index += 1;
    }
    texts
};

/// One record: 20 words of 32 bits, which `pkg/rows.js` reads by their places.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Row {
    /// Milliseconds since 1970-01-01T00:00:00Z, rounded down; NaN where there is no event time.
    event_time: f64,
    message_len: i32,
    priority: i32,
    /// Bit `i`: field `i` has no value.
    absent: u16,
    /// Bit `i`: field `i` is given as bytes and is not ASCII, so it must be decoded.
    decode: u16,
    /// Bit `i`: field `i` is as in the record before.
    same: u16,
    /// What the host name is: 0 nothing, 1 an IP address, 2 a domain name; 4 is added where the
    /// indicator differs from the host name's text.
    indicator: u16,
    /// Start and end of each text field.
    texts: [[u32; 2]; TEXTS],
}

/// Writes rows, batch by batch.
pub(super) struct RowWriter {
    rows: Vec<Row>,
    source: Source,
    cursor: Option<Utf16Cursor>,
    before: [Span; FIELDS],
    odd_indicators: Vec<(usize, String)>,
    indicator: u16,
    odd_indicator: Option<String>,
}

impl RowWriter {
    pub(super) const fn new() -> Self {
        Self {
            rows: Vec::new(),
            source: Source::Bytes,
            cursor: None,
            before: [Span::new(0, 0); FIELDS],
            odd_indicators: Vec::new(),
            indicator: 0,
            odd_indicator: None,
        }
    }

    pub(super) fn begin(&mut self, source: Source) {
        let (rows, cursor) = (std::mem::take(&mut self.rows), source.cursor());
        *self = Self {
            rows,
            source,
            cursor,
            ..Self::new()
        };
        self.next_batch();
    }

    pub(super) fn next_batch(&mut self) {
        self.rows.clear();
        self.odd_indicators.clear();
    }

    pub(super) fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The indicator that differs from the host name's text.
    pub(super) fn odd_indicator(&self, row: usize) -> Option<&str> {
        let index = self
            .odd_indicators
            .binary_search_by_key(&row, |odd| odd.0)
            .ok()?;
        Some(&self.odd_indicators[index].1)
    }

    #[inline]
    pub(super) fn push(&mut self, payload: &[u8], record: &Record<'_>) {
        let mut row = Row {
            event_time: event_time(record),
            message_len: record.integer(MESSAGE_LEN).unwrap_or_default(),
            priority: record.integer(PRIORITY).unwrap_or_default(),
            absent: record.absent_fields(),
            decode: 0,
            same: 0,
            indicator: 0,
            texts: [[0; 2]; TEXTS],
        };
        // A slice of JavaScript's one-byte string of bytes is only right for ASCII.
        let may_need_decoding = self.source == Source::Bytes && !record.is_ascii();
        let mut text = 0;
        for (index, field) in SCHEMA.fields.iter().enumerate() {
            if field.field_type == FieldType::Int {
                continue;
            }
            let span = record.field_span(index);
            row.same |= u16::from(self.is_as_before(payload, index, span)) << index;
            if may_need_decoding {
                row.decode |= u16::from(!payload[span.start..span.end].is_ascii()) << index;
            }
            row.texts[text] = place(payload, span, self.cursor.as_mut());
            self.before[index] = span;
            text += 1;
        }
        row.indicator = self.indicator(record, row.same >> HOST_NAME & 1 == 1);
        self.rows.push(row);
    }

    #[inline]
    fn is_as_before(&self, payload: &[u8], index: usize, span: Span) -> bool {
        let before = self.before[index];
        before.end > 0
            && span.len() == before.len()
            && span.len() <= LONGEST_COMPARED
            && payload[span.start..span.end] == payload[before.start..before.end]
    }

    #[inline]
    fn indicator(&mut self, record: &Record<'_>, is_same_host: bool) -> u16 {
        if !is_same_host {
            (self.indicator, self.odd_indicator) = indicator(record);
        }
        if let Some(text) = &self.odd_indicator {
            self.odd_indicators.push((self.rows.len(), text.clone()));
        }
        self.indicator
    }
}

/// Start and end of a span, in the caller's unit.
#[allow(
    clippy::cast_possible_truncation,
    reason = "wasm32 addresses have 32 bits"
)]
#[inline]
pub(super) fn place(payload: &[u8], span: Span, cursor: Option<&mut Utf16Cursor>) -> [u32; 2] {
    match cursor {
        None => [span.start as u32, span.end as u32],
        Some(cursor) => {
            let start = cursor.move_to(payload, span.start) as u32;
            [start, cursor.move_to(payload, span.end) as u32]
        }
    }
}

/// Values that repeat are short; a long one is not worth the comparison.
const LONGEST_COMPARED: usize = 64;

fn event_time(record: &Record<'_>) -> f64 {
    #[allow(
        clippy::cast_precision_loss,
        reason = "the years 0 to 9999 stay far below 2^53"
    )]
    record
        .event_time()
        .map_or(f64::NAN, |time| time.milliseconds() as f64)
}

fn indicator(record: &Record<'_>) -> (u16, Option<String>) {
    let Some(indicator) = record.indicator() else {
        return (0, None);
    };
    let kind = match indicator {
        Indicator::IpAddress(_) => 1,
        Indicator::DomainName(_) => 2,
    };
    match record.host_name() {
        Some(host_name) if host_name == indicator.text() => (kind, None),
        _ => (kind | 4, Some(indicator.text().to_owned())),
    }
}
