//! Where the first byte is that JSON escapes, a block of bytes at a time.

/// How many bytes are looked at at a time: what one vector holds.
pub(crate) const BLOCK: usize = 16;

/// How many bytes there are before the first that JSON escapes.
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
#[inline(always)]
pub(crate) fn plain_length(block: &[u8; BLOCK]) -> usize {
    use std::arch::wasm32::{u8x16_bitmask, u8x16_eq, u8x16_lt, u8x16_splat, u64x2, v128_or};
    let word = |at: usize| u64::from_le_bytes(std::array::from_fn(|index| block[at + index]));
    let bytes = u64x2(word(0), word(8));
    let signs = v128_or(
        u8x16_eq(bytes, u8x16_splat(b'"')),
        u8x16_eq(bytes, u8x16_splat(b'\\')),
    );
    let controls = u8x16_lt(bytes, u8x16_splat(b' '));
    let escapes = u32::from(u8x16_bitmask(v128_or(signs, controls)));
    (escapes | 1 << BLOCK).trailing_zeros() as usize
}

/// How many bytes there are before the first that JSON escapes.
#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
#[inline(always)]
pub(crate) fn plain_length(block: &[u8; BLOCK]) -> usize {
    let escapes = (0..BLOCK).fold(0, |bits, at| bits | u32::from(is_escaped(block[at])) << at);
    (escapes | 1 << BLOCK).trailing_zeros() as usize
}

/// Whether JSON escapes a byte: control characters, the quote and the backslash.
#[cfg(any(test, not(all(target_arch = "wasm32", target_feature = "simd128"))))]
const fn is_escaped(byte: u8) -> bool {
    byte < b' ' || byte == b'"' || byte == b'\\'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_at_every_place() {
        for byte in 0..=255 {
            for at in 0..BLOCK {
                for other in [b' ', b'!', b'#', b'[', b']', 0x7F, 0x80, 0xA2, 0xDC, 0xFF] {
                    let mut block = [other; BLOCK];
                    block[at] = byte;
                    let expected = if is_escaped(byte) { at } else { BLOCK };
                    assert_eq!(plain_length(&block), expected, "{byte} at {at}");
                    block[at..].fill(byte);
                    assert_eq!(plain_length(&block), expected, "{byte} from {at}");
                }
            }
        }
    }
}
