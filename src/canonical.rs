//! The header as Logplex writes it, in one go: a short way for nearly every frame.
//!
//! It answers only where it is sure of the answer that [`Framer`](crate::frame::Framer) and
//! [`Values::read`] give; a property proves them equal. Anything else is left to those.

use crate::blocks::next_spaces;
use crate::border::is_usual_border;
use crate::digits::{byte, leading_digits, number, word};
use crate::frame::{Frame, OctetCount, frame, splits_digits};
use crate::schema::HEROKU_RUNTIME as SCHEMA;
use crate::timestamp::Clock;
use crate::values::{FIELDS, Values, same};

// The code below is written for this schema, and does not compile with another one.
const _: () = assert!(same(
    SCHEMA.pattern,
    "%{message_len} <%{priority}>%{version} %{timestamp} %{host_name} %{app_name} \
     %{process_id} %{message_id} %{message}"
));
const _: () = assert!(SCHEMA.empty_values.len() == 1 && same(SCHEMA.empty_values[0], "-"));

/// The frame at `start` and its values, if the octet count is right, the next frame begins after
/// it, and it does not end in CR LF. If more bytes follow the payload, its end is not a border.
#[inline(always)]
pub(crate) fn read(
    payload: &[u8],
    start: usize,
    more_follows: bool,
    clock: &mut Clock,
) -> Option<(Frame, Values)> {
    let count = OctetCount::read_short(payload, start)?;
    let end = count.end_within(payload)?;
    if !is_usual_border(payload, end) && (end < payload.len() || more_follows) {
        return None;
    }
    let frame = frame(payload, start, count, end);
    if frame.crlf {
        return None;
    }
    if frame.text_end == end && splits_digits(payload, end) && !is_followed_by_frame(payload, end) {
        return None;
    }
    Some((frame, values(payload, &frame, clock)?))
}

/// Whether a frame at `start` ends where another one starts.
#[inline(always)]
fn is_followed_by_frame(payload: &[u8], start: usize) -> bool {
    OctetCount::read_short(payload, start)
        .and_then(|count| count.end_within(payload))
        .is_some_and(|end| is_usual_border(payload, end))
}

/// `MSG-LEN SP "<" 1*3DIGIT ">" VERSION SP TIMESTAMP SP 4(text SP) text`, with a version of one
/// digit and a timestamp of 32.
#[inline(always)]
pub(crate) fn values(payload: &[u8], frame: &Frame, clock: &mut Clock) -> Option<Values> {
    let count = frame.count?;
    let (priority, priority_end) = priority_and_version(payload, count.body)?;
    let timestamp = priority_end + 3;
    let [time @ .., b' '] = payload.get(timestamp..)?.first_chunk::<33>()? else {
        return None;
    };
    let event_time = clock.read(time)?;
    let timestamp_end = timestamp + 32;
    let [host_end, app_end, process_end, message_id_end] = next_spaces(payload, timestamp_end + 1)?;
    if message_id_end >= frame.text_end {
        return None;
    }
    let mut values = Values {
        start: frame.span.start,
        ends: [
            count.body - 1,
            priority_end,
            priority_end + 2,
            timestamp_end,
            host_end,
            app_end,
            process_end,
            message_id_end,
            frame.text_end,
        ],
        absent: 0,
        integers: [i32::try_from(count.declared.get()).ok()?, priority],
        event_time: Some(event_time),
    };
    for index in 4..FIELDS {
        values.absent |= u16::from(is_dash(payload, &values, index)) << index;
    }
    Some(values)
}

/// Whether a field's text is the empty value.
#[inline(always)]
fn is_dash(payload: &[u8], values: &Values, index: usize) -> bool {
    let (before, end) = (values.ends[index - 1], values.ends[index]);
    end - before == 2 && payload.get(before + 1) == Some(&b'-')
}

/// `"<" 1*3DIGIT ">" DIGIT SP`, and where the priority ends.
#[inline(always)]
fn priority_and_version(payload: &[u8], at: usize) -> Option<(i32, usize)> {
    let word = word(payload, at)?;
    let (mark, rest) = (byte(word, 0), word >> 8);
    let digits = leading_digits(rest);
    let is_header = mark == b'<'
        && matches!(digits, 1..=3)
        && byte(rest, digits) == b'>'
        && byte(rest, digits + 1).is_ascii_digit()
        && byte(rest, digits + 2) == b' ';
    is_header.then(|| (number(rest, digits).cast_signed(), at + 1 + digits))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::{Framer, Framing, Part};

    const FRAME: &[u8] =
        b"84 <190>1 2024-05-29T07:07:25.193493+00:00 d.1f2e3d4c-0000 heroku heroku-postgres - a b";

    /// Both ways must agree wherever the short one answers; whether it does.
    fn check(payload: &[u8]) -> bool {
        let mut framer = Framer::new(Framing::Auto, false);
        let Some(Part::Frame(general)) = framer.next(payload) else {
            assert_eq!(read(payload, 0, false, &mut Clock::new()), None);
            return false;
        };
        let values = values(payload, &general, &mut Clock::new());
        if let Some(values) = values {
            assert_eq!(
                Values::read(payload, &general, &mut Clock::new()),
                Ok(values),
                "{payload:?}"
            );
        }
        if let Some((frame, read)) = read(payload, 0, false, &mut Clock::new()) {
            assert_eq!((frame, Some(read)), (general, values), "{payload:?}");
        }
        values.is_some()
    }

    #[test]
    fn every_byte_at_every_place() {
        assert!(check(FRAME));
        let mut short = 0;
        for at in 0..FRAME.len() {
            for byte in 0..=255 {
                let mut payload = FRAME.to_vec();
                payload[at] = byte;
                short += usize::from(check(&payload));
            }
        }
        assert!(short > FRAME.len() * 100, "the short way took only {short}");
    }

    #[test]
    fn every_pair_of_special_bytes_in_the_header() {
        let special = b" -<>09:+TZ.\n\0\x80\xFF";
        for first in 0..FRAME.len() {
            for second in first + 1..FRAME.len() {
                for (&a, &b) in special
                    .iter()
                    .flat_map(|a| special.iter().map(move |b| (a, b)))
                {
                    let mut payload = FRAME.to_vec();
                    (payload[first], payload[second]) = (a, b);
                    check(&payload);
                }
            }
        }
    }

    #[test]
    fn every_cut_and_every_byte_less_or_more() {
        for at in 0..FRAME.len() {
            check(&FRAME[..at]);
            check(&[&FRAME[..at], &FRAME[at + 1..]].concat());
            for byte in b" -<>0" {
                check(&[&FRAME[..at], &[*byte], &FRAME[at..]].concat());
            }
        }
    }

    #[test]
    fn every_priority_of_up_to_four_digits() {
        for priority in 0..=9999 {
            let text = format!("<{priority}>1 2024-05-29T07:07:25.193493+00:00 h a p - m");
            let taken = check(format!("{} {text}", text.len()).as_bytes());
            assert_eq!(taken, priority < 1000);
        }
    }
}
