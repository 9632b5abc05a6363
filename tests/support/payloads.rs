//! Random payloads: well-formed, damaged, miscounted, in another format, and noise.

use super::choices::Choices;

/// A payload of any sort.
pub(crate) fn any(choices: &mut Choices<'_>) -> Vec<u8> {
    match choices.below(11) {
        0..2 => well_formed(choices).concat(),
        2..6 => {
            let payload = well_formed(choices).concat();
            after_accidents(choices, payload)
        }
        6..8 => miscounted(choices),
        8 => pieces(choices),
        9 => in_another_format(choices),
        _ => bytes(choices, 60),
    }
}

/// MSG-LEN, a space and PAYLOAD.
pub(crate) fn frame(payload: &[u8]) -> Vec<u8> {
    frame_off_by(payload, 0)
}

/// A frame whose count is wrong by `off`, and at least 1.
pub(crate) fn frame_off_by(payload: &[u8], off: i64) -> Vec<u8> {
    let length = i64::try_from(payload.len()).expect("a short payload") + off;
    [format!("{} ", length.max(1)).as_bytes(), payload].concat()
}

// ---- Well-formed ----

/// Frames as an octet-counting sender writes them, with any messages. Each priority begins
/// with a digit; everything else is arbitrary.
pub(crate) fn well_formed(choices: &mut Choices<'_>) -> Vec<Vec<u8>> {
    choices.some(5, |choices| frame(&syslog(choices, 2)))
}

/// PAYLOAD of a frame. Its message may contain frames, nested up to `depth` deep.
fn syslog(choices: &mut Choices<'_>, depth: usize) -> Vec<u8> {
    let priority = usually(choices, "190", &PRIORITIES);
    let version = usually(choices, "1", &["2", "", "-", "123", "1234", "+1"]);
    let timestamp = timestamp(choices);
    let host = usually(choices, "host", &HOSTS);
    let app = usually(choices, "app", &["heroku", "-", "", "\u{e4}pp"]);
    let process = usually(choices, "web.1", &PROCESSES);
    let id = usually(choices, "-", &["", "10", "\u{ef}d", "--"]);
    let header = format!("<{priority}>{version} {timestamp} {host} {app} {process} {id} ");
    [header.into_bytes(), message(choices, depth)].concat()
}

fn usually<'l>(choices: &mut Choices<'_>, usual: &'l str, others: &[&'l str]) -> &'l str {
    if choices.is(2, 3) {
        usual
    } else {
        choices.one_of(others)
    }
}

const PRIORITIES: [&str; 10] = [
    "158",
    "45",
    "0",
    "191",
    "192",
    "013",
    "999",
    "2147483647",
    "2147483648",
    "1x",
];

const PROCESSES: [&str; 6] = [
    "router",
    "scheduler.6388",
    "heroku-postgres",
    "-",
    "",
    "w\u{f6}rker.2",
];

pub(crate) const HOSTS: [&str; 24] = [
    "d.73ea7440-270a-435a-a0ea-adf50b4e5f5a",
    "1.2.3.4",
    "01.2.3.4",
    "1.2.3.256",
    "::1",
    "::",
    "::ffff:1.2.3.4",
    "1:2:3:4:5:6:7::8",
    "1:2:3:4:5:6:7::",
    "1:2:3:4:5:6:1.2.3.4",
    "fe80::1%eth0",
    "[::1]",
    "xn--bcher-kva.xn--p1ai",
    "xn--!.example",
    "xn--.xn---.xn--a-",
    "XN--bcher-kva",
    "www.xn--bcher-kva",
    "h\u{f6}st",
    "\t\u{a0}host\u{3000}",
    "\u{85}\u{2028}\n",
    "\u{feff}host\u{200b}",
    "\n-\t",
    "-",
    "",
];

fn timestamp(choices: &mut Choices<'_>) -> String {
    match choices.below(8) {
        0..4 => "2024-05-29T07:07:25.193493+00:00".into(),
        4..7 => any_timestamp(choices),
        _ => choices.one_of(&ODD_TIMESTAMPS).into(),
    }
}

/// Sometimes one of its parts is out of range.
fn any_timestamp(choices: &mut Choices<'_>) -> String {
    let year = choices.below(10_000);
    let (month, day) = (choices.below(13), choices.below(32));
    let (hour, minute, second) = (choices.below(25), choices.below(61), choices.below(61));
    let digits = choices
        .some(12, |choices| choices.below(10).to_string())
        .concat();
    let fraction = if digits.is_empty() {
        digits
    } else {
        format!(".{digits}")
    };
    let zone = zone(choices);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{fraction}{zone}")
}

fn zone(choices: &mut Choices<'_>) -> String {
    match choices.below(3) {
        0 => "Z".into(),
        1 => "+00:00".into(),
        _ => {
            let sign = choices.one_of(&['+', '-']);
            format!("{sign}{:02}:{:02}", choices.below(25), choices.below(61))
        }
    }
}

const ODD_TIMESTAMPS: [&str; 12] = [
    "-",
    "",
    "0000-01-01T00:00:00+23:59",
    "9999-12-31T23:59:59.9999-23:59",
    "1969-12-31T23:59:59.9999999Z",
    "2016-12-31T23:59:60Z",
    "2024-02-29T00:00:00Z",
    "2023-02-29T00:00:00Z",
    "2024-05-29t07:07:25z",
    "2024-05-29T07:07:25.Z",
    "2024-05-29T07:07:25,1Z",
    "yesterday",
];

/// A message that looks like frames and their ends, nested up to `depth` deep.
pub(crate) fn message(choices: &mut Choices<'_>, depth: usize) -> Vec<u8> {
    let parts = choices.some(3, |choices| part(choices, depth));
    let glue = choices.one_of::<&[u8]>(&[b"", b" ", b"\n", b"\r\n"]);
    let end = choices.one_of::<&[u8]>(&MESSAGE_ENDS);
    [parts.join(glue), end.to_vec()].concat()
}

const MESSAGE_ENDS: [&[u8]; 16] = [
    b"\n",
    b"\n",
    b"\n",
    b"\n",
    b"",
    b"",
    b"\r\n",
    b"\r",
    b"\n\n",
    b" ",
    b"7",
    b"\n0",
    b" 12345678901",
    b" 3 <1",
    b" 24 <190>1 ",
    b"\n24 <190>1 - ",
];

fn part(choices: &mut Choices<'_>, depth: usize) -> Vec<u8> {
    match choices.below(8) {
        0 if depth > 0 => frame(&syslog(choices, depth - 1)),
        1 if depth > 0 => syslog(choices, depth - 1),
        2 => bytes(choices, 12),
        3 => pieces(choices),
        _ => choices.one_of(&TEXTS).as_bytes().to_vec(),
    }
}

const TEXTS: [&str; 16] = [
    "at=info method=GET path=\"/a?x=1&y=2\" host=x.example dyno=web.1 service=2ms status=200",
    "State changed from starting to up",
    "source=DATABASE sample#db_size=90755887bytes sample#memory-total=3944484kB",
    "[YELLOW] [12-1]  sql_error_code = 00000 LOG: done",
    "{\"level\":\"info\",\"message\":\"hello\"}",
    "gr\u{fc}\u{df}e \u{4f8b}\u{3048} \u{1f601}",
    "total 1",
    "24",
    "\n24 <190>1 - h a p - on a line",
    "24 <190>1 - h a p - in a line",
    "<190>1 - h a p - without a count",
    "-",
    "83 <40>1 2012-11-30T06:45:29+00:00 host app web.3 - a frame in a text",
    "2024-05-29T07:07:25.193493+00:00 app[web.1]: as the command prints",
    "\0\u{8}\u{1b}[31mred\u{1b}[0m \u{2028} \u{7f} \"quoted\" \\ back",
    "",
];

// ---- Wrong counts ----

/// A syslog message of one line, without text that looks like a boundary. The message is not empty
/// and does not end in a blank, so that wrong counts have one right reading.
pub(crate) struct Line {
    pub(crate) header: String,
    pub(crate) message: String,
}

impl Line {
    /// PAYLOAD, with a line feed at its end.
    pub(crate) fn payload(&self) -> Vec<u8> {
        [&self.header, &self.message, "\n"].concat().into()
    }
}

pub(crate) fn lines(choices: &mut Choices<'_>) -> Vec<Line> {
    let line = |choices: &mut Choices<'_>| {
        let priority = choices.one_of(&["0", "45", "190"]);
        let timestamp = choices.one_of(&["-", "2024-05-29T07:07:25.193493+00:00"]);
        let host = choices.one_of(&["host", "1.2.3.4", "-"]);
        let texts = choices.some(3, |choices| choices.one_of(&LINES));
        Line {
            header: format!("<{priority}>1 {timestamp} {host} app web.1 - "),
            message: [&["m"], &texts[..]].concat().join(" "),
        }
    };
    choices.some(6, line)
}

const LINES: [&str; 12] = [
    "at=info method=GET path=\"/a?x=1&y=2\" host=x.example dyno=web.1 service=2ms status=200",
    "State changed from starting to up",
    "[YELLOW] [12-1]  sql_error_code = 00000 LOG: done",
    "{\"level\":\"info\",\"message\":\"hello\"}",
    "gr\u{fc}\u{df}e",
    "Listening on 3000",
    "1",
    "24",
    "12345678901",
    "3 > 2",
    "a < b",
    "x",
];

/// Lines with wrong counts: all wrong by the same amount, or each by its own.
fn miscounted(choices: &mut Choices<'_>) -> Vec<u8> {
    let off = |choices: &mut Choices<'_>| choices.one_of(&[-3, -2, -1, 0, 1, 2, 3]);
    let all = choices.is(1, 2).then(|| off(choices));
    let mut payload = vec![];
    for line in lines(choices) {
        let off = all.unwrap_or_else(|| off(choices));
        payload.extend(frame_off_by(&line.payload(), off));
    }
    if choices.is(1, 4) {
        after_accidents(choices, payload)
    } else {
        payload
    }
}

// ---- Accidents ----

/// The payload after one to four accidents.
pub(crate) fn after_accidents(choices: &mut Choices<'_>, payload: Vec<u8>) -> Vec<u8> {
    (0..=choices.below(4)).fold(payload, |payload, _| {
        choices.one_of(&ACCIDENTS)(choices, &payload)
    })
}

type Accident = fn(&mut Choices<'_>, &[u8]) -> Vec<u8>;

const ACCIDENTS: [Accident; 29] = [
    run_added,
    between_frames_added,
    between_frames_added,
    lines_prefixed,
    counts_removed,
    counts_off,
    counts_off,
    carriage_returns_removed,
    saved_as_latin_1,
    blanks_trimmed,
    last_byte_removed,
    bytes_dropped,
    bytes_added,
    bit_flipped,
    byte_replaced,
    end_cut,
    start_cut,
    line_ends_lost,
    line_ends_of_windows,
    line_ends_half_counted,
    line_ends_to_blanks,
    count_wrong,
    count_wrong,
    zeros_or_sign_before_count,
    parts_swapped,
    byte_order_mark_added,
    frame_like_added,
    indented,
    frame_repeated,
];

fn bytes_dropped(choices: &mut Choices<'_>, payload: &[u8]) -> Vec<u8> {
    let mut payload = payload.to_vec();
    let start = place(choices, &payload);
    let end = payload.len().min(start + 1 + choices.below(8));
    payload.drain(start..end);
    payload
}

fn bytes_added(choices: &mut Choices<'_>, payload: &[u8]) -> Vec<u8> {
    let added = if choices.is(1, 2) {
        bytes(choices, 6)
    } else {
        pieces(choices)
    };
    with(choices, payload, &added)
}

/// Text between bodies in a capture, at the start of a line.
fn between_frames_added(choices: &mut Choices<'_>, payload: &[u8]) -> Vec<u8> {
    let starts: Vec<_> = (0..=payload.len())
        .filter(|&at| payload[..at].ends_with(b"\n") || at == payload.len())
        .collect();
    let (before, after) = payload.split_at(choices.one_of(&starts));
    [before, choices.one_of::<&[u8]>(&BETWEEN), after].concat()
}

/// Text between frames. It neither ends in a digit nor looks like a frame.
pub(crate) const BETWEEN: [&[u8]; 9] = [
    b"POST /logs HTTP/1.1\r\nHost: drain.example\r\nContent-Length: 50\r\n\r\n",
    b"\r\n--------------------------d74496d66958873e\r\n",
    b"\r\n--------------------------d74496d66958873e--\r\n",
    b"drain_1  | ",
    b"<190>1 - h a p - without a count\n",
    b"<13>May 29 07:07:25 host app[1]: an old line\n",
    b"-- the end --\n",
    b"\0\0\0\0",
    b"12345\n",
];

fn lines_prefixed(choices: &mut Choices<'_>, payload: &[u8]) -> Vec<u8> {
    let prefix = choices.one_of::<&[u8]>(&[b"drain_1  | ", b"> ", b"body: ", b"1: "]);
    let lines = payload.split_inclusive(|&byte| byte == b'\n');
    lines.flat_map(|line| [prefix, line].concat()).collect()
}

/// Removes digits and a space before `<`, at the start of some lines.
fn counts_removed(choices: &mut Choices<'_>, payload: &[u8]) -> Vec<u8> {
    let lines = payload.split_inclusive(|&byte| byte == b'\n');
    let mut changed = vec![];
    for line in lines {
        let digits = line.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let is_counted = digits > 0 && line[digits..].starts_with(b" <");
        let removed = is_counted && choices.is(1, 2);
        changed.extend(&line[if removed { digits + 1 } else { 0 }..]);
    }
    changed
}

/// Makes all counts at the start of a line wrong by the same amount.
fn counts_off(choices: &mut Choices<'_>, payload: &[u8]) -> Vec<u8> {
    let off = choices.one_of(&[-3, -2, -1, 1, 2, 3]);
    let lines = payload.split_inclusive(|&byte| byte == b'\n');
    let changed = lines.flat_map(|line| {
        let digits = line.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let count = str::from_utf8(&line[..digits]).expect("digits are ASCII");
        match count.parse::<u32>() {
            Ok(count) if line[digits..].starts_with(b" <") => {
                let count = (i64::from(count) + off).max(0).to_string();
                [count.as_bytes(), &line[digits..]].concat()
            }
            _ => line.to_vec(),
        }
    });
    changed.collect()
}

fn carriage_returns_removed(_: &mut Choices<'_>, payload: &[u8]) -> Vec<u8> {
    let others = payload.iter().filter(|&&byte| byte != b'\r');
    others.copied().collect()
}

/// Converts characters up to U+00FF to one byte each and keeps the counts of their UTF-8.
fn saved_as_latin_1(_: &mut Choices<'_>, payload: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(payload);
    text.chars()
        .map(|character| u8::try_from(character).unwrap_or(b'?'))
        .collect()
}

/// Removes blanks before line ends.
fn blanks_trimmed(_: &mut Choices<'_>, payload: &[u8]) -> Vec<u8> {
    let lines: Vec<_> = payload
        .split(|&byte| byte == b'\n')
        .map(<[u8]>::trim_ascii_end)
        .collect();
    lines.join(&b'\n')
}

fn last_byte_removed(_: &mut Choices<'_>, payload: &[u8]) -> Vec<u8> {
    payload[..payload.len().saturating_sub(1)].to_vec()
}

/// Adds a run longer than the parser's lookahead.
fn run_added(choices: &mut Choices<'_>, payload: &[u8]) -> Vec<u8> {
    let one = choices.one_of::<&[u8]>(&[
        b" ",
        b"\n",
        b" \t\r\n",
        b"9",
        b"0",
        b"x",
        "\u{e9}".as_bytes(),
    ]);
    let run = one.repeat(choices.below(200));
    with(choices, payload, &run)
}

fn bit_flipped(choices: &mut Choices<'_>, payload: &[u8]) -> Vec<u8> {
    let mut payload = payload.to_vec();
    let at = place(choices, &payload);
    let bit = 1 << choices.below(8);
    if let Some(byte) = payload.get_mut(at) {
        *byte ^= bit;
    }
    payload
}

fn byte_replaced(choices: &mut Choices<'_>, payload: &[u8]) -> Vec<u8> {
    let mut payload = payload.to_vec();
    let at = place(choices, &payload);
    let new = choices.one_of(b"019 \t<>\r\n-+:.TZ\0\x80\xFF");
    if let Some(byte) = payload.get_mut(at) {
        *byte = new;
    }
    payload
}

fn end_cut(choices: &mut Choices<'_>, payload: &[u8]) -> Vec<u8> {
    let mut payload = payload.to_vec();
    let most = payload.len();
    let near = if choices.is(1, 2) { most.min(4) } else { most };
    payload.truncate(most - choices.below(near + 1));
    payload
}

fn start_cut(choices: &mut Choices<'_>, payload: &[u8]) -> Vec<u8> {
    let start = place(choices, payload);
    payload[start..].to_vec()
}

fn line_ends_lost(choices: &mut Choices<'_>, payload: &[u8]) -> Vec<u8> {
    with_line_ends(choices, payload, b"")
}

fn line_ends_of_windows(choices: &mut Choices<'_>, payload: &[u8]) -> Vec<u8> {
    with_line_ends(choices, payload, b"\r\n")
}

/// Makes counts include the CR of CR LF, but not the LF.
fn line_ends_half_counted(_: &mut Choices<'_>, payload: &[u8]) -> Vec<u8> {
    let mut changed = vec![];
    for (at, &byte) in payload.iter().enumerate() {
        let before_count = payload.get(at + 1).is_some_and(u8::is_ascii_digit);
        match byte {
            b'\n' if before_count => changed.extend(b"\r\n"),
            b'\n' => changed.push(b'\r'),
            _ => changed.push(byte),
        }
    }
    changed
}

fn line_ends_to_blanks(choices: &mut Choices<'_>, payload: &[u8]) -> Vec<u8> {
    let blank = choices.one_of::<&[u8]>(&[b" ", b"\t", b" \n", b"\n \t", b"\n\n", b"\r"]);
    with_line_ends(choices, payload, blank)
}

/// Replaces some or all LFs with another text.
fn with_line_ends(choices: &mut Choices<'_>, payload: &[u8], line_end: &[u8]) -> Vec<u8> {
    let all = choices.is(1, 2);
    let mut changed = vec![];
    for &byte in payload {
        if byte == b'\n' && (all || choices.is(1, 2)) {
            changed.extend(line_end);
        } else {
            changed.push(byte);
        }
    }
    changed
}

fn count_wrong(choices: &mut Choices<'_>, payload: &[u8]) -> Vec<u8> {
    const OFF: [i64; 14] = [
        -100,
        -20,
        -7,
        -2,
        -1,
        1,
        2,
        3,
        6,
        100,
        1_000_000,
        4_294_967_296,
        5_000_000_000,
        1_000_000_000_000_000,
    ];
    let near = i64::try_from(choices.below(400)).expect("a small number");
    let off = choices.one_of(&OFF);
    let off = if choices.is(1, 2) { near } else { off };
    with_count(choices, payload, |digits| {
        let count: i64 = digits.parse().unwrap_or_default();
        count.saturating_add(off).to_string()
    })
}

fn zeros_or_sign_before_count(choices: &mut Choices<'_>, payload: &[u8]) -> Vec<u8> {
    let front = choices.one_of(&["0", "00", "0000000", "00000000000", "+", "-", " ", "x", "9"]);
    with_count(choices, payload, |digits| format!("{front}{digits}"))
}

/// Replaces one count, the digits before ` <`, with another text.
fn with_count(
    choices: &mut Choices<'_>,
    payload: &[u8],
    change: impl Fn(&str) -> String,
) -> Vec<u8> {
    let ends: Vec<_> = (1..payload.len())
        .filter(|&at| payload[at - 1].is_ascii_digit() && payload[at..].starts_with(b" <"))
        .collect();
    if ends.is_empty() {
        return payload.to_vec();
    }
    let (before, after) = payload.split_at(choices.one_of(&ends));
    let is_digit = |byte: &&u8| byte.is_ascii_digit();
    let start = before.len() - before.iter().rev().take_while(is_digit).count();
    let digits = str::from_utf8(&before[start..]).expect("digits are ASCII");
    [&before[..start], change(digits).as_bytes(), after].concat()
}

fn parts_swapped(choices: &mut Choices<'_>, payload: &[u8]) -> Vec<u8> {
    let mut places = [place(choices, payload), place(choices, payload)];
    places.sort_unstable();
    let [first, second] = places;
    [
        &payload[second..],
        &payload[first..second],
        &payload[..first],
    ]
    .concat()
}

fn byte_order_mark_added(choices: &mut Choices<'_>, payload: &[u8]) -> Vec<u8> {
    let mark = "\u{feff}".as_bytes();
    if choices.is(2, 3) {
        [mark, payload].concat()
    } else {
        with(choices, payload, mark)
    }
}

fn frame_like_added(choices: &mut Choices<'_>, payload: &[u8]) -> Vec<u8> {
    let added = choices.one_of::<&[u8]>(&FRAME_LIKE);
    with(choices, payload, added)
}

const FRAME_LIKE: [&[u8]; 14] = [
    b"83 <40>1 ",
    b"\n83 <40>1 ",
    b"\n \t5 <1>1 ",
    b"\r83 <40>1 x",
    b"<190>1 ",
    b"\n<190>1 2024-05-29T07:07:25Z host app web.1 - x\n",
    b"12345678901 <1>1 ",
    b"0 <1>1 ",
    b"00 ",
    b"-5 <1>1 ",
    b"1 <->1 ",
    b"7 <1",
    b" ",
    b"\n\n",
];

fn indented(_: &mut Choices<'_>, payload: &[u8]) -> Vec<u8> {
    let lines: Vec<_> = payload.split(|&byte| byte == b'\n').collect();
    [b"  ".to_vec(), lines.join(&b"\n \t"[..])].concat()
}

/// Repeats some of its bytes elsewhere.
fn frame_repeated(choices: &mut Choices<'_>, payload: &[u8]) -> Vec<u8> {
    let start = place(choices, payload);
    let end = payload.len().min(start + choices.below(120));
    let again = payload[start..end].to_vec();
    with(choices, payload, &again)
}

/// Inserts more bytes.
fn with(choices: &mut Choices<'_>, payload: &[u8], more: &[u8]) -> Vec<u8> {
    let (before, after) = payload.split_at(place(choices, payload));
    [before, more, after].concat()
}

fn place(choices: &mut Choices<'_>, payload: &[u8]) -> usize {
    choices.below(payload.len() + 1)
}

// ---- Payloads in other formats ----

/// Unchanged, or after accidents, or followed by a possible frame.
fn in_another_format(choices: &mut Choices<'_>) -> Vec<u8> {
    let front = choices.one_of(&["", "", "\u{feff}", " \t", "\r\n", "\u{feff}\n "]);
    let text = if choices.is(1, 2) {
        choices.one_of::<&[u8]>(&OTHER_FORMATS).to_vec()
    } else {
        converted(choices)
    };
    let payload = [front.as_bytes(), &text].concat();
    match choices.below(3) {
        0 => payload,
        1 => after_accidents(choices, payload),
        _ => [payload, b"\n".to_vec(), any(choices)].concat(),
    }
}

/// A drain payload that was converted.
fn converted(choices: &mut Choices<'_>) -> Vec<u8> {
    let payload = well_formed(choices).concat();
    let text = String::from_utf8_lossy(&payload);
    match choices.below(5) {
        0 => base64(choices, &payload),
        1 => utf16(choices, &text),
        2 => html_escaped(choices, &text).into(),
        3 => serde_json::Value::from(text).to_string().into(),
        _ => cli_output(choices, &payload),
    }
}

/// In the standard or the URL-safe alphabet, with line breaks or without, padded or not.
fn base64(choices: &mut Choices<'_>, payload: &[u8]) -> Vec<u8> {
    const LETTERS: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    let [plus, slash] = choices.one_of(&[*b"+/", *b"-_"]);
    let letter = |sextet: usize| *LETTERS.get(sextet).unwrap_or(&[plus, slash][sextet & 1]);
    let group = |octets: &[u8]| {
        let mut three = [0; 3];
        three[..octets.len()].copy_from_slice(octets);
        let bits = three
            .iter()
            .fold(0, |bits, &octet| bits << 8 | usize::from(octet));
        let four = [bits >> 18, bits >> 12 & 63, bits >> 6 & 63, bits & 63].map(letter);
        four[..=octets.len()].to_vec()
    };
    let encoded: Vec<_> = payload.chunks(3).flat_map(group).collect();
    let pads = if choices.is(1, 2) {
        (4 - encoded.len() % 4) % 4
    } else {
        0
    };
    let width = choices.one_of(&[4, 64, 76, 1 << 20]);
    let lines: Vec<_> = encoded.chunks(width).collect();
    let line_end = choices.one_of::<&[u8]>(&[b"\n", b"\r\n"]);
    [
        lines.join(line_end),
        b"=".repeat(pads),
        choices.one_of::<&[u8]>(&[b"", b"\n"]).to_vec(),
    ]
    .concat()
}

/// With or without a mark, in either byte order, sometimes decoded as UTF-8 afterwards.
fn utf16(choices: &mut Choices<'_>, text: &str) -> Vec<u8> {
    let mark = choices.one_of(&["", "\u{feff}"]);
    let order = choices.one_of(&[u16::to_le_bytes, u16::to_be_bytes]);
    let units = mark.encode_utf16().chain(text.encode_utf16());
    let bytes: Vec<_> = units.flat_map(order).collect();
    if choices.is(1, 3) {
        String::from_utf8_lossy(&bytes).into_owned().into()
    } else {
        bytes
    }
}

fn html_escaped(choices: &mut Choices<'_>, text: &str) -> String {
    let less = choices.one_of(&["&lt;", "&#60;", "&#x3c;", "&LT;", "&#X3C;"]);
    let greater = choices.one_of(&["&gt;", "&#62;", "&#x3e;", "&Gt;", "&#x3E;"]);
    let text = text.replace('&', "&amp;").replace('<', less);
    text.replace('>', greater)
}

/// Output of `heroku logs` for messages that are a payload's lines.
fn cli_output(choices: &mut Choices<'_>, payload: &[u8]) -> Vec<u8> {
    let first = choices.one_of::<&[u8]>(&[b"Listening on 3000\n", b""]);
    let text = [first, payload].concat();
    let lines = text.split_inclusive(|&byte| byte == b'\n');
    let prefix = &b"2024-05-29T07:07:25.193493+00:00 app[web.1]: "[..];
    lines.flat_map(|line| [prefix, line].concat()).collect()
}

const OTHER_FORMATS: [&[u8]; 24] = [
    b"\x1F\x8B\x08\0\0\0\0\0",
    b"\x1F\xEF\xBF\xBD\x08",
    b"{\"level\":\"info\"}\n{\"level\":\"warn\"}\n",
    b"{ \n}",
    b"[\t{\"message\":\"63 <190>1 x\"}]",
    b"[]",
    b"\"63 <190>1 2024-05-29T07:07:25Z host app web.1 - say \\\"Hi.\\\"\\n\" \n",
    b"\"\"",
    b"payload=63+%3C190%3E1+2024-05-29T07%3A07%3A25Z+host+app+web.1+-+x%0A",
    b"63+%3c1%3e1\r\n",
    b"2024-05-29T07:07:25.193493+00:00 app[web.1]: Listening on 3000\n",
    b"\x1B[36m2024-05-29T07:07:25+00:00 heroku[router]:\x1B[0m at=info\n",
    b"2024-05-29T07:07:25 a[b]:",
    b"2024-05-29T07:07:25 app[[x]:\n63 <190>1 x",
    b"MjQgPDE5",
    b"MjQgPDE",
    b"MjQg\r\nPDE5MD4x=\n",
    b"2\x004\0 \0<\x001\0",
    b"\x002\x004\0 \0<\x001",
    b"\xFF\xFE2\0",
    b"\xEF\xBF\xBD\xEF\xBF\xBD\x002",
    b"24 &lt;190&gt;1 - h a p - x\n",
    b"&#60;45&#X3E;1 - h a p - x\n",
    b"24 &LT;190&gt",
];

// ---- Noise ----

/// Bytes of any value.
fn bytes(choices: &mut Choices<'_>, most: usize) -> Vec<u8> {
    choices.some(most, |choices| {
        u8::try_from(choices.below(256)).expect("a byte")
    })
}

/// Parts of frames and of payloads in other formats, in random order.
pub(crate) fn pieces(choices: &mut Choices<'_>) -> Vec<u8> {
    let most = if choices.is(1, 2) { 6 } else { 40 };
    choices
        .some(most, |choices| choices.one_of::<&[u8]>(&PIECES))
        .concat()
}

const PIECES: [&[u8]; 56] = [
    b"0",
    b"1",
    b"9",
    b"12",
    b" ",
    b" ",
    b"<",
    b">",
    b"\n",
    b"\r",
    b"\t",
    b"-",
    b"+",
    b"{",
    b"[",
    b"]:",
    b"\"",
    b"\\",
    b"%3C",
    b"%3e",
    b"\x1F",
    b"\x8B",
    b"\x1B[0;3",
    b"m",
    b"\xEF\xBB\xBF",
    b"\xEF\xBF\xBD",
    b"\xC3",
    b"\xA9",
    b"\xF0\x9F",
    b"\xF0\x9F\x98\x81",
    b"\xED\xA0",
    b"63 <190>1 2024-05-29T07:07:25.193493+00:00 host app web.1 - first\n",
    b"9 <1>1 x\n",
    b"<45>1 ",
    b"5 <1>1 ",
    b"20 <1>1 - - - - - ",
    b"<13>1 - h a p - m",
    b"- <1>1 - - - - - ",
    b"2024-05-29T07:07:25Z ",
    b"2024-05-29T07:07:25 app[web.1]: ",
    b"host app web.1 - ",
    b"- - - - - x",
    b"\0",
    b"xn--bcher-kva ",
    b"::1 ",
    b"00000000012 <",
    b"2147483648 <",
    b"&lt;",
    b"&#62;",
    b"MjQgPDE5",
    b"=",
    b"2\0",
    b" \0<\0",
    b"\xFF\xFE",
    b"<190>1 - h a p - x\n",
    b"        ",
];
