//! A right octet count always wins, and a wrong one has one correct reading.

use heroku_drain::{Framing, Kind};

use super::choices::Choices;
use super::compare::stretches;
use super::payloads::{self, BETWEEN, Line, frame, frame_off_by};
use super::runs::{Runs, Verdict, same};
use super::twin::{Record, Stretch};

const HEADER: &[u8] = b"<190>1 2024-05-29T07:07:25.193493+00:00 host app web.1 - ";

// ---- Right counts ----

/// Messages end in digits, contain line feeds, frames and frame starts, and touch the next frame.
#[test]
fn a_well_formed_body_gives_its_messages_and_no_warning_about_counts() {
    Runs::new(8_000).check(messages, |messages| {
        let payload: Vec<_> = messages.iter().flat_map(|it| encoded(it)).collect();
        [Framing::Auto, Framing::OctetCounting]
            .into_iter()
            .try_for_each(|framing| gives_messages(&payload, framing, messages))
    });
}

/// Like a sender whose counts exclude the bytes between frames.
#[test]
fn blanks_and_line_ends_between_well_formed_frames_change_no_message() {
    let make = |choices: &mut Choices<'_>| {
        let messages = messages(choices);
        let blanks = |choices: &mut Choices<'_>| choices.one_of(&[" ", "\t", "\n", "\r\n", ""]);
        let mut payload = choices.one_of(&["", "\u{feff}"]).as_bytes().to_vec();
        for message in &messages {
            payload.extend(choices.some(3, blanks).concat().bytes());
            payload.extend(encoded(message));
            // An LF right after a CR would be the rest of a line end.
            payload.extend(b" ");
        }
        (messages, payload)
    };
    Runs::new(8_000).check(make, |(messages, payload)| {
        gives_messages(payload, Framing::Auto, messages)
    });
}

#[test]
fn a_cut_changes_no_frame_that_ends_before_it() {
    Runs::new(300).check(payloads::well_formed, |frames| {
        let payload = frames.concat();
        let whole = stretches(&payload, Framing::Auto);
        (0..payload.len()).try_for_each(|cut| {
            let complete = complete(frames, cut);
            let mut found = stretches(&payload[..cut], Framing::Auto);
            found.truncate(complete);
            same(&format!("cut at {cut}"), &found[..], &whole[..complete])
        })
    });
}

/// The number of frames that end at or before the cut.
fn complete(frames: &[Vec<u8>], cut: usize) -> usize {
    let mut end = 0;
    let ends = frames.iter().map(|frame| {
        end += frame.len();
        end
    });
    ends.filter(|&end| end <= cut).count()
}

#[test]
fn whatever_follows_a_counted_line_does_not_change_its_record() {
    let make = |choices: &mut Choices<'_>| {
        let lines = payloads::lines(choices);
        let first = lines.first().map(|line| frame(&line.payload()));
        (first.unwrap_or_default(), payloads::any(choices))
    };
    Runs::new(8_000).check(make, |(first, rest)| {
        let alone = stretches(first, Framing::Auto);
        let mut found = stretches(&[&first[..], rest].concat(), Framing::Auto);
        found.truncate(alone.len());
        same("the first record", &found, &alone)
    });
}

#[test]
fn what_comes_between_counted_lines_is_an_error_and_ends_up_in_no_message() {
    let make = |choices: &mut Choices<'_>| {
        let lines = payloads::lines(choices);
        let mut payload = vec![];
        for line in &lines {
            payload.extend(frame(&line.payload()));
            payload.extend(choices.one_of::<&[u8]>(&BETWEEN));
        }
        (lines, payload)
    };
    Runs::new(8_000).check(make, |(lines, payload)| {
        let found = stretches(payload, Framing::Auto);
        same("messages", &texts(&found), &texts_of(lines))?;
        same("warnings", &kinds(&found), &vec![vec![]; lines.len()])?;
        let errors = found.iter().filter(|it| matches!(it, Stretch::Error(_)));
        same("errors", &errors.count(), &lines.len())
    });
}

// ---- Wrong counts ----

/// A count that is one too small excludes the line feed, as some senders do, and is correct.
#[test]
fn lines_whose_counts_are_off_by_up_to_three_give_their_messages_and_a_warning_each() {
    let make = |choices: &mut Choices<'_>| {
        let off = |choices: &mut Choices<'_>| choices.one_of(&[-3, -2, -1, 0, 1, 2, 3]);
        let all = choices.is(1, 2).then(|| off(choices));
        let lines = payloads::lines(choices).into_iter();
        let offs = |line| (line, all.unwrap_or_else(|| off(choices)));
        lines.map(offs).collect::<Vec<_>>()
    };
    Runs::new(8_000).check(make, |lines| {
        let payload = lines
            .iter()
            .flat_map(|(line, off)| frame_off_by(&line.payload(), *off));
        let found = stretches(&payload.collect::<Vec<_>>(), Framing::Auto);
        same(
            "messages",
            &texts(&found),
            &texts_of(lines.iter().map(|(line, _)| line)),
        )?;
        let warned: Vec<_> = kinds(&found).iter().map(|kinds| kinds.len() == 1).collect();
        let expected: Vec<_> = lines
            .iter()
            .map(|(_, off)| !matches!(off, -1 | 0))
            .collect();
        same("warnings", &warned, &expected)
    });
}

/// Each count is too large by the number of two-byte characters.
#[test]
fn lines_saved_as_latin_1_give_their_messages_and_a_warning_each() {
    let make = |choices: &mut Choices<'_>| {
        let mut lines = payloads::lines(choices);
        for line in &mut lines {
            line.message += &"\u{fc}".repeat(1 + choices.below(12));
            line.message += "x";
        }
        lines
    };
    Runs::new(8_000).check(make, |lines| {
        let frames = lines.iter().map(|line| latin_1(frame(&line.payload())));
        let found = stretches(&frames.collect::<Vec<_>>().concat(), Framing::Auto);
        let message = |line: &Line| latin_1(line.message.clone().into());
        let messages = lines.iter().map(message);
        let expected: Vec<_> = messages
            .map(|message| Some(String::from_utf8_lossy(&message).into_owned()))
            .collect();
        same("messages", &texts(&found), &expected)?;
        let counts = kinds(&found).concat().into_iter().filter(is_about_count);
        same("warnings", &counts.count(), &lines.len())
    });
}

fn latin_1(text: Vec<u8>) -> Vec<u8> {
    let text = String::from_utf8(text).expect("UTF-8");
    let byte = |character| u8::try_from(character).expect("a character of Latin-1");
    text.chars().map(byte).collect()
}

// ---- Comparisons ----

/// Messages that look like frames and their ends. None of them is `-`, which is absent.
fn messages(choices: &mut Choices<'_>) -> Vec<Vec<u8>> {
    choices.some(5, |choices| {
        [b"m".to_vec(), payloads::message(choices, 2)].concat()
    })
}

fn encoded(message: &[u8]) -> Vec<u8> {
    frame(&[HEADER, message].concat())
}

fn gives_messages(payload: &[u8], framing: Framing, messages: &[Vec<u8>]) -> Verdict {
    let mut found = stretches(payload, framing);
    found.retain(|it| !matches!(it, Stretch::Gap(_)));
    let without_line_end = |message: &Vec<u8>| {
        let line = message.strip_suffix(b"\n");
        let line = line.map(|line| line.strip_suffix(b"\r").unwrap_or(line));
        Some(String::from_utf8_lossy(line.unwrap_or(message)).into_owned())
    };
    let expected: Vec<_> = messages.iter().map(without_line_end).collect();
    same("messages", &texts(&found), &expected)?;
    let warned = kinds(&found).concat().iter().any(is_about_count);
    same("a warning about counts", &warned, &false)?;
    same("stretches", &found.len(), &messages.len())
}

fn is_about_count(kind: &Kind) -> bool {
    matches!(
        kind,
        Kind::OctetCountMismatch { .. } | Kind::Truncated { .. }
    )
}

/// The messages of the records.
fn texts(found: &[Stretch]) -> Vec<Option<String>> {
    let message = |record: &Record| record.fields[8].value.clone();
    records(found).map(message).collect()
}

fn texts_of<'l>(lines: impl IntoIterator<Item = &'l Line>) -> Vec<Option<String>> {
    let message = |line: &Line| Some(line.message.clone());
    lines.into_iter().map(message).collect()
}

/// The warnings of each record.
fn kinds(found: &[Stretch]) -> Vec<Vec<Kind>> {
    let kinds = |record: &Record| record.warnings.iter().map(|it| it.kind).collect();
    records(found).map(kinds).collect()
}

fn records(found: &[Stretch]) -> impl Iterator<Item = &Record> {
    found.iter().filter_map(|it| match it {
        Stretch::Record(record) => Some(&**record),
        _ => None,
    })
}
