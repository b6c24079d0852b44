package io.affut.exports.table;

import io.affut.engine.detection.Category;
import io.affut.engine.detection.Detection;
import io.affut.engine.detection.Logits;
import io.affut.engine.results.ClassifierInfo;
import io.affut.engine.results.DetectedPicture;
import io.affut.engine.results.DetectedVideo;
import io.affut.engine.results.FailedPicture;
import io.affut.engine.results.RunInfo;
import io.affut.engine.results.VideoFrame;
import io.affut.engine.species.Label;
import io.affut.engine.species.LabelNames;
import io.affut.engine.species.LabelSettings;
import io.affut.engine.species.LabelledPicture;
import io.affut.engine.species.TimeSpan;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// Everything that DeepFaune's columns do not say.
record FullColumns(RunInfo run, LabelSettings settings, LabelNames names) {
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  List<Column> columns() {
    List<Column> columns = new ArrayList<>();
    columns.add(new Column("camera", p -> Cell.of(p.camera())));
    columns.add(new Column("corrected_date", FullColumns::date));
    columns.add(new Column("width", p -> size(p, DetectedPicture::width, DetectedVideo::width)));
    columns.add(new Column("height", p -> size(p, DetectedPicture::height, DetectedVideo::height)));
    run.categories().forEach(category -> columns.add(count(category)));
    columns.addAll(box());
    columns.add(new Column("repeated", p -> Cell.of(p.repeated().size())));
    columns.add(new Column("damage", p -> Cell.of(damage(p))));
    columns.add(new Column("failure", p -> Cell.of(failure(p))));
    columns.addAll(scores());
    columns.addAll(provenance());
    return columns;
  }

  /// The same in every row, so that rows of several runs can be put together.
  private List<Column> provenance() {
    Cell program = Cell.of(run.program());
    Cell detector = Cell.of(run.detector());
    Cell classifier = Cell.of(run.classifier().map(ClassifierInfo::id));
    Cell threshold = new Cell.Number(Double.toString(settings.threshold()));
    Cell maxLag = Cell.of(TimeSpan.text(settings.maxLag()));
    return List.of(
        new Column("program", p -> program),
        new Column("detector", p -> detector),
        new Column("classifier", p -> classifier),
        new Column("threshold", p -> threshold),
        new Column("max_lag", p -> maxLag));
  }

  private static Cell date(LabelledPicture labelled) {
    return labelled
        .date()
        .<Cell>map(date -> new Cell.Date(date.format(SECONDS), date))
        .orElse(Cell.NOTHING);
  }

  private static Cell size(
      LabelledPicture labelled,
      Function<DetectedPicture, Integer> ofPicture,
      Function<DetectedVideo, Integer> ofVideo) {
    return switch (labelled.picture()) {
      case FailedPicture ignored -> Cell.NOTHING;
      case DetectedPicture picture -> known(ofPicture.apply(picture));
      case DetectedVideo video -> known(ofVideo.apply(video));
    };
  }

  private static Cell known(int pixels) {
    return pixels > 0 ? Cell.of(pixels) : Cell.NOTHING;
  }

  private Column count(Category category) {
    return new Column(
        "detections_" + category.name(),
        labelled ->
            switch (labelled.picture()) {
              case FailedPicture ignored -> Cell.NOTHING;
              case DetectedPicture picture -> Cell.of(count(picture.detections(), category));
              case DetectedVideo video ->
                  Cell.of(
                      video.frames().stream()
                          .map(VideoFrame::detections)
                          .mapToLong(detections -> count(detections, category))
                          .max()
                          .orElse(0));
            });
  }

  /// Those that count, as for the labels.
  private long count(List<Detection> detections, Category category) {
    float least = settings.confidence().orElse(Float.NEGATIVE_INFINITY);
    return detections.stream()
        .filter(box -> box.category().equals(category) && box.confidence() > least)
        .count();
  }

  private static List<Column> box() {
    return List.of(
        box("box_x", box -> decimals(box.box().x())),
        box("box_y", box -> decimals(box.box().y())),
        box("box_width", box -> decimals(box.box().width())),
        box("box_height", box -> decimals(box.box().height())),
        box("box_category", box -> Cell.of(box.category().name())),
        box("box_confidence", box -> decimals(box.confidence())));
  }

  private static Column box(String name, Function<Detection, Cell> cell) {
    return new Column(name, labelled -> best(labelled).map(cell).orElse(Cell.NOTHING));
  }

  private static Optional<Detection> best(LabelledPicture labelled) {
    return labelled.best().isPresent()
        ? Optional.of(labelled.shown().get(labelled.best().getAsInt()))
        : Optional.empty();
  }

  private static Optional<String> damage(LabelledPicture labelled) {
    return switch (labelled.picture()) {
      case FailedPicture ignored -> Optional.empty();
      case DetectedPicture picture -> picture.damage();
      case DetectedVideo video -> video.damage();
    };
  }

  private static Optional<String> failure(LabelledPicture labelled) {
    return labelled.picture() instanceof FailedPicture failed
        ? Optional.of(failed.reason())
        : Optional.empty();
  }

  /// How likely each class is for the crop that stands for the picture, by the temperature for one
  /// picture. Classes that were excluded have their part too.
  private List<Column> scores() {
    List<Column> columns = new ArrayList<>();
    run.classifier()
        .ifPresent(classifier -> {
          LastProbabilities last = new LastProbabilities(classifier.temperatures().picture());
          for (int i = 0; i < classifier.classes().size(); i++) {
            int index = i;
            columns.add(
                new Column(
                    "score_" + names.of(new Label.Species(i)),
                    labelled ->
                        best(labelled)
                            .flatMap(Detection::logits)
                            .map(logits -> decimals(last.of(logits)[index]))
                            .orElse(Cell.NOTHING)));
          }
        });
    return columns;
  }

  private static Cell decimals(double value) {
    return new Cell.Number(String.format(Locale.ROOT, "%.4f", value));
  }

  /// Keeps the probabilities of one crop while its row is written, cell by cell.
  private static final class LastProbabilities {
    private final double temperature;
    private Logits logits;
    private double[] probabilities;

    LastProbabilities(double temperature) {
      this.temperature = temperature;
    }

    double[] of(Logits asked) {
      if (asked != logits) {
        logits = asked;
        probabilities = asked.probabilities(temperature);
      }
      return probabilities;
    }
  }
}
