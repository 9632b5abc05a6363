//! Where the next spaces are, a block of bytes at a time.

/// How many bytes are looked at at a time; four names seldom take more.
const BLOCK: usize = 32;

/// Where the next `N` spaces are, at or behind `start`.
#[inline(always)]
pub(crate) fn next_spaces<const N: usize>(text: &[u8], start: usize) -> Option<[usize; N]> {
    let mut places = [0; N];
    let mut found = 0;
    let mut at = start;
    while at < text.len() {
        let rest = &text[at..];
        let mut spaces = match rest.first_chunk() {
            Some(block) => space_bits(block),
            None => space_bits_of_less(rest),
        };
        while spaces != 0 {
            places[found] = at + spaces.trailing_zeros() as usize;
            found += 1;
            if found == N {
                return Some(places);
            }
            spaces &= spaces - 1;
        }
        at += BLOCK;
    }
    None
}

/// [`space_bits`] of the last bytes of a text.
#[cold]
#[inline(never)]
fn space_bits_of_less(rest: &[u8]) -> u32 {
    (0..rest.len()).fold(0, |bits, at| bits | u32::from(rest[at] == b' ') << at)
}

/// Bit `i` is set where byte `i` is a space.
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
#[inline]
fn space_bits(block: &[u8; BLOCK]) -> u32 {
    use std::arch::wasm32::{u8x16_bitmask, u8x16_eq, u8x16_splat, u64x2};
    let word = |at: usize| u64::from_le_bytes(std::array::from_fn(|index| block[at + index]));
    let spaces = u8x16_splat(b' ');
    let low = u8x16_bitmask(u8x16_eq(u64x2(word(0), word(8)), spaces));
    let high = u8x16_bitmask(u8x16_eq(u64x2(word(16), word(24)), spaces));
    u32::from(low) | u32::from(high) << 16
}

/// Bit `i` is set where byte `i` is a space. Compilers make vector code of it.
#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
#[inline]
fn space_bits(block: &[u8; BLOCK]) -> u32 {
    (0..BLOCK).fold(0, |bits, at| bits | u32::from(block[at] == b' ') << at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_are_found_wherever_they_are() {
        for length in 0..80 {
            for first in 0..length {
                for second in first + 1..length {
                    let mut text = vec![0xA0; length];
                    (text[first], text[second]) = (b' ', b' ');
                    for start in [0, 1, first, first + 1, second, second + 1] {
                        let expected: Vec<_> =
                            (start..length).filter(|&at| text[at] == b' ').collect();
                        let two = <[usize; 2]>::try_from(&expected[..]).ok();
                        assert_eq!(next_spaces::<2>(&text, start), two);
                        let one = expected.first().map(|&at| [at]);
                        assert_eq!(next_spaces::<1>(&text, start), one);
                    }
                }
            }
        }
    }
}
