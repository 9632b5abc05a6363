//! The meaning of a priority: facility and severity (RFC 5424, section 6.2.1).

use std::fmt;

/// A PRI value, 0 to 191: eight times the facility plus the severity.
///
/// ```
/// use heroku_drain::Prival;
///
/// let prival = Prival::new(158).unwrap();
/// assert_eq!(prival.facility(), "local3");
/// assert_eq!(prival.severity(), "info");
/// assert_eq!(prival.to_string(), "local3.info");
/// assert_eq!(Prival::new(192), None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Prival(u8);

const FACILITIES: [&str; 24] = [
    "kern", "user", "mail", "daemon", "auth", "syslog", "lpr", "news", "uucp", "cron", "authpriv",
    "ftp", "ntp", "audit", "alert", "clock", "local0", "local1", "local2", "local3", "local4",
    "local5", "local6", "local7",
];

const SEVERITIES: [&str; 8] = [
    "emerg", "alert", "crit", "err", "warning", "notice", "info", "debug",
];

impl Prival {
    /// The largest PRI value: `local7.debug`.
    pub const MAX: i32 = 191;

    /// The PRI value of a priority, or `None` for a number that is not one.
    #[must_use]
    pub fn new(priority: i32) -> Option<Self> {
        u8::try_from(priority)
            .ok()
            .filter(|&value| i32::from(value) <= Self::MAX)
            .map(Self)
    }

    /// The facility's usual keyword, `kern` to `local7`.
    #[must_use]
    pub fn facility(self) -> &'static str {
        FACILITIES[usize::from(self.0 >> 3)]
    }

    /// The severity's usual keyword, `emerg` to `debug`.
    #[must_use]
    pub fn severity(self) -> &'static str {
        SEVERITIES[usize::from(self.0 & 7)]
    }
}

impl fmt::Display for Prival {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.facility(), self.severity())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_is_a_priority_or_none() {
        for priority in -300..=300 {
            match Prival::new(priority) {
                Some(prival) => {
                    let index = |names: &[&str], name| names.iter().position(|&n| n == name);
                    let facility = index(&FACILITIES, prival.facility()).unwrap();
                    let severity = index(&SEVERITIES, prival.severity()).unwrap();
                    assert_eq!(i32::try_from(facility * 8 + severity), Ok(priority));
                }
                None => assert!(!(0..=191).contains(&priority)),
            }
        }
    }

    #[test]
    fn the_names_are_those_of_the_captures() {
        let name = |priority| Prival::new(priority).unwrap().to_string();
        assert_eq!(name(0), "kern.emerg");
        assert_eq!(name(45), "syslog.notice");
        assert_eq!(name(134), "local0.info");
        assert_eq!(name(172), "local5.warning");
        assert_eq!(name(191), "local7.debug");
    }
}
