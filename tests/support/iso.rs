//! A time as JavaScript writes it.

use chrono::{DateTime, Datelike, Timelike};

/// `Date.prototype.toISOString`: years beyond 0 to 9999 have a sign and six digits.
pub(crate) fn iso(milliseconds: i64) -> String {
    let time = DateTime::from_timestamp_millis(milliseconds).expect("chrono knows the year");
    let year = match time.year() {
        year @ 0..=9999 => format!("{year:04}"),
        year => format!("{year:+07}"),
    };
    let (month, day) = (time.month(), time.day());
    let (hour, minute, second) = (time.hour(), time.minute(), time.second());
    let millisecond = time.timestamp_subsec_millis();
    format!("{year}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{millisecond:03}Z")
}
