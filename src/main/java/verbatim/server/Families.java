package verbatim.server;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import verbatim.http.HttpServer;
import verbatim.kernel.Spread;

/// The counts whose labels are not known beforehand (routes that were asked, groups of consumers),
/// and the histograms that we count ourselves.
final class Families implements MultiCollector {
  private final HttpServer http;
  private final Ground ground;

  Families(HttpServer http, Ground ground) {
    this.http = http;
    this.ground = ground;
  }

  @Override
  public MetricSnapshots collect() {
    var requests = CounterSnapshot.builder().name("verbatim_http_requests");
    var took = HistogramSnapshot.builder().name("verbatim_http_seconds");
    for (HttpServer.Asked asked : http.asked()) {
      for (int i = 0; i < asked.byClass().size(); i++) {
        if (asked.byClass().get(i) > 0) {
          requests.dataPoint(
              CounterSnapshot.CounterDataPointSnapshot.builder()
                  .labels(Labels.of("route", asked.route(), "status", (i + 1) + "xx"))
                  .value(asked.byClass().get(i))
                  .build());
        }
      }
      took.dataPoint(point(Labels.of("route", asked.route()), asked.took()));
    }
    var lag = GaugeSnapshot.builder().name("verbatim_log_lag");
    ground
        .log
        .lags()
        .forEach(
            (group, entries) ->
                lag.dataPoint(
                    GaugeSnapshot.GaugeDataPointSnapshot.builder()
                        .labels(Labels.of("group", group))
                        .value(entries)
                        .build()));
    var syncs =
        HistogramSnapshot.builder()
            .name("verbatim_store_sync_seconds")
            .dataPoint(point(Labels.EMPTY, ground.rocks().counts().syncs()));
    return new MetricSnapshots(requests.build(), took.build(), lag.build(), syncs.build());
  }

  private static HistogramSnapshot.HistogramDataPointSnapshot point(
      Labels labels, Spread.Reading counted) {
    var buckets = ClassicHistogramBuckets.builder();
    for (int i = 0; i < counted.counts().size(); i++) {
      boolean isLast = i == counted.upToSeconds().size();
      buckets.bucket(
          isLast ? Double.POSITIVE_INFINITY : counted.upToSeconds().get(i),
          counted.counts().get(i));
    }
    return HistogramSnapshot.HistogramDataPointSnapshot.builder()
        .labels(labels)
        .classicHistogramBuckets(buckets.build())
        .sum(counted.seconds())
        .build();
  }
}
