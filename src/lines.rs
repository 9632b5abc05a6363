//! Records as JSON, one after another: the end that lines share is written once and then copied.

use crate::escapes::BLOCK;
use crate::ndjson::{write_start, write_tail};
use crate::record::{HOST_NAME, Record};

/// Writes records of one parse time. The end of a line is usually that of the previous line.
pub(crate) struct LineWriter {
    parse_time: i64,
    /// The bytes of the host name field.
    host_name: Vec<u8>,
    /// The output of [`write_tail`] for it, padded with zeros to a whole block; empty at first.
    tail: Vec<u8>,
    tail_length: usize,
}

impl LineWriter {
    pub(crate) const fn new(parse_time: i64) -> Self {
        Self {
            parse_time,
            host_name: Vec::new(),
            tail: Vec::new(),
            tail_length: 0,
        }
    }

    /// Appends the same line as [`write_ndjson`](crate::write_ndjson).
    pub(crate) fn write(&mut self, record: &Record<'_>, out: &mut Vec<u8>) {
        write_start(record, self.parse_time, out);
        let (text, length) = record.payload_from(HOST_NAME);
        let host_name = &text[..length];
        if host_name != self.host_name || self.tail.is_empty() {
            self.keep_tail(record, host_name);
        }
        let end = out.len() + self.tail_length;
        for block in self.tail.as_chunks::<BLOCK>().0 {
            out.extend_from_slice(block);
        }
        out.truncate(end);
    }

    #[cold]
    #[inline(never)]
    fn keep_tail(&mut self, record: &Record<'_>, host_name: &[u8]) {
        self.host_name.clear();
        self.host_name.extend_from_slice(host_name);
        self.tail.clear();
        write_tail(record, self.parse_time, &mut self.tail);
        self.tail_length = self.tail.len();
        self.tail
            .resize(self.tail_length.next_multiple_of(BLOCK), 0);
    }
}
