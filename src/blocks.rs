//! Blocks of bytes, looked at at once: where spaces are, and where two texts part.

use crate::digits::each;
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
use crate::simd128 as vector;
#[cfg(any(target_arch = "wasm32", test, fuzzing))]
pub(crate) use vector::ascii_of_units;
#[cfg(any(target_arch = "wasm32", test))]
use vector::difference_bits;
use vector::space_bits;

/// How many bytes are read at a time; four names rarely take more.
const BLOCK: usize = 32;

pub(crate) type Block = [u8; BLOCK];

/// The positions of the next `N` spaces, at or after `start`.
#[inline(always)]
pub(crate) fn next_spaces<const N: usize>(text: &[u8], start: usize) -> Option<[usize; N]> {
    let mut spaces = text.get(start..)?.first_chunk().map_or(0, space_bits);
    if (spaces.count_ones() as usize) < N {
        return next_spaces_far(text, start);
    }
    Some(std::array::from_fn(|_| {
        let place = start + spaces.trailing_zeros() as usize;
        spaces &= spaces - 1;
        place
    }))
}

/// The same, block after block.
#[inline(never)]
fn next_spaces_far<const N: usize>(text: &[u8], start: usize) -> Option<[usize; N]> {
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

/// How many bytes the texts that begin at two places have in common: exact up to `most`, and where
/// a block is left of both.
#[cfg(any(target_arch = "wasm32", test))]
#[inline(always)]
pub(crate) fn common_length(text: &[u8], one: usize, other: usize, most: usize) -> usize {
    let block = |at: usize| text.get(at..)?.first_chunk();
    let mut length = 0;
    while length <= most
        && let Some(one) = block(one + length)
        && let Some(other) = block(other + length)
    {
        let same = difference_bits(one, other).trailing_zeros() as usize;
        length += same;
        if same < BLOCK {
            break;
        }
    }
    length
}

/// Whether all bytes are ASCII.
#[inline(never)]
pub(crate) fn is_ascii(text: &[u8]) -> bool {
    let Some(last) = text.last_chunk() else {
        return text.is_ascii();
    };
    // Compilers make vector code of it. To look at some of the last bytes twice is quicker than at
    // a few bytes one by one.
    let (words, _) = text.as_chunks();
    let all = words.iter().fold(u64::from_le_bytes(*last), |all, word| {
        all | u64::from_le_bytes(*word)
    });
    all & each(0x80) == 0
}

/// Portable versions of the block operations that take few SIMD instructions.
/// Compilers vectorise them.
#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
mod vector {
    use super::{BLOCK, Block};

    /// Only JavaScript's strings need it, and tests.
    #[cfg(any(target_arch = "wasm32", test, fuzzing))]
    pub(crate) fn ascii_of_units(units: &Block) -> Option<[u64; 2]> {
        let all_ascii = units
            .as_chunks()
            .0
            .iter()
            .all(|&[low, high]| low < 0x80 && high == 0);
        let word = |start| u64::from_le_bytes(std::array::from_fn(|at| units[start + 2 * at]));
        all_ascii.then(|| [word(0), word(16)])
    }

    #[inline(always)]
    pub(super) fn space_bits(block: &Block) -> u32 {
        (0..BLOCK).fold(0, |bits, at| bits | u32::from(block[at] == b' ') << at)
    }

    #[cfg(any(target_arch = "wasm32", test))]
    #[inline(always)]
    pub(super) fn difference_bits(one: &Block, other: &Block) -> u32 {
        (0..BLOCK).fold(0, |bits, at| bits | u32::from(one[at] != other[at]) << at)
    }
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

    #[test]
    fn texts_part_where_they_differ() {
        for length in 0..100 {
            for at in 0..length {
                let mut text = vec![b'a'; 3 * length];
                text[length + at] = b'b';
                let common = common_length(&text, 0, length, length);
                let there = (2 * length).saturating_sub(at - at % BLOCK) >= BLOCK;
                assert_eq!(
                    common,
                    if there { at } else { at - at % BLOCK },
                    "{length} {at}"
                );
            }
        }
    }

    #[test]
    fn texts_begin_anywhere() {
        let all_different: Vec<u8> = (0..150).collect();
        for start in 0..40 {
            let padding = [0xFE; 40];
            let text = [
                &padding[..start],
                &all_different,
                &all_different,
                &padding[..BLOCK],
            ]
            .concat();
            assert_eq!(common_length(&text, start, start + 150, 150), 150);
        }
    }

    #[test]
    fn texts_are_compared_no_further_than_asked() {
        let text = [b'a'; 500];
        assert_eq!(common_length(&text, 0, 1, 0), BLOCK);
        assert_eq!(common_length(&text, 0, 1, BLOCK), 2 * BLOCK);
        assert_eq!(common_length(&text, 0, 490, 10), 0);
    }

    #[test]
    fn one_byte_that_is_not_ascii_is_found_wherever_it_is() {
        for length in 0..130 {
            let mut text = vec![0x7F; length];
            assert!(is_ascii(&text));
            for at in 0..length {
                text[at] = 0x80;
                assert!(!is_ascii(&text), "{length} {at}");
                text[at] = 0x7F;
            }
        }
    }
}
