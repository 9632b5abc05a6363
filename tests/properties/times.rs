//! Timestamps: both parser paths, the twin and chrono agree.
//!
//! Complements `src/timestamp.rs`, which tests every day, every clock time and every offset.

use chrono::{DateTime, NaiveDate};
use heroku_drain::{EventTime, parse};

use super::payloads::frame;
use super::twin;

/// A timestamp of each shape.
const SHAPES: [&str; 7] = [
    "2024-02-29T07:07:25.193493+00:00",
    "2024-02-29T07:07:25.193493-00:00",
    "2024-02-29T07:07:25.193Z",
    "2024-02-29T07:07:25Z",
    "1969-12-31T23:59:59.999999999+05:30",
    "0000-01-01T00:00:00.000001+23:59",
    "9999-12-31T23:59:59-23:59",
];

/// chrono's result, in microseconds. It also accepts lower case, a space for the T and second 60.
fn chrono(text: &[u8]) -> Option<i64> {
    let text = str::from_utf8(text).ok()?;
    let time = DateTime::parse_from_rfc3339(text).ok()?;
    let is_strict = !text.contains([' ', 't', 'z']) && text.get(17..19) != Some("60");
    is_strict.then(|| time.timestamp_micros())
}

/// The instant of a timestamp, on which all agree.
fn agreed(text: &[u8]) -> Option<i64> {
    let expected = twin::instant(text);
    let shown = text.escape_ascii();
    assert_eq!(chrono(text), expected, "chrono, of {shown}");
    let read = EventTime::read(text).map(EventTime::microseconds);
    assert_eq!(read, expected, "the parser, of {shown}");
    expected
}

/// Like `agreed`, in a frame: there the canonical shape takes the fast path.
fn agreed_in_frame(text: &str) -> Option<i64> {
    let expected = agreed(text.as_bytes());
    let payload = frame(format!("<1>1 {text} h a p - m").as_bytes());
    let record = parse(&payload).next().and_then(Result::ok);
    let found = record.and_then(|record| record.event_time());
    assert_eq!(
        found.map(EventTime::microseconds),
        expected,
        "{text} in a frame"
    );
    expected
}

#[test]
fn any_byte_at_any_place_of_any_shape() {
    for shape in SHAPES {
        assert!(agreed_in_frame(shape).is_some());
        for at in 0..shape.len() {
            for byte in 0..=255 {
                let (before, behind) = (&shape.as_bytes()[..at], &shape.as_bytes()[at..]);
                agreed(&[before, &[byte], &behind[1..]].concat());
                agreed(&[before, &[byte], behind].concat());
            }
            agreed([&shape[..at], &shape[at + 1..]].concat().as_bytes());
            agreed(&shape.as_bytes()[..at]);
        }
    }
}

/// The twentieth digit is as valid as the first; digits after the sixth are ignored.
#[test]
fn any_number_of_fraction_digits() {
    let digits = "12345678901234567890";
    let zones = [
        ("Z", 0),
        ("+00:00", 0),
        ("-00:00", 0),
        ("+01:30", -5_400),
        ("-23:59", 86_340),
    ];
    for date in ["1969-12-31T23:59:59", "2024-02-29T00:00:00"] {
        for (zone, offset) in zones {
            let whole = agreed_in_frame(&format!("{date}Z")).unwrap() + offset * 1_000_000;
            assert_eq!(agreed_in_frame(&format!("{date}.{zone}")), None);
            for count in 1..=digits.len() {
                let fraction = &digits[..count];
                let microseconds: i64 = format!("{fraction:0<6}")[..6].parse().unwrap();
                let found = agreed_in_frame(&format!("{date}.{fraction}{zone}"));
                assert_eq!(found, Some(whole + microseconds));
            }
        }
    }
}

#[test]
fn every_offset_of_each_shape() {
    for shape in [
        "2024-02-29T07:07:25.193493",
        "1969-12-31T23:59:59",
        "0000-01-01T00:00:00.5",
    ] {
        let whole = agreed_in_frame(&format!("{shape}Z")).unwrap();
        for minutes in 0..24 * 60 {
            let offset = format!("{:02}:{:02}", minutes / 60, minutes % 60);
            let shift = minutes * 60_000_000;
            assert_eq!(
                agreed_in_frame(&format!("{shape}+{offset}")),
                Some(whole - shift)
            );
            assert_eq!(
                agreed_in_frame(&format!("{shape}-{offset}")),
                Some(whole + shift)
            );
        }
    }
}

#[test]
fn no_leap_second_is_taken() {
    for date in ["2016-12-31T23:59", "2015-06-30T23:59", "2024-02-29T00:00"] {
        for fraction in ["", ".0", ".193493"] {
            for zone in ["Z", "+00:00", "-08:00"] {
                assert!(agreed_in_frame(&format!("{date}:59{fraction}{zone}")).is_some());
                for second in 60..100 {
                    let text = format!("{date}:{second}{fraction}{zone}");
                    assert_eq!(agreed_in_frame(&text), None);
                }
            }
        }
    }
}

#[test]
fn every_second_of_a_day() {
    for second in 0..86_400 {
        let (hour, minute) = (second / 3_600, second / 60 % 60);
        let clock = format!("{hour:02}:{minute:02}:{:02}", second % 60);
        let found = agreed(format!("1970-01-01T{clock}.000001+00:00").as_bytes());
        assert_eq!(found, Some(second * 1_000_000 + 1));
    }
}

#[test]
fn the_days_of_some_years() {
    let some = |year: &i32| year % 41 == 0 || year % 100 == 0 || (1890..2110).contains(year);
    let count: usize = (0..=9999).filter(some).map(days_of).sum();
    assert!(count > 150_000, "only {count} days");
}

#[test]
#[ignore = "takes 2 seconds in release"]
fn the_days_of_all_years() {
    // From 0000-01-01 to 9999-12-31.
    assert_eq!((0..=9999).map(days_of).sum::<usize>(), 3_652_425);
}

/// The number of valid days in a year. Each is read as the calendar's day; all others are rejected.
fn days_of(year: i32) -> usize {
    let mut count = 0;
    for month in 0..=13 {
        for day in 0..=32 {
            let found = agreed(format!("{year:04}-{month:02}-{day:02}T00:00:00Z").as_bytes());
            let midnight = NaiveDate::from_ymd_opt(year, month, day)
                .and_then(|date| date.and_hms_opt(0, 0, 0))
                .map(|time| time.and_utc().timestamp_micros());
            assert_eq!(found, midnight);
            count += usize::from(found.is_some());
        }
    }
    count
}
