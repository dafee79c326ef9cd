package verbatim.server;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import verbatim.api.Api;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.HttpServer;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.CacheCounts;
import verbatim.streaming.Ear;

/// `/metrics`, for Prometheus, on an address of its own. Everywhere else is only counted; here the
/// counts are read when somebody asks, so a server that nobody watches pays next to nothing, and
/// the first question makes the registry, not the start. Labels are words of ours, never names,
/// ids, addresses or texts. `docs/operating/metrics.md` says what each means.
final class Metrics {
  private static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";
  private static final Path MEMORY = Path.of("/proc/self/statm");
  private static final long PAGE_BYTES = 4096;
  private static final double MS_PER_SECOND = 1e3;

  private final Ground ground;
  private final Content content;
  private final Reading reading;
  private final Api api;
  private final HttpServer http;
  private @Nullable PrometheusMeterRegistry registry;

  Metrics(Ground ground, Content content, Reading reading, Api api, HttpServer http) {
    this.ground = ground;
    this.content = content;
    this.reading = reading;
    this.api = api;
    this.http = http;
  }

  List<Route> routes() {
    return List.of(Route.get("/metrics", Access.open(), this::metrics, "counts for Prometheus"));
  }

  private Answer metrics(Request request) {
    return Answer.bytes(TYPE, print().getBytes(StandardCharsets.UTF_8))
        .header("Cache-Control", "no-store");
  }

  /// One at a time: whoever asks twice at once waits.
  synchronized String print() {
    if (registry == null) {
      registry = registry();
    }
    return registry.scrape(TYPE);
  }

  private PrometheusMeterRegistry registry() {
    var prometheus = new PrometheusRegistry();
    var made = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, prometheus, Clock.SYSTEM);
    prometheus.register(new Families(http, ground));
    store(made);
    later(made);
    readers(made);
    machine(made);
    return made;
  }

  private void store(PrometheusMeterRegistry to) {
    gauge(to, "verbatim.store.pending", m -> m.ground.rocks().counts().pending());
    gauge(to, "verbatim.store.stopped", m -> m.ground.rocks().counts().isStopped() ? 1 : 0);
    gauge(to, "verbatim.store.slowed", m -> m.ground.rocks().counts().isSlowed() ? 1 : 0);
    gauge(to, "verbatim.store.bytes", m -> m.ground.rocks().counts().diskBytes());
    gauge(to, "verbatim.disk.free.bytes", m -> m.ground.rocks().counts().diskFreeBytes());
    count(
        to,
        "verbatim.store.writes",
        "outcome",
        "written",
        m -> m.ground.rocks().counts().written());
    count(
        to,
        "verbatim.store.writes",
        "outcome",
        "refused",
        m -> m.ground.rocks().counts().refused());
  }

  /// The log and the jobs.
  private void later(PrometheusMeterRegistry to) {
    String events = "verbatim.log.events";
    count(to, events, "what", "published", m -> m.ground.log.counts().published());
    count(to, events, "what", "consumed", m -> m.ground.log.counts().consumed());
    count(to, events, "what", "failed", m -> m.ground.log.counts().failed());
    count(to, events, "what", "put_aside", m -> m.ground.log.counts().putAside());
    count(to, events, "what", "left_to_sweeper", m -> m.ground.log.counts().leftToSweeper());
    count(to, events, "what", "swept", m -> m.ground.log.counts().swept());
    gauge(to, "verbatim.log.ended", m -> m.ground.log.counts().ended());
    gauge(to, "verbatim.jobs.waiting", m -> m.ground.jobs.counts().waiting());
    gauge(to, "verbatim.jobs.running", m -> m.ground.jobs.counts().running());
    count(to, "verbatim.jobs", "outcome", "done", m -> m.ground.jobs.counts().done());
    count(to, "verbatim.jobs", "outcome", "failed", m -> m.ground.jobs.counts().failed());
    count(to, "verbatim.jobs", "outcome", "dead", m -> m.ground.jobs.counts().dead());
    count(to, "verbatim.jobs", "outcome", "stumbled", m -> m.ground.jobs.counts().stumbled());
  }

  private void readers(PrometheusMeterRegistry to) {
    gauge(to, "verbatim.http.connections", m -> m.http.connectionCount());
    gauge(to, "verbatim.streams.open", m -> m.reading.streams.openCount());
    for (Ear.Cut cut : Ear.Cut.values()) {
      String why = cut.name().toLowerCase(Locale.ROOT);
      count(
          to,
          "verbatim.streams.cut",
          "why",
          why,
          m -> m.reading.streams.cutCounts().getOrDefault(cut, 0L));
    }
    String failures = "verbatim.sign.in.failures";
    count(to, failures, "why", "wrong", m -> m.content.access.signIn().failures().wrong());
    count(to, failures, "why", "locked_out", m -> m.content.access.signIn().failures().lockedOut());
    String media = "verbatim.media.conversions";
    gauge(to, media + ".waiting", m -> m.content.media.conversions().waiting());
    count(to, media, "outcome", "done", m -> m.content.media.conversions().done());
    count(to, media, "outcome", "failed", m -> m.content.media.conversions().failed());
    count(to, media, "outcome", "postponed", m -> m.content.media.conversions().postponed());
    List<CacheCounts> caches = api.caches();
    for (int i = 0; i < caches.size(); i++) {
      cache(to, caches.get(i).name(), i);
    }
  }

  private void cache(PrometheusMeterRegistry to, String name, int at) {
    Gauge.builder("verbatim.cache.entries", this, m -> m.api.caches().get(at).entries())
        .tag("cache", name)
        .register(to);
    String asked = "verbatim.cache.requests";
    FunctionCounter.builder(asked, this, m -> m.api.caches().get(at).hits())
        .tags("cache", name, "result", "hit")
        .register(to);
    FunctionCounter.builder(asked, this, m -> m.api.caches().get(at).misses())
        .tags("cache", name, "result", "miss")
        .register(to);
  }

  private void machine(PrometheusMeterRegistry to) {
    new JvmMemoryMetrics().bindTo(to);
    new JvmThreadMetrics().bindTo(to);
    new ProcessorMetrics().bindTo(to);
    new UptimeMetrics().bindTo(to);
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      FunctionCounter.builder(
              "verbatim.gc.seconds", collector, c -> c.getCollectionTime() / MS_PER_SECOND)
          .tag("collector", collector.getName())
          .register(to);
    }
    gauge(to, "verbatim.resident.bytes", _ -> residentBytes());
  }

  /// As the kernel counts it; 0 where it does not tell.
  private static double residentBytes() {
    try {
      String[] pages = Files.readString(MEMORY).split(" ", 3);
      return pages.length < 2 ? 0 : Long.parseLong(pages[1]) * (double) PAGE_BYTES;
    } catch (IOException | NumberFormatException _) {
      return 0;
    }
  }

  private void gauge(PrometheusMeterRegistry to, String name, ToDoubleFunction<Metrics> value) {
    Gauge.builder(name, this, value).register(to);
  }

  private void count(
      PrometheusMeterRegistry to,
      String name,
      String label,
      String word,
      ToDoubleFunction<Metrics> value) {
    FunctionCounter.builder(name, this, value).tag(label, word).register(to);
  }
}
