//! Reproducible payloads like those of an app.

/// A small generator (xorshift64) with one seed.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) const fn new() -> Self {
        Self(0x9E37_79B9_7F4A_7C15)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    pub(crate) fn below(&mut self, limit: u32) -> u32 {
        u32::try_from((self.next() >> 32) % u64::from(limit)).expect("a number below the limit")
    }

    pub(crate) fn one<T: Copy>(&mut self, items: &[T]) -> T {
        let count = u32::try_from(items.len()).expect("a short list");
        items[self.below(count) as usize]
    }

    fn timestamp(&mut self) -> String {
        let (minute, second) = (self.below(60), self.below(60));
        let microsecond = self.below(1_000_000);
        format!("2026-05-17T09:{minute:02}:{second:02}.{microsecond:06}+00:00")
    }

    fn request_id(&mut self) -> String {
        let hex = format!("{:016x}{:016x}", self.next(), self.next());
        [0..8, 8..12, 12..16, 16..20, 20..32]
            .map(|part| &hex[part])
            .join("-")
    }
}

/// The parts of one frame.
pub(crate) struct Line {
    pub(crate) priority: &'static str,
    pub(crate) version: &'static str,
    pub(crate) timestamp: String,
    pub(crate) host_name: &'static str,
    pub(crate) app_name: &'static str,
    pub(crate) process_id: String,
    pub(crate) message: String,
    pub(crate) end: &'static str,
    /// Added to the correct octet count.
    pub(crate) miscount: i32,
}

impl Line {
    fn new(
        random: &mut Random,
        priority: &'static str,
        app_name: &'static str,
        process_id: impl Into<String>,
        message: String,
    ) -> Self {
        Self {
            priority,
            version: "1",
            timestamp: random.timestamp(),
            host_name: "host",
            app_name,
            process_id: process_id.into(),
            message,
            end: "\n",
            miscount: 0,
        }
    }

    pub(crate) fn encode(&self) -> String {
        let Self {
            priority,
            version,
            timestamp,
            host_name,
            app_name,
            process_id,
            message,
            end,
            miscount,
        } = self;
        let payload = format!(
            "<{priority}>{version} {timestamp} {host_name} {app_name} {process_id} - {message}{end}"
        );
        frame(&payload, *miscount)
    }
}

/// The only place that computes octet counts.
pub(crate) fn frame(payload: &str, miscount: i32) -> String {
    let count = i32::try_from(payload.len()).expect("a short frame") + miscount;
    format!("{count} {payload}")
}

/// `count` lines, each made by `make`.
pub(crate) fn payload(count: usize, make: impl Fn(&mut Random) -> Line) -> Vec<u8> {
    let random = &mut Random::new();
    let frames: String = (0..count).map(|_| make(random).encode()).collect();
    frames.into()
}

/// Of a hundred lines 50 are the router's, 33 the app's.
pub(crate) fn mixed(random: &mut Random) -> Line {
    match random.below(100) {
        0..50 => router(random),
        50..83 => app(random),
        83..90 => metrics(random),
        90..96 => postgres(random),
        _ => system(random),
    }
}

pub(crate) fn router(random: &mut Random) -> Line {
    let method = random.one(&["GET", "GET", "GET", "POST", "PUT"]);
    let path = random.one(&["orders", "customers", "carts", "search"]);
    let (number, page, request_id) = (random.below(99_999), random.below(40), random.request_id());
    let (address, dyno, connect) = (random.below(256), random.below(8), random.below(3));
    let (service, bytes) = (random.below(400), random.below(60_000));
    let status = random.one(&[200, 200, 200, 201, 304, 404]);
    let message = format!(
        "at=info method={method} path=\"/api/v2/{path}/{number}?page={page}\" \
         host=shop.example.com request_id={request_id} fwd=\"203.0.113.{address}\" \
         dyno=web.{dyno} connect={connect}ms service={service}ms status={status} bytes={bytes} \
         protocol=http1.1 tls=true tls_version=tls1.3"
    );
    Line::new(random, "158", "heroku", "router", message)
}

pub(crate) fn app(random: &mut Random) -> Line {
    let (id, number) = (random.request_id(), random.below(99_999));
    let message = match random.below(4) {
        0 => format!("[{id}] Completed 200 OK in {number}ms (Views: 1.4ms | ActiveRecord: 2.9ms)"),
        1 => format!(
            "{{\"level\":\"info\",\"msg\":\"order placed\",\"order\":{number},\
             \"customer\":\"Jane\",\"request_id\":\"{id}\"}}"
        ),
        2 => format!("level=debug msg=\"cache miss\" key=cart:{number} request_id={id} took=0.3"),
        _ => "  Order Load (1.2ms)  SELECT \"orders\".* FROM \"orders\" LIMIT $1".to_owned(),
    };
    let dyno = random.below(8);
    Line::new(random, "190", "app", format!("web.{dyno}"), message)
}

/// An app's line with a non-ASCII message.
pub(crate) fn unicode(random: &mut Random) -> Line {
    let name = random.one(&["Zoë", "渡辺", "Łukasz 🚲", "Ελένη"]);
    let line = app(random);
    let message = format!("{} customer={name}: Grüße 👋", line.message);
    Line { message, ..line }
}

fn metrics(random: &mut Random) -> Line {
    let (dyno, id, load) = (random.below(8), random.request_id(), random.below(99));
    let message = format!(
        "source=web.{dyno} dyno=heroku.81203.{id} sample#load_avg_1m=0.{load:02} \
         sample#load_avg_5m=0.{load:02} sample#load_avg_15m=0.{load:02}"
    );
    Line::new(random, "134", "heroku", format!("web.{dyno}"), message)
}

fn postgres(random: &mut Random) -> Line {
    let (transaction, free) = (random.below(99_999), random.below(900_000));
    let message = format!(
        "source=DATABASE addon=postgresql-round-41207 sample#current_transaction={transaction} \
         sample#tables=80 sample#active-connections=12 sample#waiting-connections=0 \
         sample#index-cache-hit-rate=0.99921 sample#table-cache-hit-rate=0.98412 \
         sample#memory-total=3944484kB sample#memory-free={free}kB"
    );
    Line::new(random, "134", "app", "heroku-postgres", message)
}

fn system(random: &mut Random) -> Line {
    let message = random.one(&[
        "State changed from starting to up",
        "Process running mem=1194M(233.2%)",
        "Error R14 (Memory quota exceeded)",
        "Starting process with command `bundle exec puma -C config/puma.rb`",
    ]);
    let dyno = random.below(8);
    Line::new(
        random,
        "134",
        "heroku",
        format!("web.{dyno}"),
        message.to_owned(),
    )
}
