//! The boundary to JavaScript, the only module that names it.
//!
//! Numbers cross the boundary, text does not: JavaScript writes a payload into wasm memory once,
//! [`read_rows`] turns it into rows of numbers, and JavaScript slices the strings out of its own copy.
//! Only problems and segments, which have many shapes and are rare, cross as objects.
//!
//! A payload is read in steps: [`reserve`], [`begin`], then one of [`read_rows`], [`read_lines`] and
//! [`read_columns`] until a step reports that it was the last. A step reads one batch, which bounds the
//! memory it needs; its problems are taken after it. Between payloads only allocated memory is kept.
//!
//! A stream is read window by window in the same steps, with [`slide`] after each [`begin`].
//! [`left`] then returns what JavaScript keeps until the next window; none of it is kept here.
//!
//! A step returns the number of records that it read, below 2^30. Bit 31 is set if nothing is left to
//! read, bit 30 if there are problems to take.

#![allow(
    unreachable_pub,
    reason = "what is exported here is reached from JavaScript"
)]

mod allocator;
mod columns;
mod problems;
mod rich;
mod row;
#[cfg(trap)]
mod trap;
mod window;

use std::cell::RefCell;

use wasm_bindgen::prelude::*;

use crate::frame::Framing;
use crate::lines::LineWriter;
use crate::record::Encoding;
use crate::segment::Segment;
use crate::stream::Stream;
use crate::utf16::{self, Utf16Cursor};
use allocator::throw_out_of_memory;
use columns::{Addresses, Columns};
use problems::ProblemQueue;
use row::{Row, RowWriter};
use window::Left;

/// A batch of lines ends once it has this many bytes.
const MOST_LINES: usize = 8 << 20;

/// A bit in what a step returns: it was the last one.
const LAST: u32 = 1 << 31;

/// A bit in what a step returns: there are problems to take.
const HAS_PROBLEMS: u32 = 1 << 30;

/// The buffers that are used again for each payload, and the state of the one that is being read.
struct Workspace {
    buffer: Vec<u8>,
    length: usize,
    source: Source,
    /// Where the payload starts in its stream.
    offset: u64,
    stream: Stream,
    rows: RowWriter,
    problems: ProblemQueue,
    lines: Vec<u8>,
    columns: Columns,
    left: Left,
}

/// The type of the caller's payload, which decides the unit of offsets.
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
/// leave an instance that cannot be used.
#[wasm_bindgen(start)]
fn start() {
    std::panic::set_hook(Box::new(|info| {
        // A request for more memory than there are addresses is not a bug: the payload was too large.
        if info.payload().downcast_ref() == Some(&"capacity overflow") {
            throw_out_of_memory();
        }
        console_error_panic_hook::hook(info);
        wasm_bindgen::handler::schedule_reinit();
    }));
}

/// Has the next call start a fresh instance: after a trap, or to release memory.
#[wasm_bindgen]
pub fn restart() {
    wasm_bindgen::handler::schedule_reinit();
}

/// Makes the buffer at least `bytes` long and returns its address. Its content stays.
#[wasm_bindgen]
pub fn reserve(bytes: usize) -> *mut u8 {
    with_workspace(|workspace| {
        let buffer = &mut workspace.buffer;
        let more = bytes.saturating_sub(buffer.len());
        // Twice the length may be more than there are addresses for.
        if buffer.try_reserve(more).is_err() {
            buffer.reserve_exact(more);
        }
        buffer.resize(bytes.max(buffer.len()), 0);
        buffer.as_mut_ptr()
    })
}

/// Turns `units` UTF-16 code units into UTF-8 and returns where that ends, with bit 31 set if there was
/// a lone surrogate, which became U+FFFD.
///
/// The UTF-8 begins at `start` in the buffer, the UTF-16 `units` bytes after it.
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

/// Begins to read the first `length` bytes of the buffer, and returns the address of the rows.
///
/// `framing` is its index in [`Framing::ALL`]. `source` is 0 for bytes, 1 for a string of ASCII
/// characters and 2 for any other string. Of the problems, the first `max_problems` can be taken.
#[wasm_bindgen]
pub fn begin(length: usize, framing: usize, source: usize, max_problems: u32) -> *const Row {
    with_workspace(|workspace| {
        let (framing, source) = (Framing::ALL[framing], Source::ALL[source]);
        workspace.begin(length, framing, source, max_problems)
    })
}

/// Makes the payload that was just begun a part of a stream, over which windows slide.
///
/// `largest_frame` is the most bytes that a frame may have, `is_last` whether the stream ends with this
/// part. `offset` bytes and `records` records precede it. `stage` and `missing` are 0 at the start of
/// the stream, then what [`left`] returned last.
#[wasm_bindgen]
pub fn slide(
    largest_frame: usize,
    is_last: bool,
    offset: f64,
    records: f64,
    stage: u32,
    missing: f64,
) {
    with_workspace(|workspace| {
        let Workspace {
            buffer,
            length,
            stream,
            ..
        } = workspace;
        stream.resume(stage, whole(missing));
        stream.slide_over(&buffer[..*length], largest_frame, is_last);
        workspace.offset = whole(offset);
        workspace.problems.next_record = whole(records);
    });
}

/// The state after the part that was read, in three words of 32 bits and one double.
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

/// A count that JavaScript keeps.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "it counts bytes or records, of which there are fewer than 2^53"
)]
fn whole(number: f64) -> u64 {
    number as u64
}

/// Reads the next rows.
#[wasm_bindgen]
pub fn read_rows() -> u32 {
    with_workspace(|workspace| workspace.read_rows(false))
}

/// The indicator of a record of the last batch, if it differs from the text of the host name.
#[wasm_bindgen]
pub fn indicator_text(row: usize) -> String {
    with_workspace(|workspace| {
        workspace
            .rows
            .indicator_text(row)
            .unwrap_or_default()
            .to_owned()
    })
}

/// Takes the problems of the last batch, as an array of objects.
#[wasm_bindgen]
pub fn take_problems() -> JsValue {
    with_workspace(rich::take_problems)
}

/// The number of errors so far, including those that cannot be taken.
#[wasm_bindgen]
pub fn error_count() -> u32 {
    with_workspace(|workspace| workspace.problems.error_count)
}

/// The number of warnings so far, including those that cannot be taken.
#[wasm_bindgen]
pub fn warning_count() -> u32 {
    with_workspace(|workspace| workspace.problems.warning_count)
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

/// The address of the NDJSON of the last batch.
#[wasm_bindgen]
pub fn lines() -> *const u8 {
    with_workspace(|workspace| workspace.lines.as_ptr())
}

/// The length of the NDJSON of the last batch, in bytes.
#[wasm_bindgen]
pub fn lines_length() -> usize {
    with_workspace(|workspace| workspace.lines.len())
}

/// Reads the next records into columns.
#[wasm_bindgen]
pub fn read_columns() -> u32 {
    with_workspace(Workspace::read_columns)
}

/// The address of the table of column addresses, for all records that were read.
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
            problems: ProblemQueue::new(Source::Bytes, 0),
            lines: Vec::new(),
            columns: Columns::new(),
        }
    }

    fn begin(
        &mut self,
        length: usize,
        framing: Framing,
        source: Source,
        max_problems: u32,
    ) -> *const Row {
        self.length = length;
        self.source = source;
        self.offset = 0;
        self.stream.restart(framing, source.encoding());
        self.problems = ProblemQueue::new(source, max_problems);
        self.columns.clear();
        self.rows.begin(source)
    }

    /// Reads a batch of rows; `keeps_frames` adds their frames to the columns.
    fn read_rows(&mut self, keeps_frames: bool) -> u32 {
        let Self {
            buffer,
            length,
            stream,
            rows,
            problems,
            columns,
            ..
        } = self;
        let payload = &buffer[..*length];
        rows.next_batch();
        problems.begin(stream, payload);
        while !rows.is_full() && !problems.is_full() {
            if let Some(record) = stream.peek_ascii(payload) {
                stream.reader.skip(&record);
                rows.push_ascii(payload, &record);
                problems.next_record += 1;
                if keeps_frames {
                    columns.push_frame(rows.ascii_frame(&record));
                }
            } else if let Some(segment) = next_segment(stream, payload) {
                problems.report(&segment);
                let frame = rows.push(payload, &segment);
                if keeps_frames && matches!(segment, Segment::Record(_)) {
                    columns.push_frame(frame);
                }
            } else {
                return answer(rows.len(), problems, true);
            }
        }
        answer(rows.len(), problems, false)
    }

    fn read_lines(&mut self, parse_time: i64) -> u32 {
        let Self {
            buffer,
            length,
            stream,
            problems,
            lines,
            ..
        } = self;
        let payload = &buffer[..*length];
        let mut writer = LineWriter::new(parse_time);
        let mut count = 0;
        lines.clear();
        problems.begin(stream, payload);
        while lines.len() < MOST_LINES && !problems.is_full() {
            let Some(segment) = next_segment(stream, payload) else {
                return answer(count, problems, true);
            };
            problems.report(&segment);
            if let Segment::Record(record) = &segment {
                count += 1;
                writer.write(record, lines);
            }
        }
        answer(count, problems, false)
    }

    fn read_columns(&mut self) -> u32 {
        let answer = self.read_rows(true);
        self.columns.extend(self.rows.rows());
        answer
    }
}

/// What a step returns that read `count` records.
#[allow(
    clippy::cast_possible_truncation,
    reason = "a batch of lines has the most records, and they are fewer than its bytes"
)]
fn answer(count: usize, problems: &ProblemQueue, is_last: bool) -> u32 {
    let last = if is_last { LAST } else { 0 };
    let has_problems = if problems.waiting.is_empty() {
        0
    } else {
        HAS_PROBLEMS
    };
    count as u32 | has_problems | last
}

/// The next segment. The end of the payload is noticed here, so that the first payload, if it is a
/// canonical one, does not wait until code is compiled that it never uses.
#[inline]
fn next_segment<'p>(stream: &mut Stream, payload: &'p [u8]) -> Option<Segment<'p>> {
    if stream.position() >= payload.len() {
        return None;
    }
    any_segment(stream, payload)
}

/// One copy of [`Stream::next_sliding`] for everything outside the hot loop.
#[inline(never)]
fn any_segment<'p>(stream: &mut Stream, payload: &'p [u8]) -> Option<Segment<'p>> {
    let segment = stream.next_sliding(payload);
    #[cfg(trap)]
    trap::spring(segment.as_ref());
    segment
}
