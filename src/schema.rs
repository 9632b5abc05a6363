//! The `Heroku.Runtime` schema, as data.

/// A log schema: how a line is cut into fields, and the type of each.
///
/// ```
/// use heroku_drain::schema::{FieldType, HEROKU_RUNTIME};
///
/// assert_eq!(HEROKU_RUNTIME.name, "Heroku.Runtime");
/// assert_eq!(HEROKU_RUNTIME.fields[3].name, "timestamp");
/// assert_eq!(HEROKU_RUNTIME.fields[3].field_type, FieldType::Timestamp);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Schema {
    /// The name that events of this schema carry as `p_log_type`.
    pub name: &'static str,
    /// A sentence that describes the events of this schema.
    pub description: &'static str,
    /// Where Heroku documents what the events hold.
    pub reference_url: &'static str,
    /// The fastmatch pattern: `%{name}` for a field, anything else is literal.
    pub pattern: &'static str,
    /// Values that mean "absent".
    pub empty_values: &'static [&'static str],
    /// The fields, in the pattern's order.
    pub fields: &'static [Field],
}

/// One field of a [`Schema`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// The field's name, as in the pattern.
    pub name: &'static str,
    /// The type its text must have.
    pub field_type: FieldType,
    /// Whether its instant is the time of the event.
    pub is_event_time: bool,
    /// The indicators that its value is scanned for.
    pub indicators: &'static [IndicatorType],
}

/// The type of a field's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldType {
    /// A decimal integer of 32 bits with an optional sign.
    Int,
    /// Text, unchanged.
    String,
    /// An RFC 3339 timestamp.
    Timestamp,
}

impl FieldType {
    /// The schema's word for the type.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Int => "int",
            Self::String => "string",
            Self::Timestamp => "timestamp",
        }
    }
}

/// A kind of indicator that a field's value is scanned for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IndicatorType {
    /// An IP address, or else a domain name.
    Hostname,
}

impl IndicatorType {
    /// The schema's word for the indicator.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Hostname => "hostname",
        }
    }
}

/// The schema that Panther publishes for Heroku's runtime logs.
pub const HEROKU_RUNTIME: Schema = Schema {
    name: "Heroku.Runtime",
    description: "Logs of a Heroku app, its dynos and add-ons, and of Heroku's system and API.",
    reference_url: "https://devcenter.heroku.com/articles/logging#runtime-logs",
    pattern: "%{message_len} <%{priority}>%{version} %{timestamp} %{host_name} %{app_name} \
              %{process_id} %{message_id} %{message}",
    empty_values: &["-"],
    fields: &[
        field("message_len", FieldType::Int),
        field("priority", FieldType::Int),
        field("version", FieldType::String),
        Field {
            is_event_time: true,
            ..field("timestamp", FieldType::Timestamp)
        },
        Field {
            indicators: &[IndicatorType::Hostname],
            ..field("host_name", FieldType::String)
        },
        field("app_name", FieldType::String),
        field("process_id", FieldType::String),
        field("message_id", FieldType::String),
        field("message", FieldType::String),
    ],
};

const fn field(name: &'static str, field_type: FieldType) -> Field {
    Field {
        name,
        field_type,
        is_event_time: false,
        indicators: &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_have_the_schemas_words() {
        let types = [FieldType::Int, FieldType::String, FieldType::Timestamp];
        assert_eq!(types.map(FieldType::as_str), ["int", "string", "timestamp"]);
        assert_eq!(IndicatorType::Hostname.as_str(), "hostname");
    }

    #[test]
    fn one_field_is_the_event_time_and_one_tells_of_hosts() {
        let named = |wanted: fn(&Field) -> bool| -> Vec<_> {
            let fields = HEROKU_RUNTIME.fields.iter();
            fields
                .filter(|field| wanted(field))
                .map(|field| field.name)
                .collect()
        };
        assert_eq!(named(|field| field.is_event_time), ["timestamp"]);
        assert_eq!(named(|field| !field.indicators.is_empty()), ["host_name"]);
        let plain = field("message", FieldType::String);
        assert_eq!(HEROKU_RUNTIME.fields.last(), Some(&plain));
    }
}
