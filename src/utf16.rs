//! UTF-16, in whose code units JavaScript counts the characters of a string.

use crate::blocks::ascii_of_units;
use crate::frame::{character_start, is_continuation};

/// A place in UTF-8 text, known in both units.
///
/// Moving costs time in proportion to the way, in both directions.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Utf16Cursor {
    byte: usize,
    unit: usize,
}

impl Utf16Cursor {
    /// Before the first character.
    pub(crate) const fn new() -> Self {
        Self { byte: 0, unit: 0 }
    }

    /// The number of code units before the byte `at`; before its character, if it is inside one.
    ///
    /// The text is passed with each call and must be the same each time.
    pub(crate) fn move_to(&mut self, text: &[u8], at: usize) -> usize {
        let byte = character_start(text, at);
        if byte >= self.byte {
            self.unit += units(&text[self.byte..byte]);
        } else {
            self.unit -= units(&text[byte..self.byte]);
        }
        self.byte = byte;
        self.unit
    }
}

/// A character has one unit, or two if it takes four bytes.
#[inline(never)]
pub(crate) fn units(text: &[u8]) -> usize {
    let units_of = |byte: u8| u8::from(!is_continuation(byte)) + u8::from(byte >= 0xF0);
    // A block's sum fits a byte, which lets compilers count sixteen at a time.
    text.chunks(112)
        .map(|block| block.iter().fold(0, |sum, &byte| sum + units_of(byte)))
        .map(usize::from)
        .sum()
}

/// Turns UTF-16 into UTF-8, in place, and answers where the UTF-8 ends, and whether there was a lone
/// surrogate, which becomes U+FFFD.
///
/// The UTF-8 begins at `start`; the UTF-16, of `units` code units, begins `units` bytes after that.
/// So it is read before it is written over, even if every unit becomes three bytes.
pub(crate) fn encode(buffer: &mut [u8], start: usize, units: usize) -> (usize, bool) {
    let (mut to, mut from) = (start, start + units);
    let end = from + 2 * units;
    let mut is_repaired = false;
    while from < end {
        // Two blocks, or one, for as long as there is nothing but ASCII in them.
        if let Some(&[one, other]) = buffer[from..end].as_chunks().0.first_chunk()
            && let (Some(one), Some(other)) = (ascii_of_units(&one), ascii_of_units(&other))
            && let Some(target) = buffer[to..].as_chunks_mut().0.first_chunk_mut::<4>()
        {
            let [a, b, c, d] = target;
            (*a, *b) = (one[0].to_le_bytes(), one[1].to_le_bytes());
            (*c, *d) = (other[0].to_le_bytes(), other[1].to_le_bytes());
            to += 32;
            from += 64;
            continue;
        }
        if let Some(ascii) = buffer[from..end].first_chunk().and_then(ascii_of_units)
            && let Some([a, b]) = buffer[to..].as_chunks_mut().0.first_chunk_mut()
        {
            (*a, *b) = (ascii[0].to_le_bytes(), ascii[1].to_le_bytes());
            to += 16;
            from += 32;
            continue;
        }
        let behind_block = end.min(from + 32);
        while from < behind_block {
            let (character, length) = character(&buffer[from..end]);
            let character = character.unwrap_or_else(|| {
                is_repaired = true;
                char::REPLACEMENT_CHARACTER
            });
            from += length;
            to += character.encode_utf8(&mut buffer[to..]).len();
        }
    }
    (to, is_repaired)
}

/// The first character of UTF-16, if it is one, and how many bytes it takes.
#[inline(always)]
fn character(text: &[u8]) -> (Option<char>, usize) {
    let unit = |at: usize| Some(u16::from_le_bytes(*text.get(at..)?.first_chunk()?));
    let first = unit(0).and_then(|unit| char::from_u32(unit.into()));
    if first.is_some() {
        return (first, 2);
    }
    let pair = [unit(0), unit(2)].into_iter().flatten();
    match char::decode_utf16(pair).next() {
        Some(Ok(character)) => (Some(character), 4),
        _ => (None, 2),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_between_two_places_counts_alike() {
        let text = "aé한😁z";
        let units: Vec<_> = (0..=text.len())
            .map(|at| {
                (0..=at)
                    .rev()
                    .find(|&at| text.is_char_boundary(at))
                    .unwrap()
            })
            .map(|at| text[..at].encode_utf16().count())
            .collect();
        for from in 0..=text.len() {
            for to in 0..=text.len() {
                let mut cursor = Utf16Cursor::new();
                assert_eq!(cursor.move_to(text.as_bytes(), from), units[from]);
                assert_eq!(
                    cursor.move_to(text.as_bytes(), to),
                    units[to],
                    "{from} to {to}"
                );
            }
        }
    }

    /// Puts the code units where [`encode`] expects them, after `start` other bytes.
    fn encoded(start: usize, units: &[u16]) -> Vec<u8> {
        let mut buffer = vec![b'.'; start + units.len()];
        buffer.extend(units.iter().flat_map(|unit| unit.to_le_bytes()));
        let (end, is_repaired) = encode(&mut buffer, start, units.len());
        assert_eq!(is_repaired, String::from_utf16(units).is_err());
        assert!(buffer[..start].iter().all(|&byte| byte == b'.'));
        buffer[start..end].to_vec()
    }

    #[test]
    fn every_code_unit_is_encoded_wherever_it_is() {
        for unit in 0..=u16::MAX {
            for (before, behind) in [(0, 0), (15, 0), (1, 31)] {
                let mut units = vec![u16::from(b'a'); before + 1 + behind];
                units[before] = unit;
                let expected = String::from_utf16_lossy(&units);
                assert_eq!(encoded(before, &units), expected.as_bytes(), "{unit:x}");
            }
            let row = [unit; 33];
            let expected = String::from_utf16_lossy(&row);
            assert_eq!(encoded(0, &row), expected.as_bytes(), "{unit:x}");
        }
    }

    #[test]
    fn surrogates_are_paired_or_replaced() {
        let odd = [0x61, 0xD83D, 0xDE00, 0xDC00, 0xD800, 0xFFFF];
        for number in 0..6_usize.pow(5) {
            let units: Vec<_> = (0..5)
                .map(|place| odd[number / 6_usize.pow(place) % 6])
                .collect();
            let expected = String::from_utf16_lossy(&units);
            assert_eq!(encoded(3, &units), expected.as_bytes(), "{units:x?}");
        }
    }
}
