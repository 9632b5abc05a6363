//! A stream's segments do not depend on how it is cut into chunks.

use heroku_drain::{Decoder, Framing, Segment};

use super::choices::Choices;
use super::payloads;
use super::runs::{Runs, Verdict, same};

#[path = "../support/chunks.rs"]
mod told;
use told::{at_once, of_chunks};

#[test]
fn a_decoder_tells_of_chunks_what_the_parser_tells_of_all_at_once() {
    Runs::new(5_000).check_payloads(payloads::any, |payload| {
        Framing::ALL.into_iter().try_for_each(|framing| {
            let decoder = Decoder::new(framing);
            let told = of_chunks(decoder, chunks(payload));
            same(framing.as_str(), &told, &at_once(payload, framing))
        })
    });
}

#[test]
fn however_little_a_decoder_holds_chunks_change_nothing() {
    Runs::new(5_000).check_payloads(payloads::any, |payload| {
        Framing::ALL
            .into_iter()
            .try_for_each(|framing| check_small(payload, framing))
    });
}

fn check_small(payload: &[u8], framing: Framing) -> Verdict {
    for largest in [1, 20, 60, 150] {
        let decoder = || Decoder::new(framing).largest_frame(largest);
        let whole = of_chunks(decoder(), [payload]);
        let what = format!("{} with frames of at most {largest}", framing.as_str());
        same(&what, &of_chunks(decoder(), chunks(payload)), &whole)?;
        same(&what, &of_chunks(decoder(), payload.chunks(1)), &whole)?;
        let mut end = 0;
        for told in &whole {
            same("where a segment starts", &told.span.start, &end)?;
            end = told.span.end;
        }
        same("where the last one ends", &end, &payload.len())?;
    }
    Ok(())
}

/// The largest frame has no other effect: frames are records, or too long.
#[test]
fn a_well_formed_stream_gives_the_records_that_are_not_too_long() {
    let make = |choices: &mut Choices<'_>| payloads::well_formed(choices).concat();
    Runs::new(5_000).check_payloads(make, |payload| {
        let framing = Framing::OctetCounting;
        let largest = 90;
        let expected: Vec<_> = at_once(payload, framing)
            .into_iter()
            .filter(|told| told.span.len() <= largest)
            .collect();
        let decoder = Decoder::new(framing).largest_frame(largest);
        let told: Vec<_> = of_chunks(decoder, chunks(payload))
            .into_iter()
            .filter(|told| !told.text.contains("FrameTooLong"))
            .collect();
        same("frames that are short enough", &told, &expected)
    });
}

/// Results are also reported equally early.
#[test]
fn when_something_is_told_depends_on_what_is_there_and_not_on_how_it_came() {
    Runs::new(2_000).check_payloads(payloads::any, |payload| {
        Framing::ALL.into_iter().try_for_each(|framing| {
            [1, 20, 60, 150, Decoder::LARGEST_FRAME]
                .into_iter()
                .try_for_each(|largest| check_times(payload, framing, largest))
        })
    });
}

fn check_times(payload: &[u8], framing: Framing, largest: usize) -> Verdict {
    let new = || Decoder::new(framing).largest_frame(largest);
    let mut decoder = new();
    let (mut told, mut there) = (0, 0);
    for chunk in chunks(payload) {
        told += decoder.push(chunk).filter(is_no_gap).count();
        there += chunk.len();
        let at_once = new().push(&payload[..there]).filter(is_no_gap).count();
        let what = format!("{} told of {there} bytes, {largest}", framing.as_str());
        same(&what, &told, &at_once)?;
    }
    Ok(())
}

/// A gap may come with the segment after it.
fn is_no_gap(segment: &Segment<'_>) -> bool {
    !matches!(segment, Segment::Gap(_))
}

/// Continuations that can change the results for the first bytes of a stream.
const CONTINUATIONS: [&[u8]; 10] = [
    b"",
    b"\n",
    b"\n9 <1>1 x",
    b"x",
    b"x\n9 <1>1 x",
    b"0\n9 <1>1 x",
    b"1>1 ",
    b">1 ",
    b"1 ",
    b" ",
];

/// Starts with a frame: before it the stream could be in another format.
#[test]
fn what_waits_could_still_be_something_else() {
    let first = payloads::frame(b"<1>1 x\n");
    Runs::new(2_000).check_payloads(payloads::any, |payload| {
        let payload = &[&first, payload].concat();
        let mut there = 0;
        chunks(payload).into_iter().try_for_each(|chunk| {
            there += chunk.len();
            Framing::ALL
                .into_iter()
                .try_for_each(|framing| check_waiting(&payload[..there], framing))
        })
    });
}

fn check_waiting(there: &[u8], framing: Framing) -> Verdict {
    let mut decoder = Decoder::new(framing);
    let ends: Vec<_> = decoder.push(there).map(|it| it.span().end).collect();
    let start = ends.last().copied().unwrap_or(0);
    let next = |continuation: &[u8]| {
        let stream = [there, continuation].concat();
        at_once(&stream, framing).into_iter().nth(ends.len())
    };
    let text = &there[start..];
    if counts_beyond(text.get(frame_length(text)..).unwrap_or_default()) {
        return Ok(());
    }
    let counted = [b"9 <1>1 x", &b"xx"[..]].map(|rest| counted(text, rest));
    let counted = counted.iter().flatten().map(|it| &it[..]);
    let mut all = CONTINUATIONS.into_iter().chain(counted).map(next);
    let first = all.next().flatten();
    // After a CR the decoder waits for an LF even if the frame is an error either way.
    if first.is_none() || there.ends_with(b"\r") || all.any(|other| other != first) {
        return Ok(());
    }
    let framing = framing.as_str();
    let there = there.escape_ascii();
    Err(format!("{framing} waits after b\"{there}\" with {first:?}"))
}

/// A longer frame has a wrong count.
const MOST_BELIEVED: usize = 16 * Decoder::LARGEST_FRAME;

/// The missing bytes of the frame, and of the following one if that has begun, each before `rest`.
fn counted(text: &[u8], rest: &[u8]) -> [Vec<u8>; 2] {
    let frame = frame_length(text);
    let next = frame + frame_length(text.get(frame..).unwrap_or_default());
    [frame, next].map(|length| {
        let missing = length.saturating_sub(text.len());
        ["x".repeat(missing).as_bytes(), rest].concat()
    })
}

/// Whether the text begins with more digits than a count has, or counts more bytes than this test appends.
fn counts_beyond(text: &[u8]) -> bool {
    let (digits, count) = count(text);
    digits > 10 || count > MOST_BELIEVED
}

fn frame_length(text: &[u8]) -> usize {
    let (digits, count) = count(text);
    let count = if count > MOST_BELIEVED { 0 } else { count };
    digits + 1 + count
}

/// The number of digits that begin the text, and their value, if it fits.
fn count(text: &[u8]) -> (usize, usize) {
    let digits = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let count = str::from_utf8(&text[..digits]).expect("digits are ASCII");
    (digits, count.parse().unwrap_or(0))
}

/// The payload in chunks, at offsets derived from its own bytes.
fn chunks(payload: &[u8]) -> Vec<&[u8]> {
    let seed = payload.iter().fold(17, |seed: u64, &byte| {
        seed.wrapping_mul(31) ^ u64::from(byte)
    });
    let mut choices = Choices::from_seed(seed);
    let mut chunks = Vec::new();
    let mut rest = payload;
    while !rest.is_empty() {
        let most = choices.one_of(&[1, 4, 30, 200]);
        let (chunk, behind) = rest.split_at(rest.len().min(1 + choices.below(most)));
        chunks.push(chunk);
        rest = behind;
    }
    chunks
}
