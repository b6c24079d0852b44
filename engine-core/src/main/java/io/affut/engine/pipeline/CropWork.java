package io.affut.engine.pipeline;

import io.affut.engine.detection.Detection;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// The classifier's part of one run, on one lane. Safe for any thread.
final class CropWork {
  private final Classifier classifier;
  private final Stages stages;
  private final CropQueue queue;

  CropWork(Classifier classifier, Stages stages) {
    this.classifier = classifier;
    this.stages = stages;
    this.queue = new CropQueue(classifier.network().batches());
  }

  /// Starts the thread that classifies.
  ///
  /// @param ended is told by it when it ends, with what ended it before its time
  Thread start(Consumer<Optional<Throwable>> ended) {
    return new ClassifierThread(queue).start(ended);
  }

  /// Cuts the animals out of the picture on a workbench, for the classifier.
  ///
  /// @param done is told the detections with what the classifier says of them, or what went wrong,
  ///   the other null, by whichever thread ends it; the picture is not needed on the workbench any
  ///   more when this returns
  /// @return false where there is no animal; `done` is not told then
  boolean send(
      int index,
      List<Detection> detections,
      Look look,
      Workbench bench,
      BiConsumer<List<Detection>, Throwable> done) {
    List<Integer> animals = classifier.which().of(detections);
    if (animals.isEmpty()) {
      return false;
    }
    Optional<ClassifyEvent> started = stages.classifying(index);
    Unclassified waiting =
        new Unclassified(
            detections,
            animals.size(),
            (classified, cause) -> {
              if (cause == null) {
                stages.classified(index, animals.size(), started);
              }
              done.accept(classified, cause);
            });
    List<CropQueue.Owner> owners =
        animals.stream().map(animal -> new CropQueue.Owner(waiting, animal)).toList();
    for (int cut = 0; cut < owners.size(); ) {
      int end = Math.min(owners.size(), cut + bench.cropsAtOnce());
      cut += cut(waiting, owners.subList(cut, end), detections, look, bench);
    }
    return true;
  }

  /// Cuts some animals out, as many as there is room for, at least one.
  ///
  /// @return how many, or all where the picture has failed
  private int cut(
      Unclassified waiting,
      List<CropQueue.Owner> owners,
      List<Detection> detections,
      Look look,
      Workbench bench) {
    List<CropQueue.Place> places;
    try {
      places = queue.take(owners);
    } catch (InterruptedException e) {
      throw new IllegalStateException("nothing interrupts the workers of a run", e);
    } catch (IllegalStateException e) {
      waiting.fail(e);
      return owners.size();
    }
    try {
      bench.crop(
          owners.subList(0, places.size()).stream()
              .map(owner ->
                  CropRule.crop(
                      detections.get(owner.detection()).box(), look.width(), look.height()))
              .toList(),
          classifier.network().size(),
          places.stream().map(CropQueue.Place::input).toList());
    } catch (RuntimeException e) {
      bench.settle();
      waiting.fail(e);
    } catch (Error e) {
      waiting.fail(e);
      throw e;
    } finally {
      places.forEach(queue::put);
    }
    return places.size();
  }

  /// No more pictures will come.
  void close() {
    queue.close();
  }
}
