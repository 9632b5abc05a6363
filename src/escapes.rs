//! Where the first byte is that JSON escapes, in a block of bytes.

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
use crate::digits::word_of;

/// How many bytes are looked at at a time: those of one vector.
pub(crate) const BLOCK: usize = 16;

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
pub(crate) use crate::simd128::plain_length;

/// How many bytes there are before the first that JSON escapes: a control character, a quote or a
/// backslash.
#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
#[inline(always)]
pub(crate) fn plain_length(block: &[u8; BLOCK]) -> usize {
    let plain = |at| escape_bits(word_of(block, at)).trailing_zeros() as usize / 8;
    match plain(0) {
        8 => 8 + plain(8),
        length => length,
    }
}

/// The top bit of the lowest byte that is escaped, and of some above it.
#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
const fn escape_bits(word: u64) -> u64 {
    const ALL: u64 = 0x0101_0101_0101_0101;
    let quotes = word ^ (ALL * 0x22);
    let backslashes = word ^ (ALL * 0x5C);
    let controls = word.wrapping_sub(ALL * 0x20) & !word;
    let signs =
        (quotes.wrapping_sub(ALL) & !quotes) | (backslashes.wrapping_sub(ALL) & !backslashes);
    (controls | signs) & (ALL * 0x80)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_at_every_place() {
        for byte in 0..=255 {
            for at in 0..BLOCK {
                for other in [b' ', b'!', b'#', b'[', b']', 0x7F, 0x80, 0xA2, 0xDC, 0xFF] {
                    let is_escaped = byte < b' ' || byte == b'"' || byte == b'\\';
                    let expected = if is_escaped { at } else { BLOCK };
                    let mut block = [other; BLOCK];
                    block[at] = byte;
                    assert_eq!(plain_length(&block), expected, "{byte} at {at}");
                    block[at..].fill(byte);
                    assert_eq!(plain_length(&block), expected, "{byte} from {at}");
                }
            }
        }
    }
}
