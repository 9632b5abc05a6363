//! A record as numbers, for JavaScript to make an object of.

use super::Source;
use crate::blocks::{common_length, is_ascii};
use crate::indicator::Indicator;
use crate::problem::Span;
use crate::record::{
    APP_NAME, HOST_NAME, MESSAGE, MESSAGE_ID, MESSAGE_LEN, PRIORITY, PROCESS_ID, Record, VERSION,
};
use crate::segment::Segment;
use crate::timestamp::EventTime;
use crate::utf16::units;
use crate::values::{FIELDS, Values, index};

/// The first field that holds text, timestamps among them.
const FIRST_TEXT: usize = index("version");

pub(super) const TEXTS: usize = FIELDS - FIRST_TEXT;

/// One record: 14 words of 32 bits, which `pkg/records.js` reads by their indexes.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Row {
    /// Milliseconds since 1970-01-01T00:00:00Z, rounded down; NaN if there is no event time.
    pub(super) event_time: f64,
    pub(super) message_len: i32,
    pub(super) priority: i32,
    /// Bit `i`: field `i` has no value.
    pub(super) absent: u16,
    /// Bit `i`: field `i` is given as bytes and is not ASCII, so it must be decoded.
    decode: u16,
    /// Bit `i`: field `i` is the same as in the previous record, for fields that often repeat.
    same: u8,
    /// The kind of host name: 0 nothing, 1 an IP address, 2 a domain name; 4 is added if the
    /// indicator differs from the host name's text.
    indicator: u8,
    /// The microseconds of the event time, after the millisecond.
    pub(super) microseconds: u16,
    /// Where the first text field starts.
    start: u32,
    /// Where each text field ends. One character, the pattern's literal, is between two of them.
    ends: [u32; TEXTS],
}

impl Row {
    /// Where a text starts and ends.
    pub(super) fn text(&self, index: usize) -> [u32; 2] {
        let start = match index {
            0 => self.start,
            _ => self.ends[index - 1] + 1,
        };
        [start, self.ends[index]]
    }
}

/// A batch of rows fits into a processor's cache.
const MOST_ROWS: usize = 512;

/// Writes rows, batch by batch.
pub(super) struct RowWriter {
    rows: Vec<Row>,
    source: Source,
    /// By how much the bytes of the segments so far exceed the caller's units.
    surplus: usize,
    before: Option<Before>,
    indicator_texts: Vec<(usize, String)>,
    indicator: u8,
}

/// Values of the previous record that often repeat.
#[derive(Clone, Copy)]
struct Before {
    /// Where the names start.
    names: usize,
    /// The version, if it is a single byte.
    version: Option<u8>,
}

impl RowWriter {
    pub(super) const fn new() -> Self {
        Self {
            rows: Vec::new(),
            source: Source::Bytes,
            surplus: 0,
            before: None,
            indicator_texts: Vec::new(),
            indicator: 0,
        }
    }

    /// Begins with another payload and returns the address of the rows of every batch.
    pub(super) fn begin(&mut self, source: Source) -> *const Row {
        let mut rows = std::mem::take(&mut self.rows);
        rows.clear();
        rows.reserve(MOST_ROWS);
        *self = Self {
            rows,
            source,
            ..Self::new()
        };
        self.rows.as_ptr()
    }

    pub(super) fn next_batch(&mut self) {
        self.rows.clear();
        self.indicator_texts.clear();
    }

    /// The batch.
    pub(super) fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The number of rows in the batch.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    pub(super) fn is_full(&self) -> bool {
        self.rows.len() == MOST_ROWS
    }

    /// The indicator that differs from the host name's text.
    pub(super) fn indicator_text(&self, row: usize) -> Option<&str> {
        let index = self
            .indicator_texts
            .binary_search_by_key(&row, |entry| entry.0)
            .ok()?;
        Some(&self.indicator_texts[index].1)
    }

    /// Writes the row of a record whose bytes are all ASCII.
    #[inline(always)]
    pub(super) fn push_ascii(&mut self, payload: &[u8], record: &Record<'_>) {
        let surplus = self.surplus;
        self.push_row(payload, record.values(), 0, |at| at - surplus);
    }

    /// Where the frame of such a record starts and ends.
    #[inline(always)]
    #[allow(
        clippy::cast_possible_truncation,
        reason = "wasm32 addresses have 32 bits"
    )]
    pub(super) fn ascii_frame(&self, record: &Record<'_>) -> [u32; 2] {
        let Span { start, end } = record.span();
        [(start - self.surplus) as u32, (end - self.surplus) as u32]
    }

    /// Writes the row of any segment that is a record, and returns where the segment starts and ends.
    #[inline(never)]
    #[allow(
        clippy::cast_possible_truncation,
        reason = "wasm32 addresses have 32 bits"
    )]
    pub(super) fn push(&mut self, payload: &[u8], segment: &Segment<'_>) -> [u32; 2] {
        let bytes = segment.span();
        let start = bytes.start - self.surplus;
        let mut counter = Counter {
            payload,
            byte: bytes.start,
            unit: start,
            source: self.source,
            ascii_end: bytes.start,
        };
        if let Segment::Record(record) = segment {
            counter.expect_ascii(record.values().ends[MESSAGE_ID]);
            let decode = self.fields_to_decode(payload, record);
            self.push_row(payload, record.values(), decode, |at| counter.move_to(at));
        }
        let end = counter.move_to(bytes.end);
        self.surplus = bytes.end - end;
        [start as u32, end as u32]
    }

    #[inline(always)]
    fn push_row(
        &mut self,
        payload: &[u8],
        values: &Values,
        decode: u16,
        mut unit: impl FnMut(usize) -> usize,
    ) {
        let now = Before::of(payload, values);
        let same = self
            .before
            .map_or(0, |before| same_fields(payload, before, now, values));
        self.before = Some(now);
        if same >> HOST_NAME & 1 == 0 {
            self.read_indicator(text(payload, values, HOST_NAME));
        }
        #[allow(
            clippy::cast_possible_truncation,
            reason = "wasm32 addresses have 32 bits"
        )]
        let mut unit = |at| unit(at) as u32;
        let row = Row {
            event_time: milliseconds(values.event_time),
            microseconds: values.event_time.map_or(0, EventTime::subsec_microseconds),
            message_len: values.integer(MESSAGE_LEN),
            priority: values.integer(PRIORITY),
            absent: values.absent,
            decode,
            same,
            indicator: self.indicator,
            start: unit(values.span(FIRST_TEXT).start),
            ends: std::array::from_fn(|text| unit(values.ends[FIRST_TEXT + text])),
        };
        self.rows.push(row);
    }

    /// A slice of JavaScript's string of one character a byte is only right for ASCII.
    fn fields_to_decode(&self, payload: &[u8], record: &Record<'_>) -> u16 {
        if record.is_ascii() || self.source != Source::Bytes {
            return 0;
        }
        let values = record.values();
        if is_ascii(&payload[values.start..values.ends[MESSAGE_ID]]) {
            return 1 << MESSAGE;
        }
        (FIRST_TEXT..FIELDS).fold(0, |bits, index| {
            bits | u16::from(!is_ascii(text(payload, values, index))) << index
        })
    }

    /// Reads the indicator of a host name that differs from the previous one; JavaScript keeps it.
    #[inline(never)]
    fn read_indicator(&mut self, host_name: &[u8]) {
        let (indicator, text) = indicator(host_name);
        self.indicator = indicator;
        self.indicator_texts
            .extend(text.map(|text| (self.rows.len(), text)));
    }
}

impl Before {
    #[inline(always)]
    fn of(payload: &[u8], values: &Values) -> Self {
        let version = match payload[..values.ends[VERSION]][values.span(VERSION).start..] {
            [version] => Some(version),
            _ => None,
        };
        Self {
            names: values.span(HOST_NAME).start,
            version,
        }
    }
}

/// Counts the caller's units along a segment.
struct Counter<'p> {
    payload: &'p [u8],
    byte: usize,
    unit: usize,
    source: Source,
    /// All bytes before this are ASCII.
    ascii_end: usize,
}

impl Counter<'_> {
    /// Checks whether all is ASCII up to `end`, as in a header, so that it need not be counted.
    fn expect_ascii(&mut self, end: usize) {
        if self.source == Source::String && is_ascii(&self.payload[self.byte..end]) {
            self.ascii_end = end;
        }
    }

    #[inline(never)]
    fn move_to(&mut self, at: usize) -> usize {
        let passed = &self.payload[self.byte..at];
        self.byte = at;
        self.unit += match self.source {
            Source::String if at > self.ascii_end => units(passed),
            _ => passed.len(),
        };
        self.unit
    }
}

/// The bytes of a field; none if its value is absent.
#[inline(always)]
fn text<'p>(payload: &'p [u8], values: &Values, index: usize) -> &'p [u8] {
    let Span { start, end } = values.span(index);
    if values.absent >> index & 1 == 1 {
        &[]
    } else {
        &payload[start..end]
    }
}

/// Bits of the fields that are the same as in the previous record, for fields that often repeat. A name
/// after one that differs counts as different.
#[inline(always)]
fn same_fields(payload: &[u8], before: Before, now: Before, values: &Values) -> u8 {
    let length = values.ends[MESSAGE_ID] - now.names;
    let common = common_length(payload, before.names, now.names, length);
    let version = u8::from(now.version.is_some() && now.version == before.version) << VERSION;
    [HOST_NAME, APP_NAME, PROCESS_ID, MESSAGE_ID]
        .into_iter()
        .fold(version, |bits, index| {
            // The space after the name must be there, too.
            bits | u8::from(values.ends[index] - now.names < common) << index
        })
}

#[allow(
    clippy::cast_precision_loss,
    reason = "the years 0 to 9999 stay far below 2^53"
)]
fn milliseconds(time: Option<EventTime>) -> f64 {
    time.map_or(f64::NAN, |time| time.milliseconds() as f64)
}

/// An absent host name has no indicator, like an empty one.
fn indicator(host_name: &[u8]) -> (u8, Option<String>) {
    let host_name = String::from_utf8_lossy(host_name);
    let Some(indicator) = Indicator::in_host_name(host_name.as_ref().into()) else {
        return (0, None);
    };
    let kind = match indicator {
        Indicator::IpAddress(_) => 1,
        Indicator::DomainName(_) => 2,
    };
    if host_name == indicator.text() {
        (kind, None)
    } else {
        (kind | 4, Some(indicator.text().to_owned()))
    }
}
