package io.affut.engine.pipeline;

import io.affut.engine.detection.Detection;
import io.affut.preprocessing.picture.Picture;
import io.affut.preprocessing.resize.CropResizeKernel;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// The classifier's part of one run. Safe for any thread.
final class CropWork {
  private final Classifier classifier;
  private final Stages stages;
  private final CropQueue queue;

  CropWork(Classifier classifier, Stages stages) {
    this.classifier = classifier;
    this.stages = stages;
    this.queue = new CropQueue(classifier.network().batches());
  }

  /// What a worker cuts animals out with.
  CropResizeKernel newKernel() {
    return new CropResizeKernel(classifier.filter());
  }

  /// Starts the thread that classifies.
  ///
  /// @param ended is told by it when it ends, with what ended it before its time
  Thread start(Consumer<Optional<Throwable>> ended) {
    return new ClassifierThread(queue).start(ended);
  }

  /// Cuts the animals of a picture out, for the classifier.
  ///
  /// @param done is told the detections with what the classifier says of them, or what went wrong,
  ///   the other null, by whichever thread ends it
  /// @return false where there is no animal; `done` is not told then
  boolean send(
      int index,
      List<Detection> detections,
      Picture picture,
      CropResizeKernel kernel,
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
    for (int animal : animals) {
      cut(waiting, animal, detections.get(animal), picture, kernel);
    }
    return true;
  }

  private void cut(
      Unclassified waiting,
      int animal,
      Detection detection,
      Picture picture,
      CropResizeKernel kernel) {
    CropQueue.Place place;
    try {
      place = queue.take(new CropQueue.Owner(waiting, animal));
    } catch (InterruptedException e) {
      throw new IllegalStateException("nothing interrupts the workers of a run", e);
    } catch (IllegalStateException e) {
      waiting.fail(e);
      return;
    }
    try {
      kernel.run(
          picture.pixels(),
          picture.width(),
          picture.height(),
          CropRule.crop(detection.box(), picture.width(), picture.height()),
          classifier.network().size(),
          place.input().host());
    } catch (RuntimeException e) {
      waiting.fail(e);
    } catch (Error e) {
      waiting.fail(e);
      throw e;
    } finally {
      queue.put(place);
    }
  }

  /// No more pictures will come.
  void close() {
    queue.close();
  }
}
