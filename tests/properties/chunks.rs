//! A stream is what it is, however it is cut into chunks.

use heroku_drain::{Decoder, Framing};

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

/// What a decoder holds is no reason to read anything else: frames are records, or too long.
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

/// The payload in chunks, at places that its own bytes choose.
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
