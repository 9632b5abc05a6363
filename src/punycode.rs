//! Punycode (RFC 3492): text of any script in ASCII, as host names write it.

/// Section 5: the parameters.
const BASE: u32 = 36;
const LEAST_THRESHOLD: u32 = 1;
const MOST_THRESHOLD: u32 = 26;
const SKEW: u32 = 38;
const DAMP: u32 = 700;
const FIRST_BIAS: u32 = 72;
const FIRST_CODE: u32 = 0x80;

/// Decodes a label without its prefix (section 6.2), in time quadratic in its length; `None` where
/// it is not punycode.
pub(crate) fn decode(label: &str) -> Option<String> {
    let (basic, mut rest) = basic_and_rest(label.as_bytes())?;
    let mut text: Vec<char> = basic.iter().map(|&byte| char::from(byte)).collect();
    let (mut code, mut at, mut bias) = (FIRST_CODE, 0_u32, FIRST_BIAS);
    while !rest.is_empty() {
        let (delta, tail) = integer(rest, bias)?;
        let length = u32::try_from(text.len()).ok()?.checked_add(1)?;
        bias = adapted(delta, length, at == 0);
        at = at.checked_add(delta)?;
        code = code.checked_add(at / length)?;
        at %= length;
        text.insert(at as usize, char::from_u32(code)?);
        at += 1;
        rest = tail;
    }
    Some(text.into_iter().collect())
}

/// `[*basic "-"] *digit`: a delimiter ends basic characters, so there must be some (section 3.1).
fn basic_and_rest(label: &[u8]) -> Option<(&[u8], &[u8])> {
    let delimiter = label.iter().rposition(|&byte| byte == b'-');
    let (basic, rest) = match delimiter {
        Some(0) => return None,
        Some(at) => (&label[..at], &label[at + 1..]),
        None => (&[][..], label),
    };
    basic.is_ascii().then_some((basic, rest))
}

/// One integer of variable length (section 3.3), and the rest.
fn integer(text: &[u8], bias: u32) -> Option<(u32, &[u8])> {
    let (mut value, mut weight, mut position) = (0_u32, 1_u32, 0_u32);
    let mut rest = text;
    while let Some((&byte, tail)) = rest.split_first() {
        let digit = digit(byte)?;
        value = value.checked_add(digit.checked_mul(weight)?)?;
        position += BASE;
        let threshold = position
            .saturating_sub(bias)
            .clamp(LEAST_THRESHOLD, MOST_THRESHOLD);
        if digit < threshold {
            return Some((value, tail));
        }
        weight = weight.checked_mul(BASE - threshold)?;
        rest = tail;
    }
    None
}

/// Section 5: letters of either case are 0 to 25, digits 26 to 35.
fn digit(byte: u8) -> Option<u32> {
    match byte {
        b'a'..=b'z' => Some(u32::from(byte - b'a')),
        b'A'..=b'Z' => Some(u32::from(byte - b'A')),
        b'0'..=b'9' => Some(u32::from(byte - b'0') + 26),
        _ => None,
    }
}

/// The bias for the next integer (section 3.4), once the text has `length` characters.
fn adapted(delta: u32, length: u32, is_first: bool) -> u32 {
    let mut delta = delta / if is_first { DAMP } else { 2 };
    delta += delta / length;
    let mut bias = 0;
    while delta > (BASE - LEAST_THRESHOLD) * MOST_THRESHOLD / 2 {
        delta /= BASE - LEAST_THRESHOLD;
        bias += BASE;
    }
    bias + (BASE - LEAST_THRESHOLD + 1) * delta / (delta + SKEW)
}

#[cfg(test)]
mod tests {
    use super::*;
    use idna::punycode::{decode_to_string, encode_str};

    #[test]
    fn samples_of_the_rfc_are_decoded() {
        let samples = [
            ("ihqwcrb4cv8a8dqg056pqjye", "他们为什么不说中文"),
            ("Proprostnemluvesky-uyb24dma41a", "Pročprostěnemluvíčesky"),
            (
                "PorqunopuedensimplementehablarenEspaol-fmd56a",
                "PorquénopuedensimplementehablarenEspañol",
            ),
            ("d9juau41awczczp", "そのスピードで"),
            ("-> $1.00 <--", "-> $1.00 <-"),
        ];
        for (label, text) in samples {
            assert_eq!(decode(label).as_deref(), Some(text));
        }
    }

    #[test]
    fn idna_decodes_every_short_label_alike() {
        let alphabet = b"ab-9z\xFFA";
        let mut label = Vec::new();
        for number in 0..7_usize.pow(5) {
            label.clear();
            label.extend((0..5).map(|place| alphabet[number / 7_usize.pow(place) % 7]));
            let Ok(label) = std::str::from_utf8(&label) else {
                continue;
            };
            assert_eq!(decode(label), decode_to_string(label), "{label:?}");
        }
    }

    #[test]
    fn idna_decodes_every_character_and_what_is_next_to_it_alike() {
        for character in '\u{80}'..=char::MAX {
            let label = encode_str(&format!("a{character}b{character}")).unwrap();
            let text = decode(&label);
            assert_eq!(text, decode_to_string(&label), "{label:?}");
            assert!(text.unwrap().contains(character));
        }
    }

    #[test]
    fn idna_judges_every_change_of_a_label_alike() {
        let label = encode_str("höst-한국-😁").unwrap();
        for at in 0..label.len() {
            for byte in b' '..=b'~' {
                let mut changed = label.clone().into_bytes();
                changed[at] = byte;
                let changed = String::from_utf8(changed).unwrap();
                assert_eq!(decode(&changed), decode_to_string(&changed), "{changed:?}");
            }
            assert_eq!(decode(&label[..at]), decode_to_string(&label[..at]));
        }
    }

    #[test]
    fn the_bias_turns_at_455() {
        assert_eq!(adapted(2 * 455, 1000, false), 36 * 455 / (455 + 38));
        assert_eq!(adapted(2 * 456, 1000, false), 36 + 36 * 13 / (13 + 38));
    }

    #[test]
    fn numbers_that_do_not_fit_are_refused() {
        for label in ["99999999", "zzzzzzzz", "a-99999999999999999999"] {
            assert_eq!(decode(label), None);
            assert_eq!(decode_to_string(label), None);
        }
    }
}
