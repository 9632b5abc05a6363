//! The shared cases and the boundary's own arithmetic, in a browser.

#![cfg(target_arch = "wasm32")]

mod support;

use include_dir::{Dir, include_dir};
use wasm_bindgen_test::{console_log, wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

static CASES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/tests/cases");

/// The test script changes it when cases are added or removed, to embed them again.
const _: Option<&str> = option_env!("HEROKU_DRAIN_CASES");

#[wasm_bindgen_test]
fn every_case_in_every_framing() {
    let files = CASES
        .files()
        .filter(|file| file.path().extension().is_some_and(|it| it == "json"));
    let count = support::check_all(files.map(|file| file.contents_utf8().unwrap()));
    console_log!("shared cases: {count} ({})", browser());
}

fn browser() -> &'static str {
    let navigator = js_sys::Reflect::get(&js_sys::global(), &"navigator".into()).unwrap();
    let agent = js_sys::Reflect::get(&navigator, &"userAgent".into()).unwrap();
    match agent.as_string().unwrap() {
        agent if agent.contains("Firefox/") => "firefox",
        agent if agent.contains("Chrome/") => "chromium",
        agent => panic!("a browser that no test was meant for: {agent}"),
    }
}
