//! The shared cases: read, expanded and checked. `tests/cases/README.md` describes their format.

#[cfg(not(target_arch = "wasm32"))]
use std::{fs, path::Path};

use heroku_drain::schema::HEROKU_RUNTIME;
use heroku_drain::{
    EventTime, Framing, Prival, Problem, Record, Segment, explain, parse, parse_framed,
    write_ndjson,
};
use serde_json::{Map, Value, json};

/// A payload and its expected result.
struct Case {
    name: String,
    payload: Vec<u8>,
    parse_time: i64,
    expect: Value,
}

/// Checks all cases in every framing and returns how many there are.
///
/// `files` contains the content of each file.
pub(crate) fn check_all<'f>(files: impl Iterator<Item = &'f str>) -> usize {
    let cases: Vec<_> = files.map(Case::read).collect();
    assert!(!cases.is_empty(), "there are no cases");
    for case in &cases {
        for framing in Framing::ALL {
            case.check(framing);
        }
    }
    cases.len()
}

/// The payload of every case, natively.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn payloads() -> Vec<Vec<u8>> {
    files().map(|file| Case::read(&file).payload).collect()
}

/// The content of every file with a case.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn files() -> impl Iterator<Item = String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let paths = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    paths
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "json")
        })
        .map(|path| fs::read_to_string(path).unwrap())
}

impl Case {
    fn read(file: &str) -> Self {
        let case: Value = serde_json::from_str(file).expect("a case is JSON");
        let parse_time = case["parse_time"]
            .as_str()
            .unwrap_or("2024-06-01T00:00:00.000Z");
        Self {
            name: case["name"].as_str().expect("a case has a name").to_owned(),
            payload: bytes(&case["payload"]),
            parse_time: EventTime::read(parse_time.as_bytes())
                .expect("a time")
                .milliseconds(),
            expect: expanded(&case["expect"]),
        }
    }

    fn check(&self, framing: Framing) {
        let expected = &self.expect[framing.as_str()];
        let found = self.found(framing);
        for part in ["records", "problems", "segments"] {
            let (expected, found) = (texts(&expected[part]), texts(&found[part]));
            assert_eq!(
                found,
                expected,
                "{part} of {} in {}",
                self.name,
                framing.as_str()
            );
        }
    }

    fn found(&self, framing: Framing) -> Value {
        let (mut records, mut problems, mut segments) = (vec![], vec![], vec![]);
        for segment in explain(&self.payload, framing) {
            let kind = match &segment {
                Segment::Gap(_) => "gap",
                Segment::Error(problem) => {
                    problems.push(problem_value(problem, None));
                    "error"
                }
                Segment::Record(record) => {
                    let about = Some(records.len());
                    check_names(record);
                    problems.extend(record.warnings().map(|it| problem_value(&it, about)));
                    let mut line = Vec::new();
                    write_ndjson(record, self.parse_time, &mut line);
                    records.push(serde_json::from_slice::<Value>(&line).expect("a line of JSON"));
                    "record"
                }
            };
            segments.push(json!([kind, segment.span().start, segment.span().len()]));
        }
        self.check_results(framing, records.len());
        json!({ "records": records, "problems": problems, "segments": segments })
    }

    /// `explain` returns the same as `parse`, plus gaps.
    fn check_results(&self, framing: Framing, records: usize) {
        let errors = explain(&self.payload, framing).filter_map(|segment| match segment {
            Segment::Error(problem) => Some(problem),
            Segment::Record(_) | Segment::Gap(_) => None,
        });
        let (read, rejected): (Vec<_>, Vec<_>) =
            parse_framed(&self.payload, framing).partition(Result::is_ok);
        assert_eq!(read.len(), records);
        assert!(rejected.into_iter().filter_map(Result::err).eq(errors));
        if framing == Framing::Auto {
            assert_eq!(parse(&self.payload).flatten().count(), records);
        }
    }
}

/// A record's values by name equal those by the schema's indexes.
fn check_names(record: &Record<'_>) {
    let index = |name| {
        let fields = HEROKU_RUNTIME.fields.iter();
        fields.map(|field| field.name).position(|it| it == name)
    };
    for (name, text) in [
        ("version", record.version()),
        ("timestamp", record.timestamp()),
        ("host_name", record.host_name()),
        ("app_name", record.app_name()),
        ("process_id", record.process_id()),
        ("message_id", record.message_id()),
        ("message", record.message()),
    ] {
        let index = index(name).expect("a field");
        assert_eq!(text, record.text(index), "{name}");
        assert_eq!(record.integer(index), text.map(|_| 0), "{name}");
    }
    let priority = record.integer(1);
    assert_eq!(
        [record.message_len(), record.priority()],
        [record.integer(0), priority]
    );
    assert_eq!(record.prival(), priority.and_then(Prival::new));
    assert_eq!(record.is_odd(), record.warnings().next().is_some());
}

fn problem_value(problem: &Problem, record: Option<usize>) -> Value {
    let mut object = Map::new();
    object.insert("code".into(), problem.kind.code().into());
    object.insert("severity".into(), problem.kind.severity().as_str().into());
    object.insert("offset".into(), problem.span.start.into());
    object.insert("length".into(), problem.span.len().into());
    if let Some(field) = problem.kind.field() {
        object.insert("field".into(), field.into());
    }
    if let Some(record) = record {
        object.insert("record".into(), record.into());
    }
    object.into()
}

/// Each value as JSON, so that the order of keys matters.
fn texts(values: &Value) -> Vec<String> {
    values
        .as_array()
        .expect("a list")
        .iter()
        .map(Value::to_string)
        .collect()
}

fn bytes(pieces: &Value) -> Vec<u8> {
    pieces
        .as_array()
        .expect("pieces are a list")
        .iter()
        .flat_map(piece)
        .collect()
}

fn piece(piece: &Value) -> Vec<u8> {
    if let Some(text) = piece.as_str() {
        text.as_bytes().to_vec()
    } else if let Some(inner) = piece.get("frame") {
        frame(
            &bytes(inner),
            piece
                .get("off")
                .map_or(0, |off| off.as_i64().expect("a number")),
        )
    } else if let Some(hex) = piece.get("hex") {
        let hex = hex.as_str().expect("hex is text");
        let digits = hex
            .as_bytes()
            .chunks(2)
            .map(|pair| str::from_utf8(pair).expect("ASCII"));
        digits
            .map(|pair| u8::from_str_radix(pair, 16).expect("two digits"))
            .collect()
    } else {
        let text = piece["repeat"]
            .as_str()
            .unwrap_or_else(|| panic!("not a piece: {piece}"));
        text.repeat(usize::try_from(piece["times"].as_u64().expect("times")).expect("few"))
            .into()
    }
}

/// The octet count, wrong by the given amount, a space and the bytes.
fn frame(payload: &[u8], off: i64) -> Vec<u8> {
    let length = i64::try_from(payload.len()).expect("a short payload") + off;
    [format!("{length} ").as_bytes(), payload].concat()
}

/// The value, with each `{ "pieces": [...] }` in it replaced by its text.
fn expanded(value: &Value) -> Value {
    match value {
        Value::Array(values) => values.iter().map(expanded).collect(),
        Value::Object(object) => match object.get("pieces") {
            Some(pieces) => String::from_utf8_lossy(&bytes(pieces)).into(),
            None => object
                .iter()
                .map(|(key, value)| (key.clone(), expanded(value)))
                .collect(),
        },
        _ => value.clone(),
    }
}
