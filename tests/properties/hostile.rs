//! Payloads designed to be slow.

use super::tiling::tile;

/// Twice the work must not take much more than twice the steps. A test in seconds would be noisy,
/// so this one only has to end, in a time impossible for quadratic work.
#[test]
fn hostile_payloads_end() {
    const SIZE: usize = 1 << 20;
    let frames = |frame: &str, rest: &str| {
        frame.repeat(SIZE / 2 / frame.len()) + &rest.repeat(SIZE / 2 / rest.len())
    };
    let payloads = [
        "1 ".repeat(SIZE / 2),
        "9".repeat(SIZE),
        "<".repeat(SIZE),
        " ".repeat(SIZE),
        "1 <1>1 ".repeat(SIZE / 7),
        "9 <1>1 \n".repeat(SIZE / 8),
        "<1>\n".repeat(SIZE / 4),
        "9 <".repeat(SIZE / 3),
        frames("600000 <1>1 x", " "),
        frames("600000 <1>1 x", "9"),
        frames("600000 <1>1 x", "9 <"),
        frames("600000 <1>1 x\n", " \n"),
        frames("600001 <1>1 x 600000 <1>1 y", "\n"),
        format!("{}x", frames("800000 <1>1 x 600000 <1>1 y", " 1")),
        // Each of the frames would end inside the same long run, which has no boundary.
        format!("{}x", frames("600000 <1>1 x", " ")),
        format!("{}x", frames("600000 <1>1 x", "9")),
        format!("{}x", frames("600000 <1>1 x\n", "\n")),
        format!("{}x", frames("600000 <1>1 x", &(" ".repeat(100) + "x"))),
        format!("{}x", frames("600000 <1>1 x", &("9".repeat(100) + "x"))),
        format!("{}9 <x", frames("600000 <1>1 x", &" ".repeat(SIZE / 4))),
        format!("{}{}x", frames("700000 <1>1 x", " "), "9".repeat(SIZE / 4)),
        "{\"".repeat(SIZE / 2),
        "%3C".repeat(SIZE / 3),
        "\x1b[0".repeat(SIZE / 3),
        "xn--".repeat(SIZE / 4),
    ];
    for payload in payloads {
        tile(payload.as_bytes()).unwrap();
    }
}
