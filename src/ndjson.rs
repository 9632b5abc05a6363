//! Records as JSON, one a line.

use std::io::Write;

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
    out.push(b'{');
    for (index, field) in SCHEMA.fields.iter().enumerate() {
        let Some(bytes) = record.bytes(index) else {
            continue;
        };
        write_key(field.name, out);
        match field.field_type {
            FieldType::Int => write_integer(record.integer(index).unwrap_or_default(), out),
            FieldType::String | FieldType::Timestamp => write_string(bytes, out),
        }
        out.push(b',');
    }
    write_key("p_log_type", out);
    write_string(SCHEMA.name.as_bytes(), out);
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
            write_string(indicator.text().as_bytes(), out);
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
    // OK because: writing to a Vec cannot fail.
    let _ = write!(out, "{integer}");
}

/// `Date.prototype.toISOString` (ECMA-262, section 21.4.1.32): years beyond 0 to 9999 have a sign
/// and six digits.
fn write_date(milliseconds: i64, out: &mut Vec<u8>) {
    let Date { year, month, day } = Date::from_days_since_1970(milliseconds.div_euclid(DAY));
    let time = milliseconds.rem_euclid(DAY);
    let (hour, minute) = (time / 3_600_000, time / 60_000 % 60);
    let (second, fraction) = (time / 1000 % 60, time % 1000);
    // OK because: writing to a Vec cannot fail.
    let _ = match year {
        0..=9999 => write!(out, "\"{year:04}"),
        _ => write!(out, "\"{year:+07}"),
    };
    let _ = write!(
        out,
        "-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{fraction:03}Z\""
    );
}

/// In milliseconds.
const DAY: i64 = 86_400_000;

/// A JSON string with the escapes of `JSON.stringify`; bytes that are not UTF-8 become U+FFFD.
fn write_string(text: &[u8], out: &mut Vec<u8>) {
    out.push(b'"');
    for chunk in text.utf8_chunks() {
        write_escaped(chunk.valid(), out);
        if !chunk.invalid().is_empty() {
            out.extend_from_slice("\u{FFFD}".as_bytes());
        }
    }
    out.push(b'"');
}

fn write_escaped(text: &str, out: &mut Vec<u8>) {
    let mut rest = text.as_bytes();
    while let Some(at) = rest.iter().position(|&byte| needs_escape(byte)) {
        out.extend_from_slice(&rest[..at]);
        write_escape(rest[at], out);
        rest = &rest[at + 1..];
    }
    out.extend_from_slice(rest);
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
            // OK because: writing to a Vec cannot fail.
            let _ = write!(out, "\\u{byte:04x}");
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
    fn every_control_character_is_escaped_as_javascript_does() {
        let escaped = |byte: u8| {
            let mut out = Vec::new();
            write_string(&[byte], &mut out);
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
