//! All records as columns: typed arrays for charts, filters and Arrow.

use super::row::{Row, TEXTS};

/// The values of all records, field by field.
pub(super) struct Columns {
    message_len: Vec<i32>,
    priority: Vec<i32>,
    /// In milliseconds, with the microseconds as their fraction; NaN if there is none.
    event_time: Vec<f64>,
    /// Where each frame starts and ends.
    frames: Vec<[u32; 2]>,
    /// Where the text of each field starts and ends.
    texts: [Vec<[u32; 2]>; TEXTS],
    absent: Vec<u16>,
    addresses: Addresses,
}

/// The address of each column, as `pkg/columns.js` reads them.
#[repr(C)]
pub struct Addresses {
    message_len: *const i32,
    priority: *const i32,
    event_time: *const f64,
    frames: *const [u32; 2],
    texts: [*const [u32; 2]; TEXTS],
    absent: *const u16,
}

impl Columns {
    pub(super) const fn new() -> Self {
        Self {
            message_len: Vec::new(),
            priority: Vec::new(),
            event_time: Vec::new(),
            frames: Vec::new(),
            texts: [const { Vec::new() }; TEXTS],
            absent: Vec::new(),
            addresses: Addresses {
                message_len: std::ptr::null(),
                priority: std::ptr::null(),
                event_time: std::ptr::null(),
                frames: std::ptr::null(),
                texts: [std::ptr::null(); TEXTS],
                absent: std::ptr::null(),
            },
        }
    }

    /// Removes all values and keeps the memory.
    pub(super) fn clear(&mut self) {
        self.message_len.clear();
        self.priority.clear();
        self.event_time.clear();
        self.frames.clear();
        for text in &mut self.texts {
            text.clear();
        }
        self.absent.clear();
    }

    pub(super) fn push_frame(&mut self, frame: [u32; 2]) {
        self.frames.push(frame);
    }

    /// Adds the values of a batch, whose frames were pushed one by one.
    pub(super) fn extend(&mut self, rows: &[Row]) {
        self.message_len
            .extend(rows.iter().map(|row| row.message_len));
        self.priority.extend(rows.iter().map(|row| row.priority));
        self.event_time
            .extend(rows.iter().map(fractional_milliseconds));
        for (index, text) in self.texts.iter_mut().enumerate() {
            text.extend(rows.iter().map(|row| row.text(index)));
        }
        self.absent.extend(rows.iter().map(|row| row.absent));
    }

    pub(super) fn addresses(&mut self) -> &Addresses {
        self.addresses = Addresses {
            message_len: self.message_len.as_ptr(),
            priority: self.priority.as_ptr(),
            event_time: self.event_time.as_ptr(),
            frames: self.frames.as_ptr(),
            texts: std::array::from_fn(|index| self.texts[index].as_ptr()),
            absent: self.absent.as_ptr(),
        };
        &self.addresses
    }
}

/// Far from 1970 the fraction is coarse, but it is never rounded up to the next millisecond.
fn fractional_milliseconds(row: &Row) -> f64 {
    let exact = row.event_time + f64::from(row.microseconds) / 1000.0;
    if exact.floor() > row.event_time {
        exact.next_down()
    } else {
        exact
    }
}
