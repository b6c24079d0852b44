package io.affut.perf.peer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// One thing that is measured. What it needs it makes at the first request and keeps, so that later
/// ones are warm. One thread.
interface Operation extends AutoCloseable {

  /// Does what is asked and puts the time, and whatever else was asked for, into `answer`.
  ///
  /// @throws Exception anything; the process says so and goes on
  void run(JsonNode request, ObjectNode answer) throws Exception;

  @Override
  void close();
}
