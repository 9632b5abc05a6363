//! Decimal digits, eight bytes at a time.

/// A byte in all eight places.
pub(crate) const fn each(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}

/// The difference of each byte and `0`: 0 to 9 for a digit, more for any other byte.
#[inline(always)]
const fn over_zero(word: u64) -> u64 {
    word ^ each(b'0')
}

/// The top bit of each byte that is more than 9.
#[inline(always)]
pub(crate) const fn over_nine(word: u64) -> u64 {
    (((word & each(0x7F)) + each(0x76)) | word) & each(0x80)
}

/// The eight bytes at `at`, the first one lowest, if there are as many.
#[inline(always)]
pub(crate) fn word(text: &[u8], at: usize) -> Option<u64> {
    let bytes = text.get(at..)?.first_chunk()?;
    Some(u64::from_le_bytes(*bytes))
}

/// [`word`] of a block that has as many.
#[inline(always)]
pub(crate) fn word_of<const N: usize>(block: &[u8; N], at: usize) -> u64 {
    let mut bytes = [0; 8];
    bytes.copy_from_slice(&block[at..at + 8]);
    u64::from_le_bytes(bytes)
}

/// One of the eight bytes, by its place.
#[inline(always)]
pub(crate) const fn byte(word: u64, place: usize) -> u8 {
    (word >> (8 * place) & 0xFF) as u8
}

/// How many digits a word begins with.
#[inline(always)]
pub(crate) const fn leading_digits(word: u64) -> usize {
    over_nine(over_zero(word)).trailing_zeros() as usize / 8
}

/// The number that the first `count` bytes of a word are, 1 to 8 digits.
#[inline(always)]
pub(crate) const fn number(word: u64, count: usize) -> u32 {
    // Missing leading digits read as zeros, and later bytes are shifted out.
    eight_digits(over_zero(word) << (64 - 8 * count))
}

/// The number of eight digits, given as their values, the first one in the lowest byte.
#[inline(always)]
pub(crate) const fn eight_digits(digits: u64) -> u32 {
    const PAIRS: u64 = 0x0000_00FF_0000_00FF;
    // Neighbours are joined: digits to pairs, then pairs 1 and 3 and pairs 2 and 4 to the number.
    let pairs = digits.wrapping_mul(10).wrapping_add(digits >> 8);
    let high = (pairs & PAIRS).wrapping_mul(100 + (1_000_000 << 32));
    let low = (pairs >> 16 & PAIRS).wrapping_mul(1 + (10_000 << 32));
    (high.wrapping_add(low) >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_counted_whatever_is_behind_them() {
        for byte in (0..=255).filter(|byte: &u8| !byte.is_ascii_digit()) {
            for count in 0..=8 {
                let mut text = *b"01234567";
                text[count..].fill(byte);
                let digits = |text| leading_digits(u64::from_le_bytes(text));
                assert_eq!(digits(text), count, "{text:?}");
                if count < 7 {
                    text[count + 1..].fill(b'9');
                    assert_eq!(digits(text), count, "{text:?}");
                }
            }
        }
    }

    #[test]
    fn numbers_of_one_to_eight_digits() {
        for count in 1..=8 {
            let most = 10_usize.pow(u32::try_from(count).unwrap());
            for value in (0..most).step_by(1 + most / 10_000) {
                let mut text = format!("{value:0count$}").into_bytes();
                text.resize(8, 0xFF);
                let read = number(word(&text, 0).unwrap(), count);
                assert_eq!(read as usize, value);
            }
        }
        assert_eq!(number(u64::from_le_bytes(*b"99999999"), 8), 99_999_999);
    }
}
