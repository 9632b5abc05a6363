//! The boundary to JavaScript, the only place that names it.
//!
//! Numbers cross, text does not: JavaScript writes a payload into this memory once, [`read_rows`]
//! turns it into rows of numbers, and JavaScript slices the strings out of its own copy. Only the
//! rich and rare values, problems and segments, cross as objects.
//!
//! A payload is read in steps: [`reserve`], [`begin`], then one of [`read_rows`], [`read_lines`] and
//! [`read_columns`] until it answers that it was the last. Each step reads a batch, so that what is
//! handed over stays small; problems are taken after each. Nothing is kept between payloads but the
//! room they took.
//!
//! A stream is read window by window in the same steps, from [`begin_window`] on; [`left`] then tells
//! what JavaScript keeps of it until the next window, and nothing is kept here.
//!
//! A step answers with the number of records that it read, below 2^30; bit 31 is set where nothing is
//! left behind them, bit 30 where there are problems to take.

#![allow(
    unreachable_pub,
    reason = "what is exported here is reached from JavaScript"
)]

mod allocator;
mod columns;
mod rich;
mod row;
#[cfg(trap)]
mod trap;
mod window;

use std::cell::RefCell;

use wasm_bindgen::prelude::*;

use crate::frame::Framing;
use crate::lines::LineWriter;
use crate::problem::Problem;
use crate::record::{Encoding, Record};
use crate::segment::Segment;
use crate::stream::Stream;
use crate::utf16::{self, Utf16Cursor};
use allocator::throw_out_of_memory;
use columns::{Addresses, Columns};
use row::{Row, RowWriter};
use window::Left;

/// A batch ends with so many problems, however few records there are.
const MOST_PROBLEMS: usize = 1024;

/// A batch of lines ends with so many bytes.
const MOST_LINES: usize = 8 << 20;

/// In what a step answers: it was the last one.
const LAST: u32 = 1 << 31;

/// In what a step answers: there are problems to take.
const HAS_PROBLEMS: u32 = 1 << 30;

/// The room that is used again for each payload.
struct Workspace {
    buffer: Vec<u8>,
    length: usize,
    source: Source,
    /// Where in its stream the payload starts.
    offset: u64,
    stream: Stream,
    rows: RowWriter,
    told: Told,
    lines: Vec<u8>,
    columns: Columns,
    left: Left,
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

    const fn encoding(self) -> Encoding {
        match self {
            Self::Bytes => Encoding::Unknown,
            Self::AsciiString => Encoding::Ascii,
            Self::String => Encoding::Utf8,
        }
    }

    /// A cursor that counts UTF-16 code units, if they are not the bytes.
    const fn cursor(self) -> Option<Utf16Cursor> {
        match self {
            Self::Bytes | Self::AsciiString => None,
            Self::String => Some(Utf16Cursor::new()),
        }
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
        // What asks for more than there are addresses is no bug: the payload was too large.
        if info.payload().downcast_ref() == Some(&"capacity overflow") {
            throw_out_of_memory();
        }
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
        let buffer = &mut workspace.buffer;
        let more = bytes.saturating_sub(buffer.len());
        // Twice as much as there was may be more than there are addresses for.
        if buffer.try_reserve(more).is_err() {
            buffer.reserve_exact(more);
        }
        buffer.resize(bytes.max(buffer.len()), 0);
        buffer.as_mut_ptr()
    })
}

/// Turns UTF-16 into UTF-8 and returns where that ends, with bit 31 set where there was a lone
/// surrogate, which became U+FFFD.
///
/// The UTF-8 begins at `start` in the room, the UTF-16, of so many code units, `units` bytes behind.
#[wasm_bindgen]
#[allow(
    clippy::cast_possible_truncation,
    reason = "wasm32 addresses have 32 bits, and a buffer at most 2^31 bytes"
)]
pub fn encode(start: usize, units: usize) -> u32 {
    with_workspace(|workspace| {
        let (end, is_repaired) = utf16::encode(&mut workspace.buffer, start, units);
        end as u32 | u32::from(is_repaired) << 31
    })
}

/// Begins to read the first `length` bytes of the room, and returns where rows will be.
///
/// `framing` is its index in [`Framing::ALL`], `source` is 0 for bytes, 1 for a string of ASCII
/// characters and 2 for any other string.
#[wasm_bindgen]
pub fn begin(length: usize, framing: usize, source: usize) -> *const Row {
    with_workspace(|workspace| workspace.begin(length, Framing::ALL[framing], Source::ALL[source]))
}

/// Begins to read the first `length` bytes of the room as a part of a stream, over which windows slide,
/// and returns where rows will be.
///
/// `offset` is where the part starts in the stream, `largest_frame` the most bytes that a frame may
/// have, `is_last` whether the stream ends with it. `stage` and `missing` are 0 at its start,
/// then what [`left`] told last.
#[wasm_bindgen]
pub fn begin_window(
    length: usize,
    framing: usize,
    largest_frame: usize,
    is_last: bool,
    offset: f64,
    stage: u32,
    missing: f64,
) -> *const Row {
    with_workspace(|workspace| {
        let rows = workspace.begin(length, Framing::ALL[framing], Source::Bytes);
        workspace.offset = whole(offset);
        let Workspace { buffer, stream, .. } = workspace;
        stream.resume(stage, whole(missing));
        stream.slide_over(&buffer[..length], largest_frame, is_last);
        rows
    })
}

/// What is left of the part that was read, in three words of 32 bits and one double.
#[wasm_bindgen]
pub fn left() -> *const Left {
    with_workspace(|workspace| {
        let Workspace {
            buffer,
            length,
            stream,
            left,
            ..
        } = workspace;
        *left = Left::of(stream, &buffer[..*length]);
        std::ptr::from_ref(left)
    })
}

/// A number that JavaScript counted up.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "it counts bytes, of which there are fewer than 2^53"
)]
fn whole(number: f64) -> u64 {
    number as u64
}

/// Reads the next rows.
#[wasm_bindgen]
pub fn read_rows() -> u32 {
    with_workspace(Workspace::read_rows)
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

/// Takes the problems of the last batch, as an array of objects.
#[wasm_bindgen]
pub fn take_problems() -> JsValue {
    with_workspace(rich::take_problems)
}

/// Writes the next records as NDJSON.
///
/// `parse_time` is in milliseconds since 1970-01-01T00:00:00Z.
#[wasm_bindgen]
#[allow(
    clippy::cast_possible_truncation,
    reason = "a Date is a whole number far within 64 bits"
)]
pub fn read_lines(parse_time: f64) -> u32 {
    with_workspace(|workspace| workspace.read_lines(parse_time as i64))
}

/// Where the NDJSON of the last batch starts.
#[wasm_bindgen]
pub fn lines() -> *const u8 {
    with_workspace(|workspace| workspace.lines.as_ptr())
}

/// How many bytes of NDJSON the last batch has.
#[wasm_bindgen]
pub fn lines_length() -> usize {
    with_workspace(|workspace| workspace.lines.len())
}

/// Reads the next records into columns.
#[wasm_bindgen]
pub fn read_columns() -> u32 {
    with_workspace(Workspace::read_columns)
}

/// Where the columns of all records that were read start.
#[wasm_bindgen]
pub fn columns() -> *const Addresses {
    with_workspace(|workspace| std::ptr::from_ref(workspace.columns.addresses()))
}

/// The segments of the payload, as an array of objects.
#[wasm_bindgen]
pub fn segments() -> JsValue {
    with_workspace(rich::segments)
}

impl Workspace {
    const fn new() -> Self {
        Self {
            buffer: Vec::new(),
            length: 0,
            source: Source::Bytes,
            offset: 0,
            stream: Stream::whole(Framing::Auto, Encoding::Unknown),
            left: Left::NOTHING,
            rows: RowWriter::new(),
            told: Told::new(Source::Bytes),
            lines: Vec::new(),
            columns: Columns::new(),
        }
    }

    fn begin(&mut self, length: usize, framing: Framing, source: Source) -> *const Row {
        self.length = length;
        self.source = source;
        self.offset = 0;
        self.stream.restart(framing, source.encoding());
        self.told = Told::new(source);
        self.columns.clear();
        self.rows.begin(source)
    }

    fn read_rows(&mut self) -> u32 {
        let Self {
            buffer,
            length,
            stream,
            rows,
            told,
            ..
        } = self;
        let payload = &buffer[..*length];
        rows.next_batch();
        told.begin(stream, payload);
        while !rows.is_full() && told.has_room() {
            if let Some(record) = stream.peek_ascii(payload) {
                stream.reader.skip(&record);
                rows.push_ascii(payload, &record);
                told.records += 1;
            } else if let Some(segment) = next_segment(stream, payload) {
                told.tell(&segment);
                rows.push(payload, &segment);
            } else {
                return told.answer(rows.len(), true);
            }
        }
        told.answer(rows.len(), false)
    }

    fn read_lines(&mut self, parse_time: i64) -> u32 {
        let Self {
            buffer,
            length,
            stream,
            told,
            lines,
            ..
        } = self;
        let payload = &buffer[..*length];
        let mut writer = LineWriter::new(parse_time);
        let mut count = 0;
        lines.clear();
        told.begin(stream, payload);
        while lines.len() < MOST_LINES && told.has_room() {
            let Some(segment) = next_segment(stream, payload) else {
                return told.answer(count, true);
            };
            told.tell(&segment);
            if let Segment::Record(record) = &segment {
                count += 1;
                writer.write(record, lines);
            }
        }
        told.answer(count, false)
    }

    fn read_columns(&mut self) -> u32 {
        let answer = self.read_rows();
        self.columns.extend(self.rows.rows());
        answer
    }
}

/// The next segment. Where nothing is left this is known at once, so that the first payload, if it is
/// a usual one, need not wait for code that it has no use for to be compiled.
#[inline]
fn next_segment<'p>(stream: &mut Stream, payload: &'p [u8]) -> Option<Segment<'p>> {
    if stream.position() >= payload.len() {
        return None;
    }
    any_segment(stream, payload)
}

/// [`Stream::next_sliding`] once for all that is not the hot loop.
#[inline(never)]
fn any_segment<'p>(stream: &mut Stream, payload: &'p [u8]) -> Option<Segment<'p>> {
    let segment = stream.next_sliding(payload);
    #[cfg(trap)]
    trap::spring(segment.as_ref());
    segment
}

/// What there is to tell.
struct Told {
    /// How many records there were so far.
    records: usize,
    /// Each problem of the batch, and the index of the record that it is about.
    problems: Vec<(Problem, Option<usize>)>,
    cursor: Option<Utf16Cursor>,
}

impl Told {
    const fn new(source: Source) -> Self {
        Self {
            records: 0,
            problems: Vec::new(),
            cursor: source.cursor(),
        }
    }

    fn has_room(&self) -> bool {
        self.problems.len() < MOST_PROBLEMS
    }

    /// What a step answers that came to so many records.
    #[allow(
        clippy::cast_possible_truncation,
        reason = "a batch of lines has the most, and they are fewer than its bytes"
    )]
    fn answer(&self, count: usize, is_last: bool) -> u32 {
        let last = if is_last { LAST } else { 0 };
        let problems = if self.problems.is_empty() {
            0
        } else {
            HAS_PROBLEMS
        };
        count as u32 | problems | last
    }

    /// Tells of a payload of another kind.
    fn begin(&mut self, stream: &mut Stream, payload: &[u8]) {
        let problem = stream.begin(payload);
        self.problems.extend(problem.map(|problem| (problem, None)));
    }

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
