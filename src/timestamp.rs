//! When an event happened: RFC 3339 timestamps, as strictly as Go reads them.

use chrono::DateTime;

use crate::calendar::Date;

/// An instant, in microseconds since 1970-01-01T00:00:00Z.
///
/// Digits of a timestamp beyond the microsecond are cut off (towards the past); the text of the
/// field keeps them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventTime(i64);

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
        canonical(text).or_else(|| rfc3339(text)).map(Self)
    }

    /// Reads a timestamp as Logplex writes it; `None` says nothing about any other.
    #[inline(always)]
    pub(crate) fn read_canonical(text: &[u8]) -> Option<Self> {
        canonical(text).map(Self)
    }

    /// Microseconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn microseconds(self) -> i64 {
        self.0
    }

    /// Whole milliseconds since 1970-01-01T00:00:00Z, rounded down.
    #[must_use]
    pub const fn milliseconds(self) -> i64 {
        self.0.div_euclid(1000)
    }
}

/// Any timestamp that has the strict shape; chrono does the calendar.
fn rfc3339(text: &[u8]) -> Option<i64> {
    if !has_strict_shape(text) {
        return None;
    }
    let text = std::str::from_utf8(text).ok()?;
    DateTime::parse_from_rfc3339(text)
        .ok()
        .map(|time| time.timestamp_micros())
}

/// chrono also takes lower case, a space for the T and second 60, which Go does not.
fn has_strict_shape(text: &[u8]) -> bool {
    let Some((date_and_time, rest)) = text.split_first_chunk::<19>() else {
        return false;
    };
    let zone = match rest.split_first() {
        Some((b'.', fraction)) => {
            let digits = fraction
                .iter()
                .take_while(|byte| byte.is_ascii_digit())
                .count();
            if digits == 0 {
                return false;
            }
            &fraction[digits..]
        }
        _ => rest,
    };
    is_like(date_and_time, b"0000-00-00T00:00:00")
        && date_and_time[17] < b'6'
        && (zone == b"Z" || is_like(zone, b"+00:00") || is_like(zone, b"-00:00"))
}

/// Whether `text` has a digit where `shape` has `0`, and `shape`'s own byte elsewhere.
pub(crate) fn is_like(text: &[u8], shape: &[u8]) -> bool {
    text.len() == shape.len()
        && text.iter().zip(shape).all(|(byte, like)| match like {
            b'0' => byte.is_ascii_digit(),
            _ => byte == like,
        })
}

/// The shape Logplex writes, `0000-00-00T00:00:00.000000+00:00`, without a detour.
///
/// Answers `None` for anything else, which the general reader then judges.
#[inline(always)]
fn canonical(text: &[u8]) -> Option<i64> {
    const DATE: Shape = Shape::of(*b"0000-00-");
    const HOUR: Shape = Shape::of(*b"00T00:00");
    const SECOND: Shape = Shape::of(*b":00.0000");
    const ZONE: Shape = Shape::of(*b"00+00:00");
    let text: &[u8; 32] = text.try_into().ok()?;
    let date = DATE.digits_of(text, 0)?;
    let hour = HOUR.digits_of(text, 8)?;
    let second = SECOND.digits_of(text, 16)?;
    let zone = ZONE.digits_of(text, 24)?;
    if zone[3..] != [0; 5] {
        return None;
    }
    let pair = |digits: &[u8; 8], at: usize| u32::from(digits[at]) * 10 + u32::from(digits[at + 1]);
    let year = pair(&date, 0) * 100 + pair(&date, 2);
    let day = Date::new(year, pair(&date, 5), pair(&hour, 0))?;
    let microsecond = pair(&second, 4) * 10_000 + pair(&second, 6) * 100 + pair(&zone, 0);
    let (hour, minute, second) = (pair(&hour, 3), pair(&hour, 6), pair(&second, 1));
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let seconds = day.days_since_1970() * 86_400 + i64::from(hour * 3600 + minute * 60 + second);
    Some(seconds * 1_000_000 + i64::from(microsecond))
}

/// Eight bytes with digits at some places, which are looked at as one number.
struct Shape {
    /// The bytes, with `0` for a digit.
    text: u64,
    /// All bits of the bytes that are digits.
    digits: u64,
}

impl Shape {
    const fn of(text: [u8; 8]) -> Self {
        let mut digits = [0; 8];
        let mut at = 0;
        while at < 8 {
            digits[at] = if text[at] == b'0' { 0xFF } else { 0 };
            at += 1;
        }
        Self {
            text: u64::from_le_bytes(text),
            digits: u64::from_le_bytes(digits),
        }
    }

    /// The values of the digits at their places, and 0 elsewhere, if the bytes have this shape.
    #[inline(always)]
    fn digits_of(&self, text: &[u8; 32], at: usize) -> Option<[u8; 8]> {
        let word = u64::from_le_bytes(*text[at..].first_chunk()?);
        // What a byte is over the shape's: 0 to 9 for a digit, to which adding 0x76 leaves the top
        // bit clear, and nothing elsewhere.
        let over = word ^ self.text;
        let too_much = (over & 0x7F7F_7F7F_7F7F_7F7F) + 0x7676_7676_7676_7676;
        let no_digits = (too_much | over) & 0x8080_8080_8080_8080 & self.digits;
        (no_digits | (over & !self.digits) == 0).then_some(over.to_le_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn milliseconds(text: &str) -> Option<i64> {
        EventTime::read(text.as_bytes()).map(EventTime::milliseconds)
    }

    #[test]
    fn the_short_way_and_chrono_agree_on_every_day() {
        for year in 0..=9999 {
            for month in 0..=13 {
                for day in 0..=32 {
                    let text = format!("{year:04}-{month:02}-{day:02}T23:59:58.987654+00:00");
                    assert_eq!(
                        canonical(text.as_bytes()),
                        rfc3339(text.as_bytes()),
                        "{text}"
                    );
                }
            }
        }
    }

    #[test]
    fn the_short_way_takes_nothing_that_chrono_refuses() {
        let whole = b"2024-02-29T07:07:25.193493+00:00";
        assert!(canonical(whole).is_some());
        for at in 0..whole.len() {
            for byte in 0..=255 {
                let mut text = *whole;
                text[at] = byte;
                if let Some(time) = canonical(&text) {
                    assert_eq!(rfc3339(&text), Some(time), "{text:?}");
                } else if let Some(time) = rfc3339(&text) {
                    assert!(text[26..] != *b"+00:00", "missed {text:?} at {time}");
                }
            }
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
