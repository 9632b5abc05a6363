//! A line of JSON equals `JSON.stringify` byte for byte, and parses back to the record's values.

use heroku_drain::schema::{FieldType, HEROKU_RUNTIME as SCHEMA};
use heroku_drain::{EventTime, Framing, Indicator, Record, parse_framed, write_ndjson};
use serde_json::{Map, Value};

#[path = "../support/iso.rs"]
mod iso;
use iso::iso;

/// Panics if a record's line is wrong, in any framing.
pub(crate) fn check(payload: &[u8]) {
    let parse_time = some_time(payload);
    for framing in Framing::ALL {
        for record in parse_framed(payload, framing).flatten() {
            check_line(&record, parse_time);
        }
    }
}

/// A time derived from the payload, as far from 1970 as chrono supports.
fn some_time(payload: &[u8]) -> i64 {
    const FARTHEST: i64 = 8_200_000_000_000_000;
    let hash = payload.iter().fold(0_i64, |hash, &byte| {
        hash.wrapping_mul(0x0100_0000_01B3)
            .wrapping_add(byte.into())
    });
    hash % FARTHEST
}

fn check_line(record: &Record<'_>, parse_time: i64) {
    let members = members(record, parse_time);
    let mut out = b"before".to_vec();
    write_ndjson(record, parse_time, &mut out);
    let text = String::from_utf8(out).expect("a line is UTF-8");
    let line = text.strip_prefix("before").expect("a line is appended");
    assert_eq!(line, format!("{}\n", stringify_object(&members)));
    let read: Map<String, Value> = serde_json::from_str(line).expect("a line is JSON");
    assert!(read.into_iter().eq(members), "{line}");
}

/// The members of a record's event, without absent ones.
fn members(record: &Record<'_>, parse_time: i64) -> Vec<(String, Value)> {
    let event_time = record.event_time().map(EventTime::milliseconds);
    let indicator = record.indicator().map(|indicator| {
        let key = match indicator {
            Indicator::IpAddress(_) => "p_any_ip_addresses",
            Indicator::DomainName(_) => "p_any_domain_names",
        };
        (key, vec![indicator.text().to_owned()].into())
    });
    let fields = SCHEMA
        .fields
        .iter()
        .enumerate()
        .filter_map(|(index, field)| {
            let value = match field.field_type {
                FieldType::Int => record.integer(index)?.into(),
                FieldType::String | FieldType::Timestamp => record.text(index)?.into_owned().into(),
            };
            Some((field.name, value))
        });
    let added = [
        ("p_log_type", SCHEMA.name.into()),
        ("p_event_time", iso(event_time.unwrap_or(parse_time)).into()),
        ("p_parse_time", iso(parse_time).into()),
    ];
    let members = fields.chain(added).chain(indicator);
    members.map(|(key, value)| (key.into(), value)).collect()
}

fn stringify_object(members: &[(String, Value)]) -> String {
    let members: Vec<_> = members
        .iter()
        .map(|(key, value)| format!("\"{key}\":{}", stringify(value)))
        .collect();
    format!("{{{}}}", members.join(","))
}

/// `JSON.stringify` (ECMA-262, section 25.5.2), character by character.
fn stringify(value: &Value) -> String {
    match value {
        Value::String(text) => format!("\"{}\"", text.chars().map(escaped).collect::<String>()),
        Value::Array(values) => {
            let values: Vec<_> = values.iter().map(stringify).collect();
            format!("[{}]", values.join(","))
        }
        Value::Number(number) => number.to_string(),
        other => panic!("no event has a member {other}"),
    }
}

fn escaped(character: char) -> String {
    match character {
        '"' => "\\\"".into(),
        '\\' => "\\\\".into(),
        '\u{8}' => "\\b".into(),
        '\u{C}' => "\\f".into(),
        '\n' => "\\n".into(),
        '\r' => "\\r".into(),
        '\t' => "\\t".into(),
        '\0'..=' ' if character != ' ' => format!("\\u{:04x}", u32::from(character)),
        _ => character.into(),
    }
}
