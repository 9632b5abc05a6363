//! Records as JSON, one a line.

use crate::calendar::Date;
use crate::escapes::{BLOCK, plain_length};
use crate::indicator::Indicator;
use crate::record::{Record, TIMESTAMP};
use crate::schema::{FieldType, HEROKU_RUNTIME as SCHEMA};
use crate::timestamp::EventTime;
use crate::values::FIELDS;

/// Appends a record as one line of JSON, which ends with a line feed. Without it, the line is byte for
/// byte what `JSON.stringify` returns for the record that `parse` returns in JavaScript.
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
///         r#""p_parse_time":"1970-01-01T00:00:00.000Z"}"#,
///         "\n",
///     )
/// );
/// ```
pub fn write_ndjson(record: &Record<'_>, parse_time: i64, out: &mut Vec<u8>) {
    write_start(record, parse_time, out);
    write_tail(record, parse_time, out);
}

/// The fields, the log type and the event time, up to its last digit.
pub(crate) fn write_start(record: &Record<'_>, parse_time: i64, out: &mut Vec<u8>) {
    // Enough for the unescaped text, the keys and two dates: most records need no more.
    out.reserve(record.span().len() + 400);
    let start = out.len();
    let mut follows_text = false;
    for (index, field) in SCHEMA.fields.iter().enumerate() {
        if !record.is_absent(index) {
            KEYS[usize::from(follows_text)][index].write(out);
            write_value(record, index, out);
            follows_text = field.field_type != FieldType::Int;
        }
    }
    LOG_TYPE[usize::from(follows_text)].write(out);
    write_event_time(record, parse_time, out);
    if let Some(comma) = out.get_mut(start) {
        *comma = b'{';
    }
}

/// The end of the line, which is the same for records of one parse time and host name.
pub(crate) fn write_tail(record: &Record<'_>, parse_time: i64, out: &mut Vec<u8>) {
    out.extend_from_slice(b"Z\",\"p_parse_time\":\"");
    write_time(parse_time, out);
    out.extend_from_slice(b"Z\"");
    if let Some(indicator) = record.indicator() {
        let key: &[u8] = match indicator {
            Indicator::IpAddress(_) => b",\"p_any_ip_addresses\":[",
            Indicator::DomainName(_) => b",\"p_any_domain_names\":[",
        };
        out.extend_from_slice(key);
        write_quoted(indicator.text(), out);
        out.push(b']');
    }
    out.extend_from_slice(b"}\n");
}

/// A text that is known at compile time, in a block that is copied whole.
#[derive(Clone, Copy)]
struct Piece<const N: usize> {
    block: [u8; N],
    length: usize,
}

impl<const N: usize> Piece<N> {
    const fn of(parts: &[&str]) -> Self {
        let (mut block, mut length) = ([0; N], 0);
        let mut part = 0;
        while part < parts.len() {
            let (bytes, mut at) = (parts[part].as_bytes(), 0);
            while at < bytes.len() {
                block[length] = bytes[at];
                length += 1;
                at += 1;
            }
            part += 1;
        }
        Self { block, length }
    }

    #[inline(always)]
    fn write(&self, out: &mut Vec<u8>) {
        write_block(&self.block, self.length, out);
    }
}

/// The text before each field's value: after a number, and after a text, whose quote it closes. The
/// comma of a line's first key becomes its brace.
const KEYS: [[Piece<16>; FIELDS]; 2] = [keys(""), keys("\"")];

const fn keys(closing_quote: &str) -> [Piece<16>; FIELDS] {
    let mut keys = [Piece::of(&[]); FIELDS];
    let mut index = 0;
    while index < FIELDS {
        let field = &SCHEMA.fields[index];
        let quote = quote(field.field_type);
        keys[index] = Piece::of(&[closing_quote, ",\"", field.name, "\":", quote]);
        index += 1;
    }
    keys
}

/// The text before the event time, likewise.
const LOG_TYPE: [Piece<48>; 2] = [log_type(""), log_type("\"")];

const fn log_type(closing_quote: &str) -> Piece<48> {
    let (key, next_key) = (",\"p_log_type\":\"", "\",\"p_event_time\":\"");
    Piece::of(&[closing_quote, key, SCHEMA.name, next_key])
}

/// The quotes around a value of a type.
const fn quote(field_type: FieldType) -> &'static str {
    match field_type {
        FieldType::Int => "",
        FieldType::String | FieldType::Timestamp => "\"",
    }
}

/// The value of a field, without quotes.
fn write_value(record: &Record<'_>, index: usize, out: &mut Vec<u8>) {
    let (text, length) = record.payload_from(index);
    match SCHEMA.fields[index].field_type {
        // Without a sign or leading zeros, digits are a number in JSON too.
        FieldType::Int if matches!(text, [b'1'..=b'9', ..]) => write_escaped(text, length, out),
        FieldType::Int => write_integer(record.integer(index).unwrap_or_default(), out),
        _ if record.is_utf8() => write_escaped(text, length, out),
        FieldType::String | FieldType::Timestamp => write_repaired(&text[..length], out),
    }
}

/// The event time up to its Z. A timestamp in UTC with milliseconds, and this one is known to be a
/// timestamp, begins with that very text.
fn write_event_time(record: &Record<'_>, parse_time: i64, out: &mut Vec<u8>) {
    let timestamp = record.bytes(TIMESTAMP).unwrap_or_default();
    let in_utc = timestamp.strip_suffix(b"+00:00").unwrap_or_default();
    if let Some(to_the_millisecond) = in_utc.first_chunk::<23>() {
        out.extend_from_slice(to_the_millisecond);
        return;
    }
    let event_time = record.event_time().map(EventTime::milliseconds);
    write_time(event_time.unwrap_or(parse_time), out);
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

/// `Date.prototype.toISOString` (ECMA-262, section 21.4.1.32) up to its Z: years beyond 0 to 9999
/// have a sign and six digits.
fn write_time(milliseconds: i64, out: &mut Vec<u8>) {
    let Date { year, month, day } = Date::from_days_since_1970(milliseconds.div_euclid(DAY));
    // OK because: a day has fewer milliseconds than 32 bits count.
    let time = u32::try_from(milliseconds.rem_euclid(DAY)).unwrap_or_default();
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
    write_digits::<3>(time, out);
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

fn write_quoted(text: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    write_escaped(text.as_bytes(), text.len(), out);
    out.push(b'"');
}

/// Text with the escapes of `JSON.stringify`; invalid UTF-8 becomes U+FFFD.
fn write_repaired(text: &[u8], out: &mut Vec<u8>) {
    for chunk in text.utf8_chunks() {
        write_escaped(chunk.valid().as_bytes(), chunk.valid().len(), out);
        if !chunk.invalid().is_empty() {
            out.extend_from_slice("\u{FFFD}".as_bytes());
        }
    }
}

/// The first `length` bytes of a text, which is UTF-8, with the escapes of `JSON.stringify`.
///
/// Whole blocks are read and written, so it is faster if more bytes follow.
fn write_escaped(mut text: &[u8], mut length: usize, out: &mut Vec<u8>) {
    while let Some((block, rest)) = text.split_first_chunk() {
        let plain = plain_length(block);
        if plain == BLOCK && length > BLOCK {
            out.extend_from_slice(block);
            text = rest;
            length -= BLOCK;
            continue;
        }
        write_block(block, plain.min(length), out);
        if plain >= length {
            return;
        }
        write_escape(block[plain], out);
        text = &text[plain + 1..];
        length -= plain + 1;
    }
    write_last(text, length, out);
}

/// The same of less than a block.
#[cold]
#[inline(never)]
fn write_last(text: &[u8], length: usize, out: &mut Vec<u8>) {
    let mut padded = [0; 2 * BLOCK];
    padded[..text.len()].copy_from_slice(text);
    write_escaped(&padded, length, out);
}

/// Appends the first `length` bytes of a block. Copying as many bytes as are known when this is
/// compiled takes no call.
#[inline(always)]
fn write_block<const N: usize>(block: &[u8; N], length: usize, out: &mut Vec<u8>) {
    let end = out.len() + length;
    out.extend_from_slice(block);
    out.truncate(end);
}

#[inline(always)]
fn write_escape(byte: u8, out: &mut Vec<u8>) {
    if byte < b' ' {
        write_control(byte, out);
    } else {
        out.extend_from_slice(&[b'\\', byte]);
    }
}

#[inline(never)]
fn write_control(byte: u8, out: &mut Vec<u8>) {
    let letter = match byte {
        0x08 => b'b',
        b'\t' => b't',
        b'\n' => b'n',
        0x0C => b'f',
        b'\r' => b'r',
        _ => {
            let hex = |half: u8| b"0123456789abcdef"[usize::from(half)];
            let [high, low] = [hex(byte >> 4), hex(byte & 15)];
            return out.extend_from_slice(&[b'\\', b'u', b'0', b'0', high, low]);
        }
    };
    out.extend_from_slice(&[b'\\', letter]);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::Framing;
    use crate::lines::LineWriter;
    use chrono::{DateTime, Datelike, Timelike};
    use serde_json::{Map, Value};

    #[test]
    fn keys_close_the_text_before_them_and_open_their_own() {
        let text = |piece: &[u8], length| String::from_utf8(piece[..length].to_vec()).unwrap();
        for quote in ["", "\""] {
            for (field, key) in SCHEMA.fields.iter().zip(keys(quote)) {
                let opening = match field.field_type {
                    FieldType::Int => "",
                    FieldType::String | FieldType::Timestamp => "\"",
                };
                let expected = format!("{quote},\"{}\":{opening}", field.name);
                assert_eq!(text(&key.block, key.length), expected);
            }
            let log_type = log_type(quote);
            let expected = format!("{quote},\"p_log_type\":\"Heroku.Runtime\",\"p_event_time\":\"");
            assert_eq!(text(&log_type.block, log_type.length), expected);
        }
    }

    /// The second opinion: the record as a value, which serde writes.
    fn line_by_serde(record: &Record<'_>, parse_time: i64) -> String {
        let mut event = Map::new();
        for (index, field) in SCHEMA.fields.iter().enumerate() {
            let value = match field.field_type {
                FieldType::Int => record.integer(index).map(Value::from),
                FieldType::String | FieldType::Timestamp => {
                    record.text(index).map(|text| text.into_owned().into())
                }
            };
            event.extend(value.map(|value| (field.name.to_owned(), value)));
        }
        let event_time = record
            .event_time()
            .map_or(parse_time, EventTime::milliseconds);
        let log_type = Value::from(SCHEMA.name);
        event.insert("p_log_type".into(), log_type);
        event.insert("p_event_time".into(), time_by_chrono(event_time).into());
        event.insert("p_parse_time".into(), time_by_chrono(parse_time).into());
        if let Some(indicator) = record.indicator() {
            let key = match indicator {
                Indicator::IpAddress(_) => "p_any_ip_addresses",
                Indicator::DomainName(_) => "p_any_domain_names",
            };
            event.insert(key.into(), vec![indicator.text()].into());
        }
        format!("{}\n", Value::Object(event))
    }

    fn time_by_chrono(milliseconds: i64) -> String {
        let time = DateTime::from_timestamp_millis(milliseconds).unwrap();
        let (year, month, day) = (time.year(), time.month(), time.day());
        let year = match year {
            0..=9999 => format!("{year:04}"),
            _ => format!("{year:+07}"),
        };
        let (hour, minute, second) = (time.hour(), time.minute(), time.second());
        let millisecond = time.timestamp_subsec_millis();
        format!("{year}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{millisecond:03}Z")
    }

    /// Checks the lines of a payload, and returns how many there are.
    fn check_lines(payload: &[u8], framing: Framing, parse_time: i64) -> usize {
        let mut writer = LineWriter::new(parse_time);
        let (mut alone, mut in_turn, mut expected) = (vec![], vec![], String::new());
        for record in crate::parse_framed(payload, framing).flatten() {
            write_ndjson(&record, parse_time, &mut alone);
            writer.write(&record, &mut in_turn);
            expected += &line_by_serde(&record, parse_time);
        }
        assert_eq!(String::from_utf8_lossy(&alone), expected, "{payload:?}");
        assert_eq!(String::from_utf8_lossy(&in_turn), expected, "{payload:?}");
        expected.lines().count()
    }

    /// Values of each field, ordinary ones and edge cases.
    const VALUES: [&[&str]; FIELDS] = [
        &[
            "",
            "-",
            "0",
            "7",
            "007",
            "+7",
            "-7",
            "123",
            "2147483647",
            "-2147483648",
        ],
        &["", "-", "0", "190", "0190", "+190", "-1", "999"],
        &["1", "-", "", "1\"", "\u{7F}\u{80}"],
        &[
            "2024-05-29T07:07:25.193493+00:00",
            "2024-05-29T07:07:25.193493+00:00",
            "-",
            "",
            "1969-12-31T23:59:59.9999999+00:00",
            "2024-05-29T07:07:25.193+00:00",
            "2024-05-29T07:07:25.19+00:00",
            "2024-05-29T07:07:25+00:00",
            "2024-05-29T07:07:25.193493-00:00",
            "2024-05-29T07:07:25.193493Z",
            "2024-05-29T07:07:25.193493+09:00",
            "0000-01-01T00:00:00.000000+23:59",
            "0000-01-01T00:00:00.000000+00:00",
            "9999-12-31T23:59:59.999999-23:59",
        ],
        &[
            "host",
            "host",
            "-",
            "",
            "d.1f2e3d4c-0000-4000-8000-0123456789ab",
            "d.1f2e3d4c-0000-4000-8000-0123456789aB",
            "192.0.2.1",
            "::ffff:192.0.2.1",
            "\u{A0}host\u{A0}",
            "\u{A0}",
            "xn--bcher-kva.example",
            "a\"b\\c\u{1}",
        ],
        &["app", "heroku", "-", ""],
        &[
            "web.1",
            "router",
            "heroku-postgres",
            "-",
            "",
            "\\\\\\\\\\\\\\\\\\\\",
        ],
        &["-", "", "ID47"],
        &[
            "Listening.",
            "",
            "-",
            "at=info path=\"/\" host=shop.example.com fwd=\"203.0.113.7\" tls=true",
            "{\"level\":\"info\",\"message\":\"order\\tplaced\"}",
            "\u{1B}[36mZo\u{EB}\u{1B}[0m \u{1F6B2}\t\u{8}\u{C}\r\0",
        ],
    ];

    /// Multiplied and shifted as in `SplitMix64`, so that a seed reproduces a run.
    fn random(state: &mut u64, below: usize) -> usize {
        *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (*state ^ (*state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        usize::try_from(mixed >> 40).unwrap() % below
    }

    /// Fields between the pattern's literals, now and then with a byte that is not UTF-8.
    fn random_line(state: &mut u64) -> Vec<u8> {
        let mut line = Vec::new();
        for (index, values) in VALUES.iter().enumerate() {
            line.extend(values[random(state, values.len())].bytes());
            line.extend([" <", ">", " ", " ", " ", " ", " ", " ", "\n"][index].bytes());
        }
        if random(state, 4) == 0 {
            let at = random(state, line.len());
            line[at] |= 0x80;
        }
        line
    }

    #[test]
    fn lines_are_what_serde_writes() {
        let times = [
            0,
            -1,
            1_716_966_445_193,
            -62_167_219_200_001,
            253_402_300_800_000,
        ];
        let mut count = 0;
        for seed in 0..4000 {
            let mut state = seed;
            let payload: Vec<u8> = (0..8).flat_map(|_| random_line(&mut state)).collect();
            let end = payload.len() - random(&mut state, 20);
            count += check_lines(
                &payload[..end],
                Framing::Lines,
                times[random(&mut state, 5)],
            );
        }
        assert!(count > 10_000, "only {count} records");
    }

    #[test]
    fn a_payload_may_end_anywhere() {
        let payload = b"9 <190>1 2024-05-29T07:07:25.193493+00:00 host app web.1 - say \"Hi.\"";
        for end in 0..=payload.len() {
            check_lines(&payload[..end], Framing::Lines, 0);
        }
    }

    #[test]
    fn texts_of_all_lengths_with_an_escape_at_every_place() {
        for length in 0..=200 {
            for at in 0..length {
                for (byte, behind) in [(b'"', 0), (b'\\', 1), (b'\n', 16), (b'\x1B', 50)] {
                    let mut text = vec![b'x'; length + behind];
                    text[at] = byte;
                    check_escaped(&text, length);
                }
            }
            check_escaped(&vec![b'x'; length], length);
            check_escaped(&vec![b'"'; length + 20], length);
            check_escaped(&vec![b'\0'; length + 8], length);
        }
    }

    fn check_escaped(text: &[u8], length: usize) {
        let mut out = vec![b'"'];
        write_escaped(text, length, &mut out);
        out.push(b'"');
        let expected = str::from_utf8(&text[..length]).unwrap();
        assert_eq!(out, serde_json::to_vec(expected).unwrap());
    }

    fn date(milliseconds: i64) -> String {
        let mut out = Vec::new();
        write_time(milliseconds, &mut out);
        format!("\"{}Z\"", String::from_utf8(out).unwrap())
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
            assert_eq!(escaped(byte), expected);
        }
        assert_eq!(escaped(0x80), "\u{FFFD}");
    }
}
