//! A record as numbers, for JavaScript to make an object of.

use super::Source;
use crate::indicator::Indicator;
use crate::problem::Span;
use crate::record::{
    APP_NAME, HOST_NAME, MESSAGE_ID, MESSAGE_LEN, PRIORITY, PROCESS_ID, Record, TIMESTAMP, VERSION,
};
use crate::utf16::Utf16Cursor;
use crate::values::{FIELDS, Values, index};

/// The first field that holds text, timestamps among them.
const FIRST_TEXT: usize = index("version");

const TEXTS: usize = FIELDS - FIRST_TEXT;

/// One record: 14 words of 32 bits, which `pkg/records.js` reads by their places.
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
    /// Where the first text field starts.
    start: u32,
    /// Where each text field ends. One character, the pattern's literal, is between two of them.
    ends: [u32; TEXTS],
}

/// Writes rows, batch by batch.
pub(super) struct RowWriter {
    rows: Vec<Row>,
    source: Source,
    cursor: Option<Utf16Cursor>,
    before: Option<Values>,
    odd_indicators: Vec<(usize, String)>,
    indicator: u16,
}

impl RowWriter {
    pub(super) const fn new() -> Self {
        Self {
            rows: Vec::new(),
            source: Source::Bytes,
            cursor: None,
            before: None,
            odd_indicators: Vec::new(),
            indicator: 0,
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
        let values = record.values();
        let same = self
            .before
            .map_or(0, |before| same_fields(payload, &before, values));
        self.before = Some(*values);
        if same >> HOST_NAME & 1 == 0 {
            self.read_indicator(record);
        }
        let (start, ends) = self.places(payload, values);
        let row = Row {
            event_time: event_time(record),
            message_len: values.integer(MESSAGE_LEN),
            priority: values.integer(PRIORITY),
            absent: values.absent,
            decode: self.fields_to_decode(payload, record),
            same,
            indicator: self.indicator,
            start,
            ends,
        };
        self.rows.push(row);
    }

    /// A slice of JavaScript's string of one character a byte is only right for ASCII.
    #[inline]
    fn fields_to_decode(&self, payload: &[u8], record: &Record<'_>) -> u16 {
        if record.is_ascii() || self.source != Source::Bytes {
            return 0;
        }
        (FIRST_TEXT..FIELDS).fold(0, |bits, index| {
            let span = record.field_span(index);
            bits | u16::from(!payload[span.start..span.end].is_ascii()) << index
        })
    }

    #[inline(always)]
    fn places(&mut self, payload: &[u8], values: &Values) -> (u32, [u32; TEXTS]) {
        match &mut self.cursor {
            None => places(values, |at| place(payload, at, None)),
            Some(cursor) => places(values, |at| place(payload, at, Some(cursor))),
        }
    }

    /// What the host name is, where it is another one than before: JavaScript keeps its indicator.
    #[inline(never)]
    fn read_indicator(&mut self, record: &Record<'_>) {
        let (indicator, odd_text) = indicator(record);
        self.indicator = indicator;
        self.odd_indicators
            .extend(odd_text.map(|text| (self.rows.len(), text)));
    }
}

/// Where the first text field starts and each of them ends.
#[inline(always)]
fn places(values: &Values, mut place: impl FnMut(usize) -> u32) -> (u32, [u32; TEXTS]) {
    let start = place(values.span(FIRST_TEXT).start);
    let mut ends = [0; TEXTS];
    for (text, end) in ends.iter_mut().enumerate() {
        *end = place(values.ends[FIRST_TEXT + text]);
    }
    (start, ends)
}

/// A place in the caller's unit.
#[allow(
    clippy::cast_possible_truncation,
    reason = "wasm32 addresses have 32 bits"
)]
#[inline]
pub(super) fn place(payload: &[u8], at: usize, cursor: Option<&mut Utf16Cursor>) -> u32 {
    match cursor {
        None => at as u32,
        Some(cursor) => cursor.move_to(payload, at) as u32,
    }
}

/// Bits of the fields that are as in the record before, of those that often are.
#[inline(always)]
fn same_fields(payload: &[u8], before: &Values, values: &Values) -> u16 {
    let names = |values: &Values| Span::new(values.ends[TIMESTAMP], values.ends[MESSAGE_ID] + 1);
    let version = bit_if_same(payload, before, values, VERSION);
    if is_same(payload, names(before), names(values)) {
        version | 1 << HOST_NAME | 1 << APP_NAME | 1 << PROCESS_ID | 1 << MESSAGE_ID
    } else {
        [HOST_NAME, APP_NAME, PROCESS_ID, MESSAGE_ID]
            .into_iter()
            .fold(version, |bits, index| {
                bits | bit_if_same(payload, before, values, index)
            })
    }
}

#[inline]
fn bit_if_same(payload: &[u8], before: &Values, values: &Values, index: usize) -> u16 {
    u16::from(is_same(payload, before.span(index), values.span(index))) << index
}

/// Names are short: comparing them eight bytes at a time is done before a call has begun.
#[inline(always)]
fn is_same(payload: &[u8], before: Span, now: Span) -> bool {
    let (mut before, mut now) = (
        &payload[before.start..before.end],
        &payload[now.start..now.end],
    );
    if before.len() != now.len() {
        return false;
    }
    while let (Some((a, rest_before)), Some((b, rest_now))) = (
        before.split_first_chunk::<8>(),
        now.split_first_chunk::<8>(),
    ) {
        if u64::from_le_bytes(*a) != u64::from_le_bytes(*b) {
            return false;
        }
        (before, now) = (rest_before, rest_now);
    }
    before.iter().zip(now).all(|(a, b)| a == b)
}

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
