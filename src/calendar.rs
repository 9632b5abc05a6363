//! The Gregorian calendar: dates as days since 1970-01-01 and back, before its introduction too.

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
    /// The date, if there is such a day. Years 0 to 9999.
    #[inline(always)]
    pub(crate) fn new(year: u32, month: u32, day: u32) -> Option<Self> {
        let year = i32::try_from(year).ok()?;
        (day >= 1 && day <= days_in_month(year, month)).then_some(Self { year, month, day })
    }

    /// Days since 1970-01-01, negative before it. Years -400 to 5,000,000.
    #[inline(always)]
    pub(crate) fn days_since_1970(self) -> i64 {
        let is_before_march = self.month <= 2;
        let month = if is_before_march {
            self.month + 9
        } else {
            self.month - 3
        };
        // One era more, so that no number is negative.
        let year = self
            .year
            .wrapping_add(400 - i32::from(is_before_march))
            .unsigned_abs();
        let day_of_year = (153 * month + 2) / 5 + self.day - 1;
        let days = year * 365 + year / 4 - year / 100 + year / 400 + day_of_year;
        i64::from(days) - DAYS_PER_ERA - DAYS_TO_1970
    }

    /// The date so many days after 1970-01-01; for every day that a JavaScript `Date` can hold.
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

#[inline]
fn days_in_month(year: i32, month: u32) -> u32 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{Datelike, NaiveDate};

    #[test]
    fn every_day_is_the_one_that_chrono_names() {
        let mut days = Date {
            year: -1,
            month: 1,
            day: 1,
        }
        .days_since_1970();
        let mut date = NaiveDate::from_ymd_opt(-1, 1, 1).unwrap();
        while date.year() < 10_001 {
            let (year, month, day) = (date.year(), date.month(), date.day());
            assert_eq!(Date { year, month, day }.days_since_1970(), days);
            assert_eq!(Date::from_days_since_1970(days), Date { year, month, day });
            date = date.succ_opt().unwrap();
            days += 1;
        }
        assert_eq!(
            days,
            (date - NaiveDate::from_ymd_opt(1970, 1, 1).unwrap()).num_days()
        );
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
