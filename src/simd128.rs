//! The searches of [`blocks`](crate::blocks) and [`escapes`](crate::escapes) with WebAssembly SIMD.

use std::arch::wasm32::{
    u8x16_bitmask, u8x16_eq, u8x16_lt, u8x16_narrow_i16x8, u8x16_ne, u8x16_splat, u16x8_splat,
    u64x2, u64x2_extract_lane, v128, v128_and, v128_any_true, v128_or,
};

use crate::blocks::Block;
use crate::digits::word_of;
use crate::escapes::BLOCK;

/// Bit `i` is set where byte `i` is a space.
#[inline(always)]
pub(crate) fn space_bits(block: &Block) -> u32 {
    let spaces = u8x16_splat(b' ');
    bits(
        u8x16_eq(vector(block, 0), spaces),
        u8x16_eq(vector(block, 16), spaces),
    )
}

/// Bit `i` is set where byte `i` of the blocks differs.
#[inline(always)]
pub(crate) fn difference_bits(one: &Block, other: &Block) -> u32 {
    bits(
        u8x16_ne(vector(one, 0), vector(other, 0)),
        u8x16_ne(vector(one, 16), vector(other, 16)),
    )
}

/// Sixteen UTF-16 code units, the lower byte first, as bytes, if all are ASCII.
#[inline(always)]
pub(crate) fn ascii_of_units(units: &Block) -> Option<[u64; 2]> {
    let (low, high) = (vector(units, 0), vector(units, 16));
    let beyond_ascii = v128_and(v128_or(low, high), u16x8_splat(0xFF80));
    let bytes = u8x16_narrow_i16x8(low, high);
    let words = [
        u64x2_extract_lane::<0>(bytes),
        u64x2_extract_lane::<1>(bytes),
    ];
    (!v128_any_true(beyond_ascii)).then_some(words)
}

/// How many bytes there are before the first that JSON escapes: a control character, a quote or a
/// backslash.
#[inline(always)]
pub(crate) fn plain_length(block: &[u8; BLOCK]) -> usize {
    let bytes = vector(block, 0);
    let controls = u8x16_lt(bytes, u8x16_splat(b' '));
    let quotes = u8x16_eq(bytes, u8x16_splat(b'"'));
    let backslashes = u8x16_eq(bytes, u8x16_splat(b'\\'));
    let escapes = u8x16_bitmask(v128_or(controls, v128_or(quotes, backslashes)));
    (u32::from(escapes) | 1 << BLOCK).trailing_zeros() as usize
}

/// The sixteen bytes at `at`.
#[inline(always)]
fn vector<const N: usize>(block: &[u8; N], at: usize) -> v128 {
    u64x2(word_of(block, at), word_of(block, at + 8))
}

/// The top bits of all bytes.
#[inline(always)]
fn bits(low: v128, high: v128) -> u32 {
    u32::from(u8x16_bitmask(low)) | u32::from(u8x16_bitmask(high)) << 16
}
