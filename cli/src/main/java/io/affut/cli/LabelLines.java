package io.affut.cli;

import io.affut.engine.species.LabelCounts;
import io.affut.engine.species.LabelNames;
import java.util.LinkedHashMap;
import java.util.Map;

/// What the labels of a run are, as a table on standard output, and what there is to say of them.
final class LabelLines {
  private LabelLines() {}

  static void show(LabelCounts counts, LabelNames names, Messages messages) {
    if (counts.undated() > 0) {
      messages.say(
          "Without a date: %d pictures, each of them a sequence of its own."
              .formatted(counts.undated()));
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    for (LabelCounts.Count count : counts.all()) {
      String name = names.display(count.label());
      fields.put(name, count.pictures());
      messages.result(
          "%-24s %8d in %d %s"
              .formatted(
                  name,
                  count.pictures(),
                  count.sequences(),
                  count.sequences() == 1 ? "sequence" : "sequences"));
    }
    messages.event("labels", fields);
  }
}
