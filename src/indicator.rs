//! The indicator in a host name: an IP address or a domain name.

use std::borrow::Cow;
use std::net::IpAddr;

use crate::punycode;

/// An indicator that a value holds, as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Indicator<'p> {
    /// An IPv4 or IPv6 address, unchanged.
    IpAddress(Cow<'p, str>),
    /// A domain name; punycode is decoded.
    DomainName(Cow<'p, str>),
}

impl<'p> Indicator<'p> {
    /// The indicator in a host name: white space is trimmed, and an empty name has none.
    ///
    /// An address has no zone, no brackets and no leading zeros. In a name that begins with `xn--`
    /// each label that does is decoded from punycode (RFC 3492), or kept if it is not valid.
    ///
    /// ```
    /// use heroku_drain::Indicator;
    ///
    /// let address = Indicator::in_host_name("::ffff:192.0.2.1".into());
    /// assert_eq!(address, Some(Indicator::IpAddress("::ffff:192.0.2.1".into())));
    ///
    /// let name = Indicator::in_host_name("xn--bcher-kva.example".into());
    /// assert_eq!(name, Some(Indicator::DomainName("bücher.example".into())));
    /// ```
    #[must_use]
    pub fn in_host_name(value: Cow<'p, str>) -> Option<Self> {
        let name = trim(value);
        if name.is_empty() {
            None
        } else if is_ip_address(&name) {
            Some(Self::IpAddress(name))
        } else if name.starts_with(PUNYCODE) {
            Some(Self::DomainName(decode(&name).into()))
        } else {
            Some(Self::DomainName(name))
        }
    }

    /// The address or the name.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::IpAddress(text) | Self::DomainName(text) => text,
        }
    }
}

/// The prefix of a label in punycode (RFC 3490, the ACE prefix).
const PUNYCODE: &str = "xn--";

fn trim(value: Cow<'_, str>) -> Cow<'_, str> {
    match value {
        Cow::Borrowed(text) => text.trim().into(),
        Cow::Owned(text) if text.trim().len() == text.len() => text.into(),
        Cow::Owned(text) => text.trim().to_owned().into(),
    }
}

fn is_ip_address(name: &str) -> bool {
    may_be_ip_address(name) && name.parse::<IpAddr>().is_ok()
}

/// Rules out most names cheaply. The longest address is an IPv6 address that ends in an IPv4 one: 45
/// bytes.
fn may_be_ip_address(name: &str) -> bool {
    name.len() <= 45
        && name
            .bytes()
            .all(|byte| byte.is_ascii_hexdigit() || byte == b'.' || byte == b':')
}

/// Label by label: a name may hold nothing but dots, so a list of its labels would outgrow it by far.
fn decode(name: &str) -> String {
    let mut decoded = String::with_capacity(name.len());
    for label in name.split_inclusive('.') {
        let (label, dot) = match label.strip_suffix('.') {
            Some(label) => (label, "."),
            None => (label, ""),
        };
        decoded.push_str(&decode_label(label));
        decoded.push_str(dot);
    }
    decoded
}

fn decode_label(label: &str) -> Cow<'_, str> {
    label
        .strip_prefix(PUNYCODE)
        .filter(|encoded| (1..=LONGEST_LABEL).contains(&encoded.len()))
        .and_then(punycode::decode)
        .map_or(label.into(), Into::into)
}

/// Decoding takes quadratic time in a label's length; a real one has at most 63 bytes.
const LONGEST_LABEL: usize = 255;

#[cfg(test)]
mod tests {
    use super::*;

    fn host_name(value: &str) -> Option<Indicator<'_>> {
        Indicator::in_host_name(value.into())
    }

    fn ip(text: &str) -> Indicator<'_> {
        Indicator::IpAddress(text.into())
    }

    fn name(text: &str) -> Indicator<'_> {
        Indicator::DomainName(text.into())
    }

    #[test]
    fn addresses_are_what_go_takes() {
        for text in [
            "1.2.3.4",
            "0.0.0.0",
            "::",
            "::1",
            "2001:DB8::1",
            "1:2:3:4:5:6:7::",
            "::1.2.3.4",
        ] {
            assert_eq!(host_name(text), Some(ip(text)));
        }
        let longest = "ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255";
        assert_eq!(host_name(longest), Some(ip(longest)));
        for text in [
            "1.2.3",
            "1.2.3.256",
            "01.2.3.4",
            "1.2.3.4.5",
            "fe80::1%eth0",
            "[::1]",
            "1:2:3:4:5:6:7:8::",
            "::12345",
            "1.2.3.4:80",
            "::ffff:01.2.3.4",
        ] {
            assert_eq!(host_name(text), Some(name(text)));
        }
    }

    #[test]
    fn the_text_is_the_address_or_the_name() {
        for text in ["::1", "host"] {
            assert_eq!(host_name(text).unwrap().text(), text);
        }
    }

    #[test]
    fn the_edges_are_trimmed_as_unicode_says() {
        assert_eq!(host_name("\t\u{a0}host\u{3000}"), Some(name("host")));
        assert_eq!(host_name("\t1.2.3.4"), Some(ip("1.2.3.4")));
        let owned = |text: &str| Indicator::in_host_name(text.to_owned().into());
        assert_eq!(owned(" host"), Some(name("host")));
        assert_eq!(owned("host"), Some(name("host")));
        assert_eq!(host_name("\t"), None);
        assert_eq!(host_name(""), None);
    }

    #[test]
    fn punycode_is_decoded_label_by_label() {
        assert_eq!(
            host_name("xn--mnchen-3ya.xn--bcher-kva.de"),
            Some(name("münchen.bücher.de"))
        );
        assert_eq!(
            host_name("www.xn--mnchen-3ya.de"),
            Some(name("www.xn--mnchen-3ya.de"))
        );
        assert_eq!(host_name("XN--mnchen-3ya"), Some(name("XN--mnchen-3ya")));
        assert_eq!(host_name("xn--"), Some(name("xn--")));
        assert_eq!(
            host_name("xn--!!!.xn--mnchen-3ya"),
            Some(name("xn--!!!.münchen"))
        );
        assert_eq!(
            host_name("xn--..xn--bcher-kva."),
            Some(name("xn--..bücher."))
        );
        let long = format!("xn--{}", "a".repeat(300));
        assert_eq!(host_name(&long), Some(name(&long)));
    }
}
