//! The parser's allocations: none for ordinary payloads, at most a fraction of the size for others.

#![cfg(not(target_arch = "wasm32"))]
#![allow(unsafe_code, reason = "an allocator can be written in no other way")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use heroku_drain::schema::HEROKU_RUNTIME;
use heroku_drain::{Framing, Indicator, Record, Segment, explain};

/// Counts the bytes that each thread holds, and their maximum. Reallocation counts as holding both
/// blocks.
struct Counting;

thread_local! {
    static HELD: Cell<usize> = const { Cell::new(0) };
    static MOST: Cell<usize> = const { Cell::new(0) };
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

// SAFETY: every call is forwarded unchanged to the system's allocator.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let held = HELD.get() + layout.size();
        HELD.set(held);
        MOST.set(held.max(MOST.get()));
        // SAFETY: the caller upholds the contract of `alloc`.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        // Another thread may have allocated it.
        HELD.set(HELD.get().saturating_sub(layout.size()));
        // SAFETY: the caller upholds the contract of `dealloc`, and `System` allocated the block.
        unsafe { System.dealloc(place, layout) }
    }
}

/// The peak number of bytes that `work` holds, beyond those held before.
fn most_held(work: impl FnOnce()) -> usize {
    let before = HELD.get();
    MOST.set(before);
    work();
    MOST.get() - before
}

/// Reads a whole payload, including each value of each record, and returns the number of segments.
fn read(payload: &[u8], framing: Framing) -> usize {
    explain(payload, framing)
        .map(|segment| {
            if let Segment::Record(record) = &segment {
                read_values(record);
            }
        })
        .count()
}

fn read_values(record: &Record<'_>) {
    for index in 0..HEROKU_RUNTIME.fields.len() {
        std::hint::black_box((record.text(index), record.integer(index)));
    }
    std::hint::black_box((record.event_time(), record.prival(), record.indicator()));
    assert!(record.warnings().count() <= 5);
}

fn frame(payload: &str) -> String {
    format!("{} {payload}", payload.len())
}

#[test]
fn nothing_is_allocated_for_ordinary_payloads() {
    let header = "<190>1 2024-05-29T07:07:25.193493+00:00 host app web.1 -";
    let usual = frame(&format!("{header} Grüße\n"));
    let odd = frame(&format!("{header} x\r\n"));
    let rejected = frame("<190>1 noon - - - - -");
    let wrong = format!("9{}", frame(&format!("{header} x\n")));
    let all = [&usual, &odd, &rejected, &wrong, "<45>1 no count\n"].concat();
    for framing in Framing::ALL {
        for payload in [&usual, &odd, &rejected, &wrong, &all] {
            for times in [1, 10, 1000] {
                let payload = payload.repeat(times);
                let mut segments = 0;
                let held = most_held(|| segments = read(payload.as_bytes(), framing));
                assert!(segments > 0);
                assert_eq!(held, 0, "{framing:?}: {times} times {payload:.90?}");
            }
        }
    }
}

#[test]
fn one_endless_line_takes_no_memory() {
    let size = 1 << 17;
    for start in [
        "",
        "9 ",
        "9999999999 <1>1 ",
        "<1>",
        "{\"",
        "\"",
        "\x1F\u{FFFD}",
        "%3C",
    ] {
        for text in ["x", "é", "1", " ", "<", "\\", "\x1B[", "%3C"] {
            let payload = start.to_owned() + &text.repeat(size / text.len());
            for framing in Framing::ALL {
                let held = most_held(|| assert!(read(payload.as_bytes(), framing) > 0));
                assert!(
                    held <= SMALL,
                    "{framing:?}: {held} bytes for {start:?} {text:?}"
                );
            }
        }
    }
}

/// Enough for one long run and for the first line of `heroku logs` output.
const SMALL: usize = 1024;

/// Long runs of blanks and digits that contain count ends are cached: two numbers for at least 65
/// bytes, in a list that may be half empty and exists twice while it grows.
#[test]
fn runs_that_counts_point_into_take_less_than_the_payload() {
    let runs = format!("{}{}x", " ".repeat(64), "9".repeat(64)).repeat(20_000);
    let part = runs.len() / 2000;
    let counts: Vec<_> = (0..2000)
        .map(|at| format!("{} <1>1 x", part * at + 40_000))
        .collect();
    let payload = counts.concat() + &runs;
    let held = most_held(|| assert!(read(payload.as_bytes(), Framing::Auto) >= 2000));
    assert!(held > payload.len() / 8, "the runs are not noted: {held}");
    assert!(held < payload.len() * 3 / 4, "{held} of {}", payload.len());
}

/// A byte of punycode may decode to a four-byte character, in a text that grows by doubling.
#[test]
fn a_host_name_takes_memory_in_proportion_to_itself() {
    let size = 1 << 20;
    let four_bytes = format!("{}.xn--", "n28h".to_owned() + &"a".repeat(240));
    for text in [".", "a", "xn--.", "xn--bcher-kva.", &four_bytes] {
        let host_name = format!("xn--{}", text.repeat(size / text.len()));
        let held = most_held(|| {
            let indicator = Indicator::in_host_name(host_name.as_str().into());
            assert!(indicator.is_some());
        });
        assert!(held <= 7 * host_name.len(), "{held} bytes for {text:.20?}");
    }
}

#[test]
fn a_message_is_short_whatever_it_is_about() {
    let payload = "\u{202E}\x1B\u{E0001}".repeat(1 << 18);
    let problem = heroku_drain::parse(payload.as_bytes()).find_map(Result::err);
    let problem = problem.expect("no frame");
    let mut length = 0;
    let held = most_held(|| length = problem.message(payload.as_bytes()).len());
    assert!(length < 512 && held < 2048, "{length} bytes out of {held}");
}
