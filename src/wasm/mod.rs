//! The boundary to JavaScript, the only place that names it.
//!
//! Numbers cross, text does not: JavaScript writes a payload into this memory once, [`read_rows`]
//! turns it into rows of numbers, and JavaScript slices the strings out of its own copy. Only the
//! rich and rare values, problems and segments, cross as objects.
//!
//! A payload is read in steps, `reserve`, `begin`, then `read_rows` until it answers 0, and nothing
//! is kept between payloads but the room that they took.

#![allow(
    unreachable_pub,
    reason = "what is exported here is reached from JavaScript"
)]

mod columns;
mod rich;
mod row;

use std::cell::RefCell;

use wasm_bindgen::prelude::*;

use crate::frame::Framing;
use crate::ndjson::write_ndjson;
use crate::problem::Problem;
use crate::record::Record;
use crate::segment::{Reader, Segment};
use crate::utf16::Utf16Cursor;
use row::{Row, RowWriter};

/// Rows are handed over in batches that fit a processor's cache.
const MOST_ROWS: usize = 512;

/// A batch ends where it spans this many bytes. JavaScript makes one string of a batch, and engines
/// make strings of more than 100 KB ten times slower than smaller ones.
const LONGEST_BATCH: usize = 1 << 16;

/// The room that is used again for each payload.
struct Workspace {
    buffer: Vec<u8>,
    length: usize,
    source: Source,
    reader: Reader,
    rows: RowWriter,
    told: Told,
    lines: Vec<u8>,
}

/// What the caller passed, and what offsets count.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Source {
    /// Bytes; offsets count them.
    Bytes,
    /// A string of ASCII characters; offsets count characters, each of which is a byte.
    AsciiString,
    /// Another string; offsets count its UTF-16 code units.
    String,
}

impl Source {
    const ALL: [Self; 3] = [Self::Bytes, Self::AsciiString, Self::String];

    /// A cursor that counts UTF-16 code units, if they are not the bytes.
    fn cursor(self) -> Option<Utf16Cursor> {
        (self == Self::String).then(Utf16Cursor::new)
    }
}

thread_local! {
    static WORKSPACE: RefCell<Workspace> = const { RefCell::new(Workspace::new()) };
}

fn with_workspace<T>(work: impl FnOnce(&mut Workspace) -> T) -> T {
    WORKSPACE.with_borrow_mut(work)
}

/// Runs when the module is instantiated: a panic is a bug, which must be readable, and must not
/// leave an instance behind that cannot be used.
#[wasm_bindgen(start)]
fn start() {
    std::panic::set_hook(Box::new(|info| {
        console_error_panic_hook::hook(info);
        wasm_bindgen::handler::schedule_reinit();
    }));
}

/// Has the next call begin with a fresh instance: after a trap, or to let memory go.
#[wasm_bindgen]
pub fn restart() {
    wasm_bindgen::handler::schedule_reinit();
}

/// Makes room for a payload of so many bytes and returns where it starts. What is there stays.
#[wasm_bindgen]
pub fn reserve(bytes: usize) -> *mut u8 {
    with_workspace(|workspace| {
        if workspace.buffer.len() < bytes {
            workspace.buffer.resize(bytes, 0);
        }
        workspace.buffer.as_mut_ptr()
    })
}

/// Begins to read the first `length` bytes of the room.
///
/// `framing` is its index in [`Framing::ALL`], `source` is 0 for bytes, 1 for a string of ASCII
/// characters and 2 for any other string.
#[wasm_bindgen]
pub fn begin(length: usize, framing: usize, source: usize) {
    with_workspace(|workspace| workspace.begin(length, Framing::ALL[framing], Source::ALL[source]));
}

/// Reads the next rows and returns how many; 0 at the end of the payload.
#[wasm_bindgen]
pub fn read_rows() -> usize {
    with_workspace(Workspace::read_rows)
}

/// Where the rows of the last batch start.
#[wasm_bindgen]
pub fn rows() -> *const Row {
    with_workspace(|workspace| workspace.rows.rows().as_ptr())
}

/// The indicator of a record of the last batch that is not its host name as it stands.
#[wasm_bindgen]
pub fn indicator_text(row: usize) -> String {
    with_workspace(|workspace| {
        workspace
            .rows
            .odd_indicator(row)
            .unwrap_or_default()
            .to_owned()
    })
}

/// How many problems there are so far.
#[wasm_bindgen]
pub fn problem_count() -> usize {
    with_workspace(|workspace| workspace.told.problems.len())
}

/// The problems so far, as an array of objects.
#[wasm_bindgen]
pub fn problems() -> JsValue {
    with_workspace(|workspace| rich::problems(workspace))
}

/// Writes all records as NDJSON and returns how many there are.
///
/// `parse_time` is in milliseconds since 1970-01-01T00:00:00Z.
#[wasm_bindgen]
#[allow(
    clippy::cast_possible_truncation,
    reason = "a Date is a whole number far within 64 bits"
)]
pub fn write_lines(parse_time: f64) -> usize {
    with_workspace(|workspace| workspace.write_lines(parse_time as i64))
}

/// Where the NDJSON starts.
#[wasm_bindgen]
pub fn lines() -> *const u8 {
    with_workspace(|workspace| workspace.lines.as_ptr())
}

/// How many bytes of NDJSON there are.
#[wasm_bindgen]
pub fn lines_length() -> usize {
    with_workspace(|workspace| workspace.lines.len())
}

/// The columns of all records, as an object of typed arrays.
#[wasm_bindgen]
pub fn columns() -> js_sys::Object {
    with_workspace(columns::columns)
}

/// The segments of the payload, as an array of objects.
#[wasm_bindgen]
pub fn segments() -> JsValue {
    with_workspace(rich::segments)
}

/// The lists that Rust alone keeps, for the build to write them into a module: `schema`,
/// `framings` and `problemCodes`.
#[wasm_bindgen]
pub fn vocabulary() -> JsValue {
    rich::vocabulary()
}

impl Workspace {
    const fn new() -> Self {
        Self {
            buffer: Vec::new(),
            length: 0,
            source: Source::Bytes,
            reader: Reader::new(Framing::Auto, false),
            rows: RowWriter::new(),
            told: Told {
                records: 0,
                problems: Vec::new(),
            },
            lines: Vec::new(),
        }
    }

    fn begin(&mut self, length: usize, framing: Framing, source: Source) {
        self.length = length;
        self.source = source;
        self.reader = Reader::new(framing, source != Source::Bytes);
        self.rows.begin(source);
        self.told.records = 0;
        self.told.problems.clear();
        self.lines.clear();
    }

    fn payload(&self) -> &[u8] {
        &self.buffer[..self.length]
    }

    fn read_rows(&mut self) -> usize {
        let Self {
            buffer,
            length,
            reader,
            rows,
            told,
            ..
        } = self;
        let payload = &buffer[..*length];
        rows.next_batch();
        let mut batch = None;
        while let Some(segment) = reader.next(payload) {
            told.tell(&segment);
            let end = segment.span().end;
            if let Segment::Record(record) = &segment {
                rows.push(payload, record);
                batch.get_or_insert(record.span().start);
            }
            let is_long = batch.is_some_and(|start| end - start > LONGEST_BATCH);
            if rows.rows().len() == MOST_ROWS || is_long {
                break;
            }
        }
        rows.rows().len()
    }

    fn write_lines(&mut self, parse_time: i64) -> usize {
        let mut lines = std::mem::take(&mut self.lines);
        self.for_each_record(|_, record| write_ndjson(record, parse_time, &mut lines));
        self.lines = lines;
        self.told.records
    }

    /// Reads the payload to its end.
    fn for_each_record(&mut self, mut work: impl FnMut(&[u8], &Record<'_>)) {
        let Self {
            buffer,
            length,
            reader,
            told,
            ..
        } = self;
        let payload = &buffer[..*length];
        while let Some(segment) = next_segment(reader, payload) {
            told.tell(&segment);
            if let Segment::Record(record) = &segment {
                work(payload, record);
            }
        }
    }
}

/// [`Reader::next`] once for all that is not the hot loop.
#[inline(never)]
fn next_segment<'p>(reader: &mut Reader, payload: &'p [u8]) -> Option<Segment<'p>> {
    reader.next(payload)
}

/// What there is to tell of the records so far.
struct Told {
    records: usize,
    /// Each problem, and the index of the record that it is about.
    problems: Vec<(Problem, Option<usize>)>,
}

impl Told {
    #[inline]
    fn tell(&mut self, segment: &Segment<'_>) {
        match segment {
            Segment::Gap(_) => {}
            Segment::Error(problem) => self.problems.push((*problem, None)),
            Segment::Record(record) => {
                if record.is_odd() {
                    self.tell_warnings(record);
                }
                self.records += 1;
            }
        }
    }

    fn tell_warnings(&mut self, record: &Record<'_>) {
        let about = Some(self.records);
        self.problems
            .extend(record.warnings().map(|warning| (warning, about)));
    }
}
