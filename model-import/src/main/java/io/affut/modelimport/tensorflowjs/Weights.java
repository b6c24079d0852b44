package io.affut.modelimport.tensorflowjs;

import com.fasterxml.jackson.databind.JsonNode;
import io.affut.modelimport.ModelImportException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The weights of a model: where each lies in the weight files. They stay on the disk until asked
/// for.
final class Weights {
  private final Map<String, Place> places = new HashMap<>();

  private record Place(Weight weight, Shards shards, long offset) {}

  private Weights() {}

  /// Reads the manifest and checks each group of weight files: that they are in `folder`, and hold
  /// exactly what the manifest says.
  static Weights of(JsonNode manifest, Path folder) throws ModelImportException {
    Weights weights = new Weights();
    for (JsonNode group : manifest) {
      List<String> paths = new ArrayList<>();
      group.path("paths").forEach(path -> paths.add(path.asText()));
      Shards shards = Shards.of(folder, paths);
      long offset = 0;
      for (JsonNode json : group.path("weights")) {
        Weight weight = Weight.of(json);
        if (weights.places.put(weight.name(), new Place(weight, shards, offset)) != null) {
          throw new ModelImportException("the manifest has two weights named " + weight.name());
        }
        // No overflow: a weight takes less than 2^34 bytes, and the file less than 2^26 entries.
        offset += weight.bytes();
      }
      if (offset != shards.bytes()) {
        throw new ModelImportException(
            "the weight files %s hold %d bytes, but their weights take %d"
                .formatted(paths, shards.bytes(), offset));
      }
    }
    return weights;
  }

  /// The weight of a constant, read and dequantised; empty where the manifest has none.
  Optional<Constant> read(String name) throws ModelImportException {
    Place place = places.get(name);
    if (place == null) {
      return Optional.empty();
    }
    Weight weight = place.weight();
    long decoded = (long) weight.shape().elements() * weight.type().bytes();
    if (decoded > Integer.MAX_VALUE - 8) {
      throw new ModelImportException("the weight " + name + " is larger than 2 GiB");
    }
    byte[] stored = place.shards().read(place.offset(), (int) weight.bytes());
    return Optional.of(
        new Constant(
            name, weight.type(), weight.shape(), weight.storage().decode(stored, weight.type())));
  }
}
