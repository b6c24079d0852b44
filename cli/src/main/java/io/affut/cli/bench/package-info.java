/// Measuring the engine while it does its real work: how often, how long, where, and with what.
///
/// ```java
/// Measurement measured = Measurement.of(engine, files, warmUp, length, () -> false);
/// double perSecond = measured.perSecond();
/// Percentiles latency = measured.latency();
/// ```
package io.affut.cli.bench;
