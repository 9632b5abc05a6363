//! From bytes to UTF-16 code units, in which JavaScript counts the characters of a string.

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
pub(crate) fn units(text: &[u8]) -> usize {
    let units_of = |byte: u8| u8::from(!is_continuation(byte)) + u8::from(byte >= 0xF0);
    // A block's sum fits a byte, which lets compilers count sixteen at a time.
    text.chunks(112)
        .map(|block| block.iter().fold(0, |sum, &byte| sum + units_of(byte)))
        .map(usize::from)
        .sum()
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
}
