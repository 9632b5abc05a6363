//! Encoded records are parsed back unchanged.

use heroku_drain::{Framing, Kind, Span};

use super::compare::stretches;
use super::payloads::{self, frame};
use super::runs::{Runs, Verdict, same};
use super::twin::{Indicator, Record, Stretch};

// ---- Well-formed payloads ----

/// Messages with any content, including nested frames, cannot forge a record or a boundary.
#[test]
fn well_formed_frames_are_never_second_guessed() {
    Runs::new(8_000).check(payloads::well_formed, |frames| {
        let payload = frames.concat();
        [Framing::Auto, Framing::OctetCounting]
            .into_iter()
            .try_for_each(|framing| {
                let found = stretches(&payload, framing);
                same("spans", &spans(&found), &spans_of(frames))?;
                found.iter().zip(frames).try_for_each(|(found, frame)| {
                    let alone = stretches(frame, framing);
                    same("a frame alone", &outcome(found), &outcome(&alone[0]))
                })
            })
    });
}

/// The spans of the frames.
fn spans_of(frames: &[Vec<u8>]) -> Vec<Span> {
    let mut end = 0;
    let span = |frame: &Vec<u8>| {
        let start = end;
        end += frame.len();
        Span::new(start, end)
    };
    frames.iter().map(span).collect()
}

fn spans(stretches: &[Stretch]) -> Vec<Span> {
    let span = |stretch: &Stretch| match stretch {
        Stretch::Gap(span) => *span,
        Stretch::Error(problem) => problem.span,
        Stretch::Record(record) => record.span,
    };
    stretches.iter().map(span).collect()
}

/// The result of a frame, independent of its position: its values and warnings, or its error.
fn outcome(stretch: &Stretch) -> Result<(Option<i32>, Values, Vec<Kind>), Option<Kind>> {
    match stretch {
        Stretch::Gap(_) => Err(None),
        Stretch::Error(problem) => Err(Some(problem.kind)),
        Stretch::Record(record) => Ok((record.message_len, values(record), kinds(record))),
    }
}

fn kinds(record: &Record) -> Vec<Kind> {
    record.warnings.iter().map(|warning| warning.kind).collect()
}

// ---- Records written again ----

/// The values of a record, except its octet count and its offsets.
type Values = (
    Option<i32>,
    Vec<Option<String>>,
    Option<i64>,
    Option<Indicator>,
);

fn values(record: &Record) -> Values {
    let texts = record.fields[2..].iter().map(|field| field.value.clone());
    let Record {
        priority,
        event_time,
        ..
    } = *record;
    (
        priority,
        texts.collect(),
        event_time,
        record.indicator.clone(),
    )
}

/// Every record can be encoded again alone: an absent value as `-`, invalid UTF-8 as U+FFFD, and
/// without an LF after a message that ends in CR, since CR LF would be parsed as its line end.
#[test]
fn every_record_written_again_is_the_same() {
    Runs::new(8_000).check_payloads(payloads::any, |payload| {
        each_framing(payload, |framing, records| {
            let alone = |record| same_again(framing, std::slice::from_ref(record));
            records.iter().try_for_each(alone)
        })
    });
}

/// In a sequence, only an LF separates lines, and `auto` recognizes a frame by the first digit of
/// its priority. So only some records can be encoded again after others.
#[test]
fn records_written_again_in_a_row_are_the_same() {
    Runs::new(8_000).check_payloads(payloads::any, |payload| {
        each_framing(payload, |framing, mut records| {
            records.retain(|record| can_stand_in_a_row(framing, record));
            same_again(framing, &records)
        })
    });
}

fn can_stand_in_a_row(framing: Framing, record: &Record) -> bool {
    match framing {
        Framing::Auto => record.priority.is_some_and(|priority| priority >= 0),
        Framing::OctetCounting => true,
        Framing::Lines => !ends_in_cr(record),
    }
}

fn each_framing(payload: &[u8], property: impl Fn(Framing, Vec<Record>) -> Verdict) -> Verdict {
    Framing::ALL.into_iter().try_for_each(|framing| {
        let records = stretches(payload, framing)
            .into_iter()
            .filter_map(|it| match it {
                Stretch::Record(record) => Some(*record),
                _ => None,
            });
        property(framing, records.collect())
    })
}

/// Encoding and parsing preserves the records, and only a priority causes a warning.
fn same_again(framing: Framing, records: &[Record]) -> Verdict {
    let written: Vec<_> = records
        .iter()
        .map(|record| written(framing, record))
        .collect();
    let found = stretches(&written.concat(), framing);
    same("spans", &spans(&found), &spans_of(&written))?;
    found.iter().zip(records).try_for_each(|(found, record)| {
        let message_len = match framing {
            Framing::Lines => record.message_len,
            _ => outcome(found)
                .ok()
                .and_then(|(message_len, ..)| message_len),
        };
        let mut warnings = kinds(record);
        warnings.retain(|kind| matches!(kind, Kind::PriorityOutOfRange { .. }));
        same(
            "again",
            &outcome(found),
            &Ok((message_len, values(record), warnings)),
        )
    })
}

/// A record as a frame or a line.
fn written(framing: Framing, record: &Record) -> Vec<u8> {
    let integer = |value: Option<i32>| value.map_or("-".into(), |value| value.to_string());
    let text = |field: &super::twin::Field| field.value.clone().unwrap_or("-".into());
    let texts: Vec<_> = record.fields[2..].iter().map(text).collect();
    let line_end = if ends_in_cr(record) { "" } else { "\n" };
    let payload = format!(
        "<{}>{}{line_end}",
        integer(record.priority),
        texts.join(" ")
    );
    match framing {
        Framing::Lines => format!("{} {payload}", integer(record.message_len)).into(),
        _ => frame(payload.as_bytes()),
    }
}

fn ends_in_cr(record: &Record) -> bool {
    let message = record
        .fields
        .last()
        .and_then(|field| field.value.as_deref());
    message.is_some_and(|message| message.ends_with('\r'))
}
