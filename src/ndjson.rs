//! Records as JSON, one a line.

use crate::calendar::Date;
use crate::indicator::Indicator;
use crate::record::Record;
use crate::schema::{FieldType, HEROKU_RUNTIME as SCHEMA};
use crate::timestamp::EventTime;

/// Appends a record as one line of JSON, byte for byte what `JSON.stringify` makes of the record
/// that `parse` gives in JavaScript, and a line feed.
///
/// `parse_time` is in milliseconds since 1970-01-01T00:00:00Z, at most the 8.64e15 on either side of
/// it that a JavaScript `Date` can hold.
///
/// ```
/// let payload = b"21 <190>1 - - - - - Hi.\n";
/// let record = heroku_drain::parse(payload).next().unwrap().unwrap();
/// let mut lines = Vec::new();
/// heroku_drain::write_ndjson(&record, 0, &mut lines);
/// assert_eq!(
///     String::from_utf8(lines).unwrap(),
///     concat!(
///         r#"{"message_len":21,"priority":190,"version":"1","message":"Hi.","#,
///         r#""p_log_type":"Heroku.Runtime","p_event_time":"1970-01-01T00:00:00.000Z","#,
///         r#""p_parse_time":"1970-01-01T00:00:00.000Z","#,
///         r#""p_any_ip_addresses":[],"p_any_domain_names":[]}"#,
///         "\n",
///     )
/// );
/// ```
pub fn write_ndjson(record: &Record<'_>, parse_time: i64, out: &mut Vec<u8>) {
    // Room for the text as it stands, the keys and two dates: most records need no more.
    out.reserve(record.span().len() + 400);
    out.push(b'{');
    for (index, field) in SCHEMA.fields.iter().enumerate() {
        let Some(bytes) = record.bytes(index) else {
            continue;
        };
        write_key(field.name, out);
        match field.field_type {
            FieldType::Int => write_integer(record.integer(index).unwrap_or_default(), out),
            FieldType::String | FieldType::Timestamp if record.is_utf8() => write_text(bytes, out),
            FieldType::String | FieldType::Timestamp => write_repaired(bytes, out),
        }
        out.push(b',');
    }
    write_key("p_log_type", out);
    write_text(SCHEMA.name.as_bytes(), out);
    let event_time = record
        .event_time()
        .map_or(parse_time, EventTime::milliseconds);
    for (key, time) in [("p_event_time", event_time), ("p_parse_time", parse_time)] {
        out.push(b',');
        write_key(key, out);
        write_date(time, out);
    }
    write_indicators(record, out);
    out.extend_from_slice(b"}\n");
}

fn write_indicators(record: &Record<'_>, out: &mut Vec<u8>) {
    let indicator = record.indicator();
    let is_address = matches!(indicator, Some(Indicator::IpAddress(_)));
    for (key, wants_address) in [("p_any_ip_addresses", true), ("p_any_domain_names", false)] {
        out.push(b',');
        write_key(key, out);
        out.push(b'[');
        if let Some(indicator) = &indicator
            && is_address == wants_address
        {
            write_text(indicator.text().as_bytes(), out);
        }
        out.push(b']');
    }
}

/// A name of the schema, which needs no escapes.
fn write_key(name: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    out.extend_from_slice(name.as_bytes());
    out.extend_from_slice(b"\":");
}

fn write_integer(integer: i32, out: &mut Vec<u8>) {
    if integer < 0 {
        out.push(b'-');
    }
    let mut digits = [b'0'; 10];
    let mut start = digits.len();
    let mut rest = integer.unsigned_abs();
    while rest > 0 || start == digits.len() {
        start -= 1;
        digits[start] = digit(rest);
        rest /= 10;
    }
    out.extend_from_slice(&digits[start..]);
}

/// The last decimal digit of a number.
fn digit(number: u32) -> u8 {
    b"0123456789"[number as usize % 10]
}

/// `Date.prototype.toISOString` (ECMA-262, section 21.4.1.32): years beyond 0 to 9999 have a sign
/// and six digits.
fn write_date(milliseconds: i64, out: &mut Vec<u8>) {
    let Date { year, month, day } = Date::from_days_since_1970(milliseconds.div_euclid(DAY));
    // OK because: a day has fewer milliseconds than 32 bits count.
    let time = u32::try_from(milliseconds.rem_euclid(DAY)).unwrap_or_default();
    out.push(b'"');
    if (0..=9999).contains(&year) {
        write_digits::<4>(year.unsigned_abs(), out);
    } else {
        out.push(if year < 0 { b'-' } else { b'+' });
        write_digits::<6>(year.unsigned_abs(), out);
    }
    for (mark, number) in [
        (b'-', month),
        (b'-', day),
        (b'T', time / 3_600_000),
        (b':', time / 60_000 % 60),
        (b':', time / 1000 % 60),
    ] {
        out.push(mark);
        write_digits::<2>(number, out);
    }
    out.push(b'.');
    write_digits::<3>(time % 1000, out);
    out.extend_from_slice(b"Z\"");
}

/// In milliseconds.
const DAY: i64 = 86_400_000;

/// The last `N` decimal digits of a number.
fn write_digits<const N: usize>(mut number: u32, out: &mut Vec<u8>) {
    let mut digits = [0; N];
    for place in digits.iter_mut().rev() {
        *place = digit(number);
        number /= 10;
    }
    out.extend_from_slice(&digits);
}

/// A JSON string with the escapes of `JSON.stringify`, of UTF-8.
fn write_text(text: &[u8], out: &mut Vec<u8>) {
    out.push(b'"');
    write_escaped(text, out);
    out.push(b'"');
}

/// The same of any bytes: what is not UTF-8 becomes U+FFFD.
fn write_repaired(text: &[u8], out: &mut Vec<u8>) {
    out.push(b'"');
    for chunk in text.utf8_chunks() {
        write_escaped(chunk.valid().as_bytes(), out);
        if !chunk.invalid().is_empty() {
            out.extend_from_slice("\u{FFFD}".as_bytes());
        }
    }
    out.push(b'"');
}

fn write_escaped(text: &[u8], out: &mut Vec<u8>) {
    let mut rest = text;
    while let Some((&byte, tail)) = rest[plain_length(rest)..].split_first() {
        out.extend_from_slice(&rest[..rest.len() - tail.len() - 1]);
        write_escape(byte, out);
        rest = tail;
    }
    out.extend_from_slice(rest);
}

/// How many bytes there are before the first that needs an escape; eight are looked at at a time.
fn plain_length(text: &[u8]) -> usize {
    let mut length = 0;
    while let Some(word) = text[length..].first_chunk() {
        let word = u64::from_le_bytes(*word);
        let escapes =
            below_space(word) | zero_bytes(word ^ (ALL * 0x22)) | zero_bytes(word ^ (ALL * 0x5C));
        if escapes != 0 {
            return length + escapes.trailing_zeros() as usize / 8;
        }
        length += 8;
    }
    let rest = &text[length..];
    length
        + rest
            .iter()
            .position(|&byte| needs_escape(byte))
            .unwrap_or(rest.len())
}

/// A one in every byte.
const ALL: u64 = 0x0101_0101_0101_0101;

/// The top bit of the lowest byte that is zero, and of some above it.
const fn zero_bytes(word: u64) -> u64 {
    word.wrapping_sub(ALL) & !word & (ALL * 0x80)
}

/// The top bit of the lowest byte that is below 0x20, and of some above it.
const fn below_space(word: u64) -> u64 {
    word.wrapping_sub(ALL * 0x20) & !word & (ALL * 0x80)
}

fn needs_escape(byte: u8) -> bool {
    byte < 0x20 || byte == b'"' || byte == b'\\'
}

fn write_escape(byte: u8, out: &mut Vec<u8>) {
    let letter = match byte {
        b'"' | b'\\' => byte,
        0x08 => b'b',
        b'\t' => b't',
        b'\n' => b'n',
        0x0C => b'f',
        b'\r' => b'r',
        _ => {
            let hex = |half: u8| b"0123456789abcdef"[usize::from(half)];
            out.extend_from_slice(b"\\u00");
            out.extend_from_slice(&[hex(byte >> 4), hex(byte & 15)]);
            return;
        }
    };
    out.extend_from_slice(&[b'\\', letter]);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(milliseconds: i64) -> String {
        let mut out = Vec::new();
        write_date(milliseconds, &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn dates_are_written_as_javascript_does() {
        assert_eq!(date(0), r#""1970-01-01T00:00:00.000Z""#);
        assert_eq!(date(-1), r#""1969-12-31T23:59:59.999Z""#);
        assert_eq!(date(1_716_966_445_193), r#""2024-05-29T07:07:25.193Z""#);
        assert_eq!(date(-62_167_219_200_000), r#""0000-01-01T00:00:00.000Z""#);
        assert_eq!(
            date(-62_167_219_200_001),
            r#""-000001-12-31T23:59:59.999Z""#
        );
        assert_eq!(
            date(253_402_300_800_000),
            r#""+010000-01-01T00:00:00.000Z""#
        );
        assert_eq!(
            date(8_640_000_000_000_000),
            r#""+275760-09-13T00:00:00.000Z""#
        );
        assert_eq!(
            date(-8_640_000_000_000_000),
            r#""-271821-04-20T00:00:00.000Z""#
        );
    }

    #[test]
    fn integers_of_all_lengths() {
        for integer in [0, 7, -1, 10, 191, i32::MAX, i32::MIN] {
            let mut out = Vec::new();
            write_integer(integer, &mut out);
            assert_eq!(out, integer.to_string().as_bytes());
        }
    }

    #[test]
    fn an_escape_is_found_at_every_place() {
        for byte in 0..=255 {
            for at in 0..20 {
                for other in [b' ', 0x7F, 0x80, 0xFF, b'!', b'[', b'#'] {
                    let mut text = [other; 20];
                    text[at] = byte;
                    let expected = text.iter().position(|&byte| needs_escape(byte));
                    assert_eq!(plain_length(&text), expected.unwrap_or(20));
                }
            }
        }
    }

    #[test]
    fn every_control_character_is_escaped_as_javascript_does() {
        let escaped = |byte: u8| {
            let mut out = Vec::new();
            write_repaired(&[byte], &mut out);
            String::from_utf8(out).unwrap()
        };
        for byte in 0..0x80 {
            let expected = match byte {
                0x08 => "\\b".into(),
                0x09 => "\\t".into(),
                0x0A => "\\n".into(),
                0x0C => "\\f".into(),
                0x0D => "\\r".into(),
                0..0x20 => format!("\\u{byte:04x}"),
                b'"' => "\\\"".into(),
                b'\\' => "\\\\".into(),
                _ => char::from(byte).to_string(),
            };
            assert_eq!(escaped(byte), format!("\"{expected}\""));
        }
        assert_eq!(escaped(0x80), "\"\u{FFFD}\"");
    }
}
