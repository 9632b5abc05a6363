//! Records as objects created by serde-wasm-bindgen, and the scan that is also timed natively.

#[path = "../../scan.rs"]
mod scan;

use js_sys::{Array, Date};
use serde::Serialize;
use wasm_bindgen::prelude::*;

/// A record with the package's keys, in the same order.
#[derive(Serialize)]
struct Event<'p> {
    message_len: Option<i32>,
    priority: Option<i32>,
    version: Option<Text<'p>>,
    timestamp: Option<Text<'p>>,
    host_name: Option<Text<'p>>,
    app_name: Option<Text<'p>>,
    process_id: Option<Text<'p>>,
    message_id: Option<Text<'p>>,
    message: Option<Text<'p>>,
    p_log_type: &'static str,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    p_event_time: Date,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    p_parse_time: Date,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    p_any_ip_addresses: JsValue,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    p_any_domain_names: JsValue,
}

type Text<'p> = std::borrow::Cow<'p, str>;

/// The records of a payload in bytes.
///
/// # Errors
///
/// Never, for any payload.
#[wasm_bindgen]
pub fn records_of_bytes(payload: &[u8], parse_time: &Date) -> Result<JsValue, JsValue> {
    records(payload, parse_time)
}

/// The records of a payload in a string.
///
/// # Errors
///
/// Never, for any payload.
#[wasm_bindgen]
pub fn records_of_text(payload: &str, parse_time: &Date) -> Result<JsValue, JsValue> {
    records(payload.as_bytes(), parse_time)
}

/// Scans a payload `times` times without output; returns the number of records.
#[wasm_bindgen]
#[must_use]
pub fn scan_times(payload: &[u8], times: u32) -> u32 {
    (0..times).fold(0, |records, _| records + scan::scan(payload))
}

fn records(payload: &[u8], parse_time: &Date) -> Result<JsValue, JsValue> {
    let events: Vec<Event> = heroku_drain::parse(payload)
        .flatten()
        .map(|record| event(&record, parse_time))
        .collect();
    Ok(serde_wasm_bindgen::to_value(&events)?)
}

fn event<'p>(record: &heroku_drain::Record<'p>, parse_time: &Date) -> Event<'p> {
    let (ip_addresses, domain_names) = indicators(record);
    Event {
        message_len: record.message_len(),
        priority: record.priority(),
        version: record.version(),
        timestamp: record.timestamp(),
        host_name: record.host_name(),
        app_name: record.app_name(),
        process_id: record.process_id(),
        message_id: record.message_id(),
        message: record.message(),
        p_log_type: "Heroku.Runtime",
        p_event_time: event_time(record, parse_time),
        p_parse_time: parse_time.clone(),
        p_any_ip_addresses: ip_addresses,
        p_any_domain_names: domain_names,
    }
}

#[allow(
    clippy::cast_precision_loss,
    reason = "the years 0 to 9999 stay far below 2^53"
)]
fn event_time(record: &heroku_drain::Record<'_>, parse_time: &Date) -> Date {
    match record.event_time() {
        Some(time) => Date::new(&(time.milliseconds() as f64).into()),
        None => parse_time.clone(),
    }
}

/// The IP addresses and the domain names in a record.
fn indicators(record: &heroku_drain::Record<'_>) -> (JsValue, JsValue) {
    use heroku_drain::Indicator::{DomainName, IpAddress};
    let list = |text: &str| Array::of1(&JsValue::from_str(text)).into();
    match record.indicator() {
        Some(IpAddress(text)) => (list(&text), JsValue::UNDEFINED),
        Some(DomainName(text)) => (JsValue::UNDEFINED, list(&text)),
        None => (JsValue::UNDEFINED, JsValue::UNDEFINED),
    }
}
