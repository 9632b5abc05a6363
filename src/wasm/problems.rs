//! The problems of one call: the first ones wait to be taken, all of them are counted.

use super::Source;
use crate::problem::{Problem, Severity};
use crate::record::Record;
use crate::segment::Segment;
use crate::stream::Stream;
use crate::utf16::Utf16Cursor;

/// A batch ends once this many problems wait, however few records it has.
const LARGEST_BATCH: usize = 1024;

pub(super) struct ProblemQueue {
    /// The index of the next record among all records of the payload or stream.
    pub(super) next_record: u64,
    /// The problems of the batch, each with the index of the record that it is about.
    pub(super) waiting: Vec<(Problem, Option<u64>)>,
    /// How many more problems of this call may be taken; the rest are only counted.
    remaining: u32,
    pub(super) error_count: u32,
    pub(super) warning_count: u32,
    /// Converts the places of the problems that are taken.
    pub(super) cursor: Option<Utf16Cursor>,
}

impl ProblemQueue {
    pub(super) const fn new(source: Source, max_problems: u32) -> Self {
        Self {
            next_record: 0,
            waiting: Vec::new(),
            remaining: max_problems,
            error_count: 0,
            warning_count: 0,
            cursor: source.cursor(),
        }
    }

    pub(super) fn is_full(&self) -> bool {
        self.waiting.len() >= LARGEST_BATCH
    }

    /// Reports a payload in another format, before its first segment is read.
    pub(super) fn begin(&mut self, stream: &mut Stream, payload: &[u8]) {
        if let Some(problem) = stream.begin(payload) {
            self.add(problem, None);
        }
    }

    #[inline]
    pub(super) fn report(&mut self, segment: &Segment<'_>) {
        match segment {
            Segment::Gap(_) => {}
            Segment::Error(problem) => self.add(*problem, None),
            Segment::Record(record) => {
                if record.is_odd() {
                    self.add_warnings(record);
                }
                self.next_record += 1;
            }
        }
    }

    #[inline(never)]
    fn add_warnings(&mut self, record: &Record<'_>) {
        for warning in record.warnings() {
            self.add(warning, Some(self.next_record));
        }
    }

    #[inline(never)]
    fn add(&mut self, problem: Problem, record: Option<u64>) {
        match problem.kind.severity() {
            Severity::Error => self.error_count += 1,
            Severity::Warning => self.warning_count += 1,
        }
        if self.remaining > 0 {
            self.remaining -= 1;
            self.waiting.push((problem, record));
        }
    }
}
