//! Compares the parser's results with the twin's.

use heroku_drain::schema::HEROKU_RUNTIME;
use heroku_drain::{EventTime, Framing, Indicator, Record, Segment, explain};

use super::twin;

/// Compares both results for a payload in every framing: segments, spans, values and problems.
pub(crate) fn agree(payload: &[u8]) -> Result<(), String> {
    Framing::ALL.into_iter().try_for_each(|framing| {
        let read: Vec<_> = stretches(payload, framing);
        let expected = twin::read(payload, framing);
        if read == expected {
            return Ok(());
        }
        let framing = framing.as_str();
        Err(format!(
            "{framing}: the parser {read:#?}, the twin {expected:#?}"
        ))
    })
}

/// The parser's segments of a payload.
pub(crate) fn stretches(payload: &[u8], framing: Framing) -> Vec<twin::Stretch> {
    explain(payload, framing).map(|it| stretch(&it)).collect()
}

/// A segment as the twin's type.
fn stretch(segment: &Segment<'_>) -> twin::Stretch {
    match segment {
        Segment::Gap(span) => twin::Stretch::Gap(*span),
        Segment::Error(problem) => twin::Stretch::Error(*problem),
        Segment::Record(it) => twin::Stretch::Record(Box::new(record(it))),
    }
}

/// A record as the twin's type.
pub(crate) fn record(record: &Record<'_>) -> twin::Record {
    let field = |index| twin::Field {
        span: record.field_span(index),
        value: record.text(index).map(String::from),
    };
    twin::Record {
        span: record.span(),
        fields: (0..HEROKU_RUNTIME.fields.len()).map(field).collect(),
        message_len: record.message_len(),
        priority: record.priority(),
        event_time: record.event_time().map(EventTime::microseconds),
        indicator: record.indicator().map(|it| match it {
            Indicator::IpAddress(text) => twin::Indicator::IpAddress(text.into()),
            Indicator::DomainName(text) => twin::Indicator::DomainName(text.into()),
        }),
        warnings: record.warnings().collect(),
    }
}
