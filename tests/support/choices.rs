//! Choices that generate random payloads, reproducible from a seed or a fuzzer's bytes.
//!
//! A generator of strategies such as proptest would shrink its choices. The properties here hold
//! for any bytes, so `shrunk` shrinks the payload itself.

/// A sequence of choices.
pub(crate) enum Choices<'b> {
    /// From a seed, by xorshift64.
    Seed(u64),
    /// From these bytes; after their end, always the first choice.
    Bytes(&'b [u8]),
}

impl Choices<'_> {
    /// Mixes the seed, so that consecutive seeds are unrelated.
    pub(crate) fn from_seed(seed: u64) -> Self {
        let mixed = (seed ^ 0x9E37_79B9_7F4A_7C15).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        Self::Seed((mixed ^ (mixed >> 31)) | 1)
    }

    /// A number from 0 up to, but not including, `end`.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        match self {
            Self::Seed(state) => {
                *state ^= *state << 13;
                *state ^= *state >> 7;
                *state ^= *state << 17;
                usize::try_from(*state >> 33).expect("31 bits") % end
            }
            Self::Bytes(bytes) => number(bytes, end) % end,
        }
    }

    /// True in `cases` of `of` cases.
    pub(crate) fn is(&mut self, cases: usize, of: usize) -> bool {
        self.below(of) < cases
    }

    pub(crate) fn one_of<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())]
    }

    /// A list of up to `most` values.
    pub(crate) fn some<T>(&mut self, most: usize, make: impl Fn(&mut Self) -> T) -> Vec<T> {
        (0..self.below(most + 1)).map(|_| make(self)).collect()
    }
}

/// Takes the number of bytes needed for numbers below `end`.
fn number(bytes: &mut &[u8], end: usize) -> usize {
    let mut number = 0;
    let mut rest = end - 1;
    while rest > 0 {
        let (&byte, behind) = bytes.split_first().unwrap_or((&0, &[]));
        *bytes = behind;
        number = number << 8 | usize::from(byte);
        rest >>= 8;
    }
    number
}
