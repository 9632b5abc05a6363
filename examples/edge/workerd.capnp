# Runs the Worker on workerd alone: the endpoint on one port, what is in the queue on another.

using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [(name = "main", worker = .main), (name = "queue", worker = .queue)],
  sockets = [
    (name = "drain", address = "127.0.0.1:0", http = (), service = "main"),
    (name = "queue", address = "127.0.0.1:0", http = (), service = "queue"),
  ],
);

const main :Workerd.Worker = (
  modules = [
    (name = "worker.js", esModule = embed "worker.js"),
    (name = "heroku_drain_bg.wasm", wasm = embed "heroku_drain_bg.wasm"),
  ],
  compatibilityDate = "2026-10-01",
  bindings = [
    (name = "DRAIN_TOKENS", fromEnvironment = "DRAIN_TOKENS"),
    (name = "FRAME_IDS", durableObjectNamespace = "FrameIds"),
    (name = "QUEUE", queue = "queue"),
    (name = "SINK", service = "queue"),
  ],
  durableObjectNamespaces = [(className = "FrameIds", uniqueKey = "frame-ids", enableSql = true)],
  durableObjectStorage = (inMemory = void),
);

const queue :Workerd.Worker = (
  modules = [(name = "stand-ins.js", esModule = embed "stand-ins.js")],
  compatibilityDate = "2026-10-01",
);
