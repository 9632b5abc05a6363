//! When an event happened: RFC 3339 timestamps, as strictly as Go reads them.

use chrono::NaiveDate;

use crate::digits::{eight_digits, over_nine};

/// An instant, in microseconds since 1970-01-01T00:00:00Z.
///
/// Digits of a timestamp beyond the microsecond are cut off (towards the past); the text of the
/// field keeps them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventTime {
    milliseconds: i64,
    /// After the millisecond, 0 to 999.
    microseconds: u16,
}

impl EventTime {
    /// Reads an RFC 3339 timestamp: `YYYY-MM-DDTHH:MM:SS[.digits](Z|±HH:MM)`.
    ///
    /// T and Z are capitals, every part has all its digits, the date is real, seconds are 00 to 59,
    /// the offset is at most 23:59.
    ///
    /// ```
    /// use heroku_drain::EventTime;
    ///
    /// let time = EventTime::read(b"2024-05-29T16:07:25.193493+09:00").unwrap();
    /// assert_eq!(time.milliseconds(), 1_716_966_445_193);
    /// assert_eq!(EventTime::read(b"2024-02-30T00:00:00Z"), None);
    /// assert_eq!(EventTime::read(b"2024-05-29 07:07:25Z"), None);
    /// ```
    #[must_use]
    pub fn read(text: &[u8]) -> Option<Self> {
        let (minute, rest) = text.split_first_chunk()?;
        let (second, rest) = rest.split_first_chunk::<3>()?;
        if !is_like(second, b":00") || second[1] > b'5' {
            return None;
        }
        let (microseconds, zone) = fraction(rest)?;
        let start = minute_start(minute)? - offset_minutes(zone)? * 60_000;
        let microseconds = number(&second[1..]) * 1_000_000 + microseconds;
        Some(Self::in_minute(start, microseconds))
    }

    /// The instant `microseconds` after `start`, which is in milliseconds; they are less than a minute.
    #[allow(
        clippy::cast_possible_truncation,
        reason = "less than a thousand fits 16 bits"
    )]
    #[inline(always)]
    fn in_minute(start: i64, microseconds: u32) -> Self {
        Self {
            milliseconds: start + i64::from(microseconds / 1000),
            microseconds: (microseconds % 1000) as u16,
        }
    }

    /// Microseconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn microseconds(self) -> i64 {
        self.milliseconds * 1000 + self.microseconds as i64
    }

    /// Whole milliseconds since 1970-01-01T00:00:00Z, rounded down.
    #[must_use]
    pub const fn milliseconds(self) -> i64 {
        self.milliseconds
    }

    /// Microseconds since the whole millisecond, 0 to 999.
    #[must_use]
    pub const fn subsec_microseconds(self) -> u16 {
        self.microseconds
    }
}

/// `YYYY-MM-DDTHH:MM` as milliseconds; chrono does the calendar.
fn minute_start(text: &[u8; 16]) -> Option<i64> {
    if !is_like(text, b"0000-00-00T00:00") {
        return None;
    }
    let part = |start, end| number(&text[start..end]);
    let year = i32::try_from(part(0, 4)).ok()?;
    let date = NaiveDate::from_ymd_opt(year, part(5, 7), part(8, 10))?;
    let minute = date.and_hms_opt(part(11, 13), part(14, 16), 0)?;
    Some(minute.and_utc().timestamp_millis())
}

/// `["." 1*DIGIT]` in microseconds, and the rest.
fn fraction(text: &[u8]) -> Option<(u32, &[u8])> {
    let [b'.', text @ ..] = text else {
        return Some((0, text));
    };
    let digits = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let mut six = *b"000000";
    let kept = digits.min(six.len());
    six[..kept].copy_from_slice(&text[..kept]);
    (digits > 0).then(|| (number(&six), &text[digits..]))
}

/// `Z`, or an offset of at most 23:59.
fn offset_minutes(zone: &[u8]) -> Option<i64> {
    let (sign, offset) = match zone {
        b"Z" => return Some(0),
        [b'+', offset @ ..] => (1, offset),
        [b'-', offset @ ..] => (-1, offset),
        _ => return None,
    };
    if !is_like(offset, b"00:00") {
        return None;
    }
    let (hours, minutes) = (number(&offset[..2]), number(&offset[3..]));
    (hours < 24 && minutes < 60).then(|| sign * i64::from(hours * 60 + minutes))
}

/// The number of a few digits.
fn number(digits: &[u8]) -> u32 {
    digits
        .iter()
        .fold(0, |number, digit| number * 10 + u32::from(digit - b'0'))
}

/// Whether `text` has a digit where `shape` has `0`, and `shape`'s own byte elsewhere.
pub(crate) fn is_like(text: &[u8], shape: &[u8]) -> bool {
    text.len() == shape.len()
        && text.iter().zip(shape).all(|(byte, like)| match like {
            b'0' => byte.is_ascii_digit(),
            _ => byte == like,
        })
}

/// Reads timestamps as Logplex writes them, `YYYY-MM-DDTHH:MM:SS.000000+00:00`, one after another:
/// the minute is cached, since it rarely differs from the last one.
#[derive(Debug)]
pub(crate) struct Clock {
    minute: [u8; 16],
    /// In milliseconds.
    start: i64,
}

impl Clock {
    pub(crate) const fn new() -> Self {
        Self {
            minute: *b"1970-01-01T00:00",
            start: 0,
        }
    }

    /// Answers `None` for a timestamp of any other shape, which says nothing about it.
    #[inline(always)]
    pub(crate) fn read(&mut self, text: &[u8; 32]) -> Option<EventTime> {
        let (minute, rest) = text.split_first_chunk()?;
        let (second, rest) = rest.split_first_chunk()?;
        let words = (
            u64::from_le_bytes(*second),
            u64::from_le_bytes(*rest.first_chunk()?),
        );
        let microseconds = microseconds(words)?;
        if *minute != self.minute {
            self.turn_to(minute)?;
        }
        Some(EventTime::in_minute(self.start, microseconds))
    }

    /// Reads a timestamp of any shape.
    pub(crate) fn read_any(&mut self, text: &[u8]) -> Option<EventTime> {
        let usual = text.try_into().ok().and_then(|text| self.read(text));
        usual.or_else(|| EventTime::read(text))
    }

    #[inline(never)]
    fn turn_to(&mut self, minute: &[u8; 16]) -> Option<()> {
        self.start = minute_start(minute)?;
        self.minute = *minute;
        Some(())
    }
}

/// `:SS.000000+00:00`
#[inline(always)]
fn microseconds((second, rest): (u64, u64)) -> Option<u32> {
    const SECOND: Shape = Shape::of(*b":##.####");
    const REST: Shape = Shape::of(*b"##+00:00");
    let (second, rest) = (SECOND.digits_of(second)?, REST.digits_of(rest)?);
    let digits = (second >> 8 & 0xFFFF) | second >> 32 << 16 | rest << 48;
    let microseconds = eight_digits(digits);
    (microseconds < 60_000_000).then_some(microseconds)
}

/// Eight bytes with digits at some places, which are looked at as one number.
struct Shape {
    /// The bytes, with `0` for a digit.
    text: u64,
    /// All bits of the bytes that are digits.
    digits: u64,
}

impl Shape {
    /// `#` means a digit, any other byte itself.
    const fn of(mut text: [u8; 8]) -> Self {
        let mut digits = [0; 8];
        let mut at = 0;
        while at < 8 {
            if text[at] == b'#' {
                (text[at], digits[at]) = (b'0', 0xFF);
            }
            at += 1;
        }
        Self {
            text: u64::from_le_bytes(text),
            digits: u64::from_le_bytes(digits),
        }
    }

    /// The values of the digits at their places, and 0 elsewhere, if the bytes have this shape.
    #[inline(always)]
    fn digits_of(&self, text: u64) -> Option<u64> {
        let over = text ^ self.text;
        let wrong = (over_nine(over) & self.digits) | (over & !self.digits);
        (wrong == 0).then_some(over)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;

    /// The time as chrono parses it, in microseconds. It also takes lower case, a space for the T and second 60.
    fn chrono(text: &[u8]) -> Option<i64> {
        let text = std::str::from_utf8(text).ok()?;
        let time = DateTime::parse_from_rfc3339(text).ok()?;
        let is_strict = !text.contains([' ', 't', 'z']) && text.get(17..19) != Some("60");
        is_strict.then(|| time.timestamp_micros())
    }

    fn canonical(text: &[u8; 32]) -> Option<i64> {
        Clock::new().read(text).map(EventTime::microseconds)
    }

    fn general(text: &[u8]) -> Option<i64> {
        EventTime::read(text).map(EventTime::microseconds)
    }

    fn milliseconds(text: &str) -> Option<i64> {
        EventTime::read(text.as_bytes()).map(EventTime::milliseconds)
    }

    #[test]
    fn both_ways_and_chrono_agree_on_every_day() {
        let mut clock = Clock::new();
        for year in 0..=9999 {
            for month in 0..=13 {
                for day in 0..=32 {
                    let text = format!("{year:04}-{month:02}-{day:02}T23:59:58.987654+00:00");
                    let text = text.as_bytes().first_chunk().unwrap();
                    let expected = chrono(text);
                    assert_eq!(general(text), expected, "{text:?}");
                    let read = clock.read(text).map(EventTime::microseconds);
                    assert_eq!(read, expected, "{text:?}");
                }
            }
        }
    }

    #[test]
    fn every_byte_at_every_place_is_judged_as_chrono_does() {
        let whole = b"2024-02-29T07:07:25.193493+00:00";
        assert!(canonical(whole).is_some());
        let mut warm = Clock::new();
        for at in 0..whole.len() {
            for byte in 0..=255 {
                let mut text = *whole;
                text[at] = byte;
                let expected = chrono(&text);
                assert_eq!(general(&text), expected, "{text:?}");
                warm.read(whole);
                assert_eq!(
                    canonical(&text),
                    warm.read(&text).map(EventTime::microseconds)
                );
                if let Some(time) = canonical(&text) {
                    assert_eq!(expected, Some(time), "{text:?}");
                } else if let Some(time) = expected {
                    assert!(text[26..] != *b"+00:00", "missed {text:?} at {time}");
                }
            }
        }
    }

    #[test]
    fn an_instant_is_whole_milliseconds_and_what_is_behind_them() {
        let time = EventTime::read(b"1969-12-31T23:59:59.123456Z").unwrap();
        assert_eq!(time.milliseconds(), -877);
        assert_eq!(time.subsec_microseconds(), 456);
        assert_eq!(time.microseconds(), -876_544);
    }

    #[test]
    fn a_shape_is_the_text_with_zeros_for_digits_and_where_these_are() {
        let shape = Shape::of(*b"#:##.#+Z");
        assert_eq!(shape.text.to_le_bytes(), *b"0:00.0+Z");
        assert_eq!(shape.digits.to_le_bytes(), [255, 0, 255, 255, 0, 255, 0, 0]);
    }

    #[test]
    fn every_microsecond_digit_counts() {
        for place in 0..8 {
            for digit in b'0'..=b'9' {
                let mut text = *b"2024-02-29T07:07:00.000000+00:00";
                text[[17, 18, 20, 21, 22, 23, 24, 25][place]] = digit;
                assert_eq!(canonical(&text), chrono(&text), "{text:?}");
            }
        }
    }

    #[test]
    fn a_minute_that_is_none_leaves_the_clock_as_it_was() {
        let mut clock = Clock::new();
        let right = b"2024-02-29T07:07:25.193493+00:00";
        for _ in 0..2 {
            assert!(clock.read(right).is_some());
            assert!(clock.read(b"2023-02-29T07:07:25.193493+00:00").is_none());
        }
    }

    #[test]
    fn every_clock_reading_is_judged_alike() {
        for hour in 0..100 {
            for minute in 0..100 {
                for second in [0, 7, 59, 60, 61, 99] {
                    let text = format!("2024-02-29T{hour:02}:{minute:02}:{second:02}.5Z");
                    let right = hour < 24 && minute < 60 && second < 60;
                    assert_eq!(milliseconds(&text).is_some(), right, "{text}");
                    let canonical_text = text.replace(".5Z", ".500000+00:00");
                    assert_eq!(milliseconds(&text), milliseconds(&canonical_text));
                }
            }
        }
    }

    #[test]
    fn every_offset_is_judged() {
        for hour in 0..100 {
            for minute in 0..100 {
                let text = |sign| format!("2024-05-29T07:07:25{sign}{hour:02}:{minute:02}");
                let offset = (hour * 60 + minute) * 60_000;
                let expected = |sign: i64| {
                    (hour < 24 && minute < 60).then_some(1_716_966_445_000 - sign * offset)
                };
                assert_eq!(milliseconds(&text('+')), expected(1));
                assert_eq!(milliseconds(&text('-')), expected(-1));
            }
        }
    }

    #[test]
    fn shapes_that_go_refuses_are_refused() {
        for text in [
            "",
            "2024-05-29",
            "2024-05-29T07:07:25",
            "2024-05-29t07:07:25Z",
            "2024-05-29T07:07:25z",
            "2024-05-29 07:07:25Z",
            "2024-05-29T07:07:25.Z",
            "2024-05-29T07:07:25,5Z",
            "2024-05-29T7:07:25Z",
            "2024-05-29T07:07:60Z",
            "2024-05-29T07:07:25Z+00:00",
            "2024-05-29T07:07:25+0000",
            "2024-05-29T07:07:25+00",
            "2024-05-29T07:07:25\u{2212}00:00",
            "+2024-05-29T07:07:25Z",
            "2023-02-29T00:00:00Z",
            "1900-02-29T00:00:00Z",
            " 2024-05-29T07:07:25Z",
            "2024-05-29T07:07:25Z ",
        ] {
            assert_eq!(milliseconds(text), None, "{text:?}");
        }
    }

    #[test]
    fn any_number_of_fraction_digits_is_read_and_rounded_down() {
        assert_eq!(
            milliseconds("2024-05-29T07:07:25Z"),
            Some(1_716_966_445_000)
        );
        assert_eq!(
            milliseconds("2024-05-29T07:07:25.1-00:00"),
            Some(1_716_966_445_100)
        );
        assert_eq!(
            milliseconds("2024-05-29T07:07:25.19399999999999Z"),
            Some(1_716_966_445_193)
        );
        assert_eq!(milliseconds("1969-12-31T23:59:59.999999+00:00"), Some(-1));
        assert_eq!(milliseconds("1969-12-31T23:59:59.9990001Z"), Some(-1));
        assert_eq!(
            milliseconds("0000-01-01T00:00:00Z"),
            Some(-62_167_219_200_000)
        );
        assert_eq!(
            milliseconds("9999-12-31T23:59:59.999-23:59"),
            Some(253_402_387_139_999)
        );
    }
}
