//! What random payloads are made by: choices, which a seed or a fuzzer's bytes repeat.
//!
//! A generator of strategies such as proptest would shrink its choices; the properties here hold for
//! any bytes, so that a payload itself can be shrunk, which takes no more than `shrunk`.

/// Choices, one after the other.
pub(crate) enum Choices<'b> {
    /// As xorshift64 makes them of a seed.
    Seed(u64),
    /// As these bytes say; behind them, always the first.
    Bytes(&'b [u8]),
}

impl Choices<'_> {
    /// Mixed, so that seeds in a row have nothing in common.
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

    /// Whether it is one of the cases of which there are `cases` in `of`.
    pub(crate) fn is(&mut self, cases: usize, of: usize) -> bool {
        self.below(of) < cases
    }

    pub(crate) fn one_of<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())]
    }

    /// Up to `most` things.
    pub(crate) fn some<T>(&mut self, most: usize, make: impl Fn(&mut Self) -> T) -> Vec<T> {
        (0..self.below(most + 1)).map(|_| make(self)).collect()
    }
}

/// Takes as many bytes as numbers below `end` need.
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
