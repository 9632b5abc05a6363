//! Segments tile the payload, and spans contain their values.

use heroku_drain::schema::HEROKU_RUNTIME;
use heroku_drain::{Framing, Record, Segment, explain};

use super::payloads;
use super::runs::{Runs, Verdict, same};

#[test]
fn segments_tile_any_payload() {
    Runs::new(60_000).check_payloads(payloads::pieces, tile);
}

/// The concatenated bytes of the segments are the payload.
pub(crate) fn tile(payload: &[u8]) -> Verdict {
    for framing in Framing::ALL {
        let mut end = 0;
        for segment in explain(payload, framing) {
            let span = segment.span();
            same("a segment's start", &span.start, &end)?;
            same("a segment without bytes", &span.is_empty(), &false)?;
            end = span.end;
            if let Segment::Record(record) = segment {
                fields_are_in_order(payload, &record)?;
                warnings_are_near(&record)?;
            }
        }
        same("the last segment's end", &end, &payload.len())?;
    }
    Ok(())
}

fn fields_are_in_order(payload: &[u8], record: &Record<'_>) -> Verdict {
    let mut end = record.span().start;
    for index in 0..HEROKU_RUNTIME.fields.len() {
        let span = record.field_span(index);
        let is_in_order = span.start >= end && span.end <= record.span().end;
        same("a field in order", &is_in_order, &true)?;
        end = span.end;
        let text = String::from_utf8_lossy(&payload[span.start..span.end]);
        let is_absent = text == "-" || text.is_empty() && matches!(index, 0 | 1 | 3);
        let expected = (!is_absent).then_some(text);
        same("a field's text", &record.text(index), &expected)?;
    }
    Ok(())
}

/// Inside the record, at the byte order mark, or at the LF right after the record.
fn warnings_are_near(record: &Record<'_>) -> Verdict {
    let inside = record.span();
    let is_near = record.warnings().all(|warning| {
        let span = warning.span;
        (span.start, span.end) == (0, 3) || span.start >= inside.start && span.end <= inside.end + 1
    });
    same("warnings near their record", &is_near, &true)
}
