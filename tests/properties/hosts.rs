//! Host names: the parser, the twin and std agree on what is an address.

use std::net::IpAddr;

use heroku_drain::Indicator;

use super::exhaustive::each;
use super::payloads::HOSTS;
use super::twin;

const ADDRESSES: [&str; 16] = [
    "0.0.0.0",
    "1.2.3.4",
    "10.20.30.40",
    "192.168.100.200",
    "255.255.255.255",
    "::",
    "::1",
    "1::",
    "fe80::1",
    "2001:db8::8a2e:370:7334",
    "1:2:3:4:5:6:7:8",
    "1:2:3:4:5:6:7::",
    "::2:3:4:5:6:7:8",
    "::ffff:192.0.2.1",
    "1:2:3:4:5:6:1.2.3.4",
    "1:2:3:4:5::1.2.3.4",
];

const CHARACTERS: [&str; 22] = [
    "0", "1", "2", "5", "9", "25", "a", "f", "F", "g", ":", "::", ".", "..", "%", "%eth0", "[",
    "]", "/", "-", "x", "\u{661}",
];

/// Whether it is an address, on which all three agree.
fn is_address(text: &str) -> bool {
    let found = Indicator::in_host_name(text.into()).map(|it| match it {
        Indicator::IpAddress(text) => twin::Indicator::IpAddress(text.into()),
        Indicator::DomainName(text) => twin::Indicator::DomainName(text.into()),
    });
    assert_eq!(found, twin::indicator(text), "{text:?}");
    let is_address = matches!(found, Some(twin::Indicator::IpAddress(_)));
    assert_eq!(
        is_address,
        text.trim().parse::<IpAddr>().is_ok(),
        "{text:?}"
    );
    is_address
}

/// The text after each deletion, insertion or replacement of one character.
fn edited(text: &str) -> Vec<String> {
    let mut edited = vec![];
    for (at, character) in text.char_indices() {
        let behind = &text[at + character.len_utf8()..];
        edited.push([&text[..at], behind].concat());
        for new in CHARACTERS {
            edited.push([&text[..at], new, behind].concat());
            edited.push([&text[..at], new, &text[at..]].concat());
        }
    }
    edited.extend(CHARACTERS.map(|new| [text, new].concat()));
    edited
}

#[test]
fn addresses_and_what_differs_by_one_character() {
    let mut addresses = 0;
    for address in ADDRESSES {
        assert!(is_address(address));
        let edited = edited(address);
        addresses += edited.iter().filter(|text| is_address(text)).count();
    }
    assert!(addresses > 1_000, "only {addresses} of them are addresses");
}

#[test]
#[ignore = "takes 5 seconds in release"]
fn short_addresses_and_what_differs_by_two_characters() {
    let short = ADDRESSES.into_iter().filter(|address| address.len() < 12);
    for once in short.flat_map(edited) {
        for twice in edited(&once) {
            is_address(&twice);
        }
    }
}

/// `0` alone is not a leading zero; Go accepts no leading zeros, zones or brackets.
#[test]
fn every_number_in_an_ipv4_address() {
    for number in 0..=1000 {
        for place in 0..4 {
            let with = |part: String| {
                let mut parts = ["1", "2", "3", "4"].map(String::from);
                parts[place] = part;
                parts.join(".")
            };
            assert_eq!(is_address(&with(number.to_string())), number < 256);
            assert!(!is_address(&with(format!("0{number}"))));
            assert!(!is_address(&with(format!("+{number}"))));
        }
    }
}

#[test]
fn every_number_of_groups_around_every_gap() {
    for before in 0..=9 {
        for behind in 0..=9 {
            let groups = |count: usize| vec!["a"; count].join(":");
            let text = format!("{}::{}", groups(before), groups(behind));
            assert_eq!(is_address(&text), before + behind < 8, "{text}");
            let text = format!("{text}:1.2.3.4");
            assert_eq!(
                is_address(&text),
                behind > 0 && before + behind < 6,
                "{text}"
            );
            let text = format!("{}::1.2.3.4", groups(before));
            assert_eq!(is_address(&text), before < 6, "{text}");
        }
    }
}

/// A label with more than 255 characters after `xn--` is not decoded.
#[test]
fn every_length_of_a_label() {
    for length in 1..=300 {
        let basic = "a".repeat(length);
        let host = format!("xn--{basic}-.example");
        let decoded = format!("{basic}.example");
        let expected = if length < 255 { decoded } else { host.clone() };
        let found = Indicator::in_host_name(host.as_str().into()).map(|it| it.text().to_owned());
        assert_eq!(found, Some(expected));
        assert!(!is_address(&host));
        assert!(!is_address(&format!("xn--{}", "\u{e9}".repeat(length))));
    }
}

const CHARACTERS_OF_ADDRESSES: [&[u8]; 6] = [b":", b"::", b".", b"1", b"0", b"f"];
const CHARACTERS_OF_PUNYCODE: [&[u8]; 7] = [b"a", b"z", b"0", b"9", b"-", b"A", b"."];

#[test]
fn all_short_names() {
    assert_eq!(each(&CHARACTERS_OF_ADDRESSES, 5, check_name), 9_331);
    assert_eq!(each(&CHARACTERS_OF_PUNYCODE, 4, check_punycode), 2_801);
    for host in HOSTS {
        is_address(host);
    }
}

#[test]
#[ignore = "takes 3 seconds in release"]
fn all_longer_names() {
    assert_eq!(each(&CHARACTERS_OF_ADDRESSES, 8, check_name), 2_015_539);
    assert_eq!(each(&CHARACTERS_OF_PUNYCODE, 7, check_punycode), 960_800);
}

fn check_name(name: &[u8]) {
    is_address(str::from_utf8(name).unwrap());
}

fn check_punycode(label: &[u8]) {
    assert!(!is_address(&format!(
        "xn--{}",
        str::from_utf8(label).unwrap()
    )));
}
