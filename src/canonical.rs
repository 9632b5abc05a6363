//! The header as Logplex writes it, in one go: a short way for nearly every frame.
//!
//! It answers only where it is sure of the answer that [`Values::read`] gives; a property proves the
//! two equal. Anything else is left to that.

use crate::frame::Frame;
use crate::schema::HEROKU_RUNTIME as SCHEMA;
use crate::spaces::next_spaces;
use crate::timestamp::EventTime;
use crate::values::{FIELDS, Values, same};

// What follows is written for this very schema, and does not build with another one.
const _: () = assert!(same(
    SCHEMA.pattern,
    "%{message_len} <%{priority}>%{version} %{timestamp} %{host_name} %{app_name} \
     %{process_id} %{message_id} %{message}"
));
const _: () = assert!(SCHEMA.empty_values.len() == 1 && same(SCHEMA.empty_values[0], "-"));

/// `MSG-LEN SP "<" 1*3DIGIT ">" VERSION SP TIMESTAMP SP 4(text SP) text`, with a version of one
/// character and a timestamp of 32.
#[inline(always)]
pub(crate) fn values(payload: &[u8], frame: &Frame) -> Option<Values> {
    let count = frame.count?;
    let text = &payload[..frame.text_end];
    let (priority, priority_end) = priority(text, count.body)?;
    let version_end = priority_end + 2;
    let &[b'>', version, b' ', ref time @ .., b' '] = chunk::<36>(text, priority_end)? else {
        return None;
    };
    if matches!(version, b' ' | b'-') {
        return None;
    }
    let timestamp_end = version_end + 33;
    let [host_end, app_end, process_end, message_id_end] = next_spaces(text, timestamp_end + 1)?;
    let mut values = Values {
        start: frame.span.start,
        ends: [
            count.body - 1,
            priority_end,
            version_end,
            timestamp_end,
            host_end,
            app_end,
            process_end,
            message_id_end,
            text.len(),
        ],
        absent: 0,
        integers: [i32::try_from(count.declared.get()).ok()?, priority],
        event_time: Some(EventTime::read_canonical(time)?),
    };
    for index in 4..FIELDS {
        let is_dash = matches!(text[values.ends[index - 1] + 1..values.ends[index]], [b'-']);
        values.absent |= u16::from(is_dash) << index;
    }
    Some(values)
}

/// `"<" 1*3DIGIT ">"`, and where the digits end.
#[inline(always)]
fn priority(text: &[u8], at: usize) -> Option<(i32, usize)> {
    let digit = |byte: u8| i32::from(byte.wrapping_sub(b'0'));
    let (priority, length) = match *chunk(text, at)? {
        [b'<', a @ b'0'..=b'9', b'>', _, _] => (digit(a), 1),
        [b'<', a @ b'0'..=b'9', b @ b'0'..=b'9', b'>', _] => (digit(a) * 10 + digit(b), 2),
        [
            b'<',
            a @ b'0'..=b'9',
            b @ b'0'..=b'9',
            c @ b'0'..=b'9',
            b'>',
        ] => (digit(a) * 100 + digit(b) * 10 + digit(c), 3),
        _ => return None,
    };
    Some((priority, at + 1 + length))
}

/// The `N` bytes at `at`.
#[inline]
fn chunk<const N: usize>(text: &[u8], at: usize) -> Option<&[u8; N]> {
    text.get(at..)?.first_chunk()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::{Framer, Framing, Part};

    const FRAME: &[u8] =
        b"94 <190>1 2024-05-29T07:07:25.193493+00:00 d.1f2e3d4c-0000 heroku heroku-postgres - a b";

    /// Both ways must agree wherever the short one answers.
    fn check(payload: &[u8]) -> bool {
        let mut framer = Framer::new(Framing::Auto, false);
        let Some(Part::Frame(frame)) = framer.next(payload) else {
            return false;
        };
        let values = values(payload, &frame);
        if let Some(values) = &values {
            assert_eq!(
                Values::read(payload, &frame).as_ref(),
                Ok(values),
                "{payload:?}"
            );
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
