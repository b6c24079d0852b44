package io.affut.engine.species;

import io.affut.engine.results.DetectedPicture;
import io.affut.engine.results.JournalReader;
import io.affut.engine.results.PictureResult;
import io.affut.preprocessing.picture.CaptureDate;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Where the pictures of a journal stand in it, and which of them belong together. Of a picture
/// that was looked at again the last record counts.
///
/// Pictures have numbers in the order of their files' names; what is kept of each is some twenty
/// bytes.
final class JournalIndex {
  private final long[] positions;
  private final int[] sequences;
  private final String[] cameras;
  private final List<int[]> pictures;

  private JournalIndex(long[] positions, String[] cameras, List<int[]> pictures) {
    this.positions = positions;
    this.cameras = cameras;
    this.pictures = pictures;
    this.sequences = new int[positions.length];
    for (int sequence = 0; sequence < pictures.size(); sequence++) {
      for (int picture : pictures.get(sequence)) {
        sequences[picture] = sequence;
      }
    }
  }

  private record Entry(long position, Shot shot) {}

  static JournalIndex of(JournalReader journal, LabelSettings settings) throws IOException {
    TreeMap<String, Entry> entries = new TreeMap<>();
    Map<String, String> names = new HashMap<>();
    journal.forEach((position, result) -> {
      Shot shot = Shot.of(result.file(), sequenceDate(result), settings);
      String camera = names.computeIfAbsent(shot.camera(), name -> name);
      entries.put(shot.file(), new Entry(position, new Shot(shot.file(), camera, shot.date())));
    });
    Map<String, Integer> numbers = new HashMap<>();
    entries.keySet().forEach(file -> numbers.put(file, numbers.size()));
    List<int[]> pictures = new ArrayList<>();
    List<Shot> shots = entries.values().stream().map(Entry::shot).toList();
    for (List<Shot> sequence : new SequenceRule(settings).of(shots)) {
      pictures.add(sequence.stream().mapToInt(shot -> numbers.get(shot.file())).toArray());
    }
    return new JournalIndex(
        entries.values().stream().mapToLong(Entry::position).toArray(),
        shots.stream().map(Shot::camera).toArray(String[]::new),
        pictures);
  }

  /// A video is a sequence of its own, and a picture that could not be looked at has no date.
  private static Optional<CaptureDate> sequenceDate(PictureResult result) {
    return result instanceof DetectedPicture picture ? picture.date() : Optional.empty();
  }

  /// How many pictures there are.
  int size() {
    return positions.length;
  }

  /// How many sequences there are.
  int sequences() {
    return pictures.size();
  }

  /// The numbers of the pictures of a sequence, which counts from 0.
  int[] pictures(int sequence) {
    return pictures.get(sequence);
  }

  /// The sequence of a picture, from 0.
  int sequence(int picture) {
    return sequences[picture];
  }

  /// The camera of a picture.
  String camera(int picture) {
    return cameras[picture];
  }

  /// All cameras, in alphabetical order.
  List<String> cameras() {
    return Arrays.stream(cameras).distinct().sorted().toList();
  }

  /// Where the record of a picture starts in the journal.
  long position(int picture) {
    return positions[picture];
  }
}
