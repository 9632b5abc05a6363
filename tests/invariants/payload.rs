//! Segments, fields and problems have correct spans, and a problem's message is one line.

use std::ops::RangeInclusive;

use heroku_drain::schema::{FieldType, HEROKU_RUNTIME as SCHEMA};
use heroku_drain::{Framing, Kind, Place, Problem, Record, Segment, Severity, Span, explain};

/// Panics if the payload's segments are wrong, in any framing.
pub(crate) fn check(payload: &[u8]) {
    for framing in Framing::ALL {
        check_segments(payload, framing);
    }
}

fn check_segments(payload: &[u8], framing: Framing) {
    let mut end = 0;
    for segment in explain(payload, framing) {
        let span = segment.span();
        assert_eq!(span.start, end, "segments tile the payload");
        assert!(!span.is_empty(), "no segment is empty");
        end = span.end;
        match segment {
            Segment::Record(record) => check_record(payload, framing, &record),
            Segment::Error(problem) => check_error(payload, &problem),
            Segment::Gap(span) => check_gap(payload, framing, span),
        }
    }
    assert_eq!(end, payload.len(), "segments tile the payload");
}

fn check_gap(payload: &[u8], framing: Framing, span: Span) {
    let bytes = &payload[span.start..span.end];
    let blanks = match bytes.strip_prefix("\u{FEFF}".as_bytes()) {
        Some(rest) if span.start == 0 => rest,
        _ => bytes,
    };
    let (skipped, text): (&[u8], _) = match framing {
        Framing::Auto => (b" \t\r\n", blanks),
        Framing::Lines => (b"\r\n", bytes),
        Framing::OctetCounting => (b"", bytes),
    };
    assert!(text.iter().all(|byte| skipped.contains(byte)));
}

fn check_error(payload: &[u8], problem: &Problem) {
    assert_eq!(problem.kind.severity(), Severity::Error);
    if let Kind::GzipPayload
    | Kind::JsonPayload
    | Kind::FormEncoded
    | Kind::CliOutput
    | Kind::Base64Payload
    | Kind::Utf16Payload
    | Kind::HtmlEscaped = problem.kind
    {
        assert_eq!(problem.span, Span::new(0, payload.len()));
    }
    check_message(payload, problem);
}

fn check_record(payload: &[u8], framing: Framing, record: &Record<'_>) {
    let frame = record.span();
    let mut at = frame.start;
    for (index, literal) in literals().enumerate() {
        let field = record.field_span(index);
        assert_eq!(field.start, at, "fields and literals tile the frame");
        let text = &payload[field.start..field.end];
        check_value(record, index, text);
        if !literal.is_empty() {
            let first = payload[at..]
                .windows(literal.len())
                .position(|window| window == literal);
            assert_eq!(first, Some(text.len()), "the first occurrence ends a field");
        }
        at = field.end + literal.len();
    }
    let line_end = &payload[at..frame.end];
    let lf_outside = framing != Framing::Lines && payload.get(frame.end) == Some(&b'\n');
    assert!(matches!(line_end, b"" | b"\n" | b"\r\n") || (line_end == b"\r" && lf_outside));
    check_warnings(payload, record);
}

/// The literal after each field of the schema's pattern, except after the last.
fn literals() -> impl Iterator<Item = &'static [u8]> {
    let fields = SCHEMA.pattern.split("%{").skip(1);
    fields.filter_map(|field| Some(field.split_once('}')?.1.as_bytes()))
}

fn check_value(record: &Record<'_>, index: usize, text: &[u8]) {
    let field_type = SCHEMA.fields[index].field_type;
    let is_empty_value = SCHEMA.empty_values.iter().any(|it| it.as_bytes() == text);
    let is_absent = is_empty_value || (text.is_empty() && field_type != FieldType::String);
    assert_eq!(record.is_absent(index), is_absent);
    let text = (!is_absent).then(|| String::from_utf8_lossy(text));
    assert_eq!(record.text(index), text);
    match field_type {
        FieldType::Int => {
            let integer = text.map(|text| text.parse().expect("an integer of 32 bits"));
            assert_eq!(record.integer(index), integer);
        }
        FieldType::Timestamp => assert_eq!(record.event_time().is_some(), text.is_some()),
        FieldType::String => {}
    }
}

fn check_warnings(payload: &[u8], record: &Record<'_>) {
    let frame = record.span();
    let mut earlier = None;
    for warning in record.warnings() {
        assert_eq!(warning.kind.severity(), Severity::Warning);
        let place = Some(place_in_order(warning.kind));
        assert!(place > earlier, "warnings have one order");
        earlier = place;
        check_message(payload, &warning);
        let Span { start, end } = warning.span;
        let bytes = &payload[start..end];
        match warning.kind {
            Kind::ByteOrderMark => assert_eq!((start, bytes), (0, "\u{FEFF}".as_bytes())),
            // Its LF may come right after the frame.
            Kind::Crlf => assert!(bytes == b"\r\n" && start >= frame.start && end <= frame.end + 1),
            _ => assert!(!bytes.is_empty() && start >= frame.start && end <= frame.end),
        }
    }
    assert_eq!(record.is_odd(), earlier.is_some());
}

/// The order of one record's warnings, each of which occurs at most once.
fn place_in_order(kind: Kind) -> u8 {
    match kind {
        Kind::ByteOrderMark => 0,
        Kind::OctetCountMismatch { .. } | Kind::Truncated { .. } => 1,
        Kind::Crlf => 2,
        Kind::InvalidUtf8 => 3,
        Kind::PriorityOutOfRange { .. } => 4,
        error => panic!("{error:?} is no warning"),
    }
}

/// An excerpt of 48 bytes, each of them escaped, has 240 characters.
const LENGTHS: RangeInclusive<usize> = 20..=400;

fn check_message(payload: &[u8], problem: &Problem) {
    let Problem { span, found, .. } = problem;
    assert!(span.start <= found.start && found.start <= found.end && found.end <= span.end);
    let message = problem.message(payload);
    assert!(!message.contains(is_dangerous), "{message:?}");
    assert!(LENGTHS.contains(&message.len()), "{message}");
    assert!(message.contains("expected") && message.contains("found"));
    let at = found.start as u64;
    assert!(message.contains(&format!("byte {at}")), "{message}");
    let in_a_string = problem.message_at(payload, Place::Character(at));
    assert!(in_a_string.contains(&format!("character {at}")));
}

/// Characters that end a line, or that hide or reorder the following text.
fn is_dangerous(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}
