//! A stream as numbers, which JavaScript keeps between two windows.

use std::num::NonZeroU64;

use crate::segment::Beginning;
use crate::stream::{Stream, Until};

/// The state after a part of a stream: three words of 32 bits and one double, which `pkg/decoder.js`
/// reads by their offsets.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Left {
    /// The number of missing bytes of a part that is too long, according to its octet count; else 0.
    missing: f64,
    /// How many bytes of it were read.
    read: u32,
    /// How many the next part must have; bit 31 is set where an LF among those to come does as well.
    wanted: u32,
    /// The known facts about the stream; above two bits, the end of a part that is too long.
    stage: u32,
}

impl Left {
    pub(super) const NOTHING: Self = Self {
        missing: 0.0,
        read: 0,
        wanted: 0,
        stage: 0,
    };

    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_precision_loss,
        reason = "wasm32 addresses have 32 bits, an octet count at most ten digits"
    )]
    pub(super) fn of(stream: &Stream, window: &[u8]) -> Self {
        let wants = stream.wants(window);
        let beginning = match stream.reader.beginning() {
            Beginning::Unknown => 0,
            Beginning::Usual => 1,
            Beginning::ByteOrderMark => 2,
        };
        let (until, missing) = match stream.until {
            None => (0, 0),
            Some(Until::Bytes(missing)) => (1, missing.get()),
            Some(Until::LineEnd) => (2, 0),
            Some(Until::FrameStart) => (3, 0),
        };
        Self {
            missing: missing as f64,
            read: stream.position() as u32,
            wanted: wants.bytes as u32 | u32::from(wants.or_line_end) << 31,
            stage: until << 2 | beginning,
        }
    }
}

impl Stream {
    /// Resumes as [`Left`] describes.
    pub(super) fn resume(&mut self, stage: u32, missing: u64) {
        self.until = match stage >> 2 {
            1 => NonZeroU64::new(missing).map(Until::Bytes),
            2 => Some(Until::LineEnd),
            3 => Some(Until::FrameStart),
            _ => None,
        };
        self.reader.resume(match stage & 3 {
            0 => Beginning::Unknown,
            1 => Beginning::Usual,
            _ => Beginning::ByteOrderMark,
        });
    }
}
