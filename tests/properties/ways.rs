//! The parser's functions agree with each other.

use heroku_drain::schema::{FieldType, HEROKU_RUNTIME};
use heroku_drain::{Framing, Problem, Record, Segment, explain, parse, parse_framed, write_ndjson};
use serde_json::{Map, Value, json};

use super::runs::{Runs, Verdict, same};
use super::twin::{Indicator, Stretch};
use super::{compare, payloads, twin};

#[path = "../support/iso.rs"]
mod iso;
use iso::iso;

#[test]
fn parse_and_explain_tell_the_same() {
    Runs::new(8_000).check_payloads(payloads::any, |payload| {
        let by_default = results(parse(payload));
        let framed = |framing| results(parse_framed(payload, framing));
        same("parse", &by_default, &framed(Framing::Auto))?;
        Framing::ALL.into_iter().try_for_each(|framing| {
            let mut explained = compare::stretches(payload, framing);
            explained.retain(|it| !matches!(it, Stretch::Gap(_)));
            same("parse_framed", &framed(framing), &explained)
        })
    });
}

fn results<'p>(results: impl Iterator<Item = Result<Record<'p>, Problem>>) -> Vec<Stretch> {
    let stretch = |result| match result {
        Ok(record) => Stretch::Record(Box::new(compare::record(&record))),
        Err(problem) => Stretch::Error(problem),
    };
    results.map(stretch).collect()
}

#[test]
fn a_record_tells_the_same_whichever_way_it_is_asked() {
    Runs::new(8_000).check_payloads(payloads::any, |payload| {
        records(payload).try_for_each(|record| {
            fields_by_name_and_index(&record)?;
            same(
                "is_odd",
                &record.is_odd(),
                &record.warnings().next().is_some(),
            )?;
            let is_known = record.priority().is_some_and(|it| (0..=191).contains(&it));
            same("prival", &record.prival().is_some(), &is_known)?;
            same("integer", &record.integer(0), &record.message_len())?;
            same("integer", &record.integer(1), &record.priority())?;
            times_in_both_units(&record)
        })
    });
}

/// The records of a payload in every framing.
fn records(payload: &[u8]) -> impl Iterator<Item = Record<'_>> {
    let segments = |framing| explain(payload, framing);
    Framing::ALL
        .into_iter()
        .flat_map(segments)
        .filter_map(|segment| match segment {
            Segment::Record(record) => Some(record),
            _ => None,
        })
}

fn fields_by_name_and_index(record: &Record<'_>) -> Verdict {
    let named = [
        record.version(),
        record.timestamp(),
        record.host_name(),
        record.app_name(),
        record.process_id(),
        record.message_id(),
        record.message(),
    ];
    (2..).zip(named).try_for_each(|(index, value)| {
        same("is_absent", &record.is_absent(index), &value.is_none())?;
        same("text", &record.text(index), &value)
    })
}

fn times_in_both_units(record: &Record<'_>) -> Verdict {
    record.event_time().map_or(Ok(()), |time| {
        let expected = time.microseconds().div_euclid(1000);
        same("milliseconds", &time.milliseconds(), &expected)
    })
}

#[test]
fn lines_of_json_hold_the_values() {
    Runs::new(8_000).check_payloads(payloads::any, |payload| {
        records(payload).try_for_each(|record| {
            let mut line = vec![];
            write_ndjson(&record, -1, &mut line);
            let line_end = line.iter().position(|&byte| byte == b'\n');
            same("the line end", &line_end, &line.len().checked_sub(1))?;
            let found: Value = serde_json::from_slice(&line).map_err(|why| why.to_string())?;
            let expected = event(&compare::record(&record), -1);
            same("a line of JSON", &found.to_string(), &expected.to_string())
        })
    });
}

/// The event of a record.
fn event(record: &twin::Record, parse_time: i64) -> Value {
    let mut event = Map::new();
    let integers = [record.message_len, record.priority];
    for (index, field) in HEROKU_RUNTIME.fields.iter().enumerate() {
        let value = match field.field_type {
            FieldType::Int => integers[index].map(Value::from),
            FieldType::String | FieldType::Timestamp => {
                record.fields[index].value.clone().map(Value::from)
            }
        };
        event.extend(value.map(|value| (field.name.to_owned(), value)));
    }
    let event_time = record
        .event_time
        .map_or(parse_time, |time| time.div_euclid(1000));
    event.insert("p_log_type".into(), json!("Heroku.Runtime"));
    event.insert("p_event_time".into(), json!(iso(event_time)));
    event.insert("p_parse_time".into(), json!(iso(parse_time)));
    let (key, text) = match &record.indicator {
        Some(Indicator::IpAddress(text)) => ("p_any_ip_addresses", text),
        Some(Indicator::DomainName(text)) => ("p_any_domain_names", text),
        None => return event.into(),
    };
    event.insert(key.into(), json!([text]));
    event.into()
}
