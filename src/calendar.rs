//! The Gregorian calendar: the date of a day, as far as a JavaScript `Date` reaches.

/// A date of the proleptic Gregorian calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Date {
    pub(crate) year: i32,
    /// 1 to 12.
    pub(crate) month: u32,
    /// 1 to 31.
    pub(crate) day: u32,
}

/// A year that begins in March ends with the leap day, so the length of its months does not depend
/// on it; 400 such years are an era of always as many days.
const DAYS_PER_ERA: i64 = 146_097;

/// From 0000-03-01 to 1970-01-01.
const DAYS_TO_1970: i64 = 719_468;

impl Date {
    /// The date `days` days after 1970-01-01; for every day that a JavaScript `Date` can hold.
    pub(crate) fn from_days_since_1970(days: i64) -> Self {
        let days = days + DAYS_TO_1970;
        let (era, day) = (days.div_euclid(DAYS_PER_ERA), days.rem_euclid(DAYS_PER_ERA));
        let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
        let day_of_year = day - (365 * year + year / 4 - year / 100);
        let months = (5 * day_of_year + 2) / 153;
        let month = if months < 10 { months + 3 } else { months - 9 };
        let year = era * 400 + year + i64::from(month <= 2);
        let day = day_of_year - (153 * months + 2) / 5 + 1;
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a JavaScript Date ends in the year 275760, and the parts are in range"
        )]
        Self {
            year: year as i32,
            month: month as u32,
            day: day as u32,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{Datelike, NaiveDate};

    #[test]
    fn every_day_is_the_one_that_chrono_names() {
        let mut date = NaiveDate::from_ymd_opt(-1, 1, 1).unwrap();
        let mut days = (date - NaiveDate::from_ymd_opt(1970, 1, 1).unwrap()).num_days();
        while date.year() < 10_001 {
            let (year, month, day) = (date.year(), date.month(), date.day());
            assert_eq!(Date::from_days_since_1970(days), Date { year, month, day });
            date = date.succ_opt().unwrap();
            days += 1;
        }
    }

    #[test]
    fn the_first_and_the_last_day_of_a_javascript_date() {
        let (first, last) = (-100_000_000, 100_000_000);
        assert_eq!(
            Date::from_days_since_1970(first),
            Date {
                year: -271_821,
                month: 4,
                day: 20
            }
        );
        assert_eq!(
            Date::from_days_since_1970(last),
            Date {
                year: 275_760,
                month: 9,
                day: 13
            }
        );
    }
}
