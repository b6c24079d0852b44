package io.affut.modelimport.yolo;

import static org.assertj.core.api.Assertions.assertThat;

import io.affut.modelimport.Array;
import io.affut.modelimport.ModelImportException;
import io.affut.modelimport.Onnx;
import io.affut.modelimport.WeightStorage;
import io.affut.modelimport.checkpoint.CheckpointImporter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/// Whatever stands in a tree of modules, the importer converts it to a network that runs, or
/// refuses it with its own exception; nothing else comes out of it.
class MutatedNetworkProperties {
  private static Path folder;

  @BeforeContainer
  static void makeAFolder() throws Exception {
    folder = Files.createTempDirectory("affut-mutated");
  }

  @AfterContainer
  static void deleteTheFolder() throws Exception {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  @Property(tries = 300)
  void aMutatedNetworkIsConvertedOrRefused(@ForAll long seed) throws Exception {
    Random random = new Random(seed);
    PythonObject network = Modules.detector();
    for (int i = random.nextInt(3); i >= 0; i--) {
      mutate(network, random);
    }
    Path onnx = folder.resolve("network.onnx");
    Files.deleteIfExists(onnx);
    Path file = CheckpointWriter.write(Modules.checkpoint(network), folder.resolve("network.pt"));
    try {
      new CheckpointImporter(Map.of(), WeightStorage.F32, _ -> {}).convert(file, onnx);
    } catch (ModelImportException refusal) {
      assertThat(refusal).hasMessageMatching("(model|the network|the checkpoint)\\b.{8,}");
      assertThat(onnx).doesNotExist();
      return;
    }
    Array picture = Array.random(seed, 2, 3, 64, 32);
    assertThat(Onnx.run(onnx, Map.of("images", picture)).get("output0").shape()).startsWith(2);
  }

  /// Replaces or removes one value somewhere in the tree.
  private static void mutate(PythonObject network, Random random) {
    List<Map<String, Object>> places = new ArrayList<>();
    collect(network, places, Collections.newSetFromMap(new IdentityHashMap<>()));
    Map<String, Object> place = places.get(random.nextInt(places.size()));
    List<String> keys = new ArrayList<>(place.keySet());
    String key = keys.isEmpty() ? "0" : keys.get(random.nextInt(keys.size()));
    switch (random.nextInt(5)) {
      case 0 -> place.remove(key);
      case 1 -> place.put(key, network);
      default -> {
        List<Object> values = hostile();
        place.put(key, values.get(random.nextInt(values.size())));
      }
    }
  }

  /// New ones each time, for they may be mutated in their turn.
  private static List<Object> hostile() {
    return Arrays.asList(
        null,
        true,
        false,
        0,
        1,
        2,
        -1,
        64,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        BigInteger.TWO.pow(80),
        0.5,
        2.0,
        Double.NaN,
        Double.NEGATIVE_INFINITY,
        1e300,
        "",
        "nearest",
        "0",
        List.of(),
        List.of(0, 0),
        List.of(1, 1),
        List.of(2, 2, 2),
        List.of(-1, 0),
        List.of(List.of(), "x"),
        Map.of(),
        Map.of("0", 1),
        Map.of(0, "animal", 1, "person"),
        Array.random(1),
        Array.random(2, 2),
        Array.random(3, 6, 4, 3, 3),
        Array.random(4, 0),
        Modules.conv(4, 4, 3, 1),
        Modules.conv2dWithBias(6, 7),
        Modules.batchNorm(4),
        Modules.pool(5),
        Modules.list(Modules.conv2dWithBias(6, 7)),
        Modules.sequential());
  }

  @SuppressWarnings("unchecked") // the maps that PythonObject makes have texts as keys
  private static void collect(Object value, List<Map<String, Object>> places, Set<Object> seen) {
    if (value instanceof PythonObject object && seen.add(object)) {
      places.add(object.attributes());
      object.attributes().values().forEach(attribute -> collect(attribute, places, seen));
    } else if (value instanceof LinkedHashMap<?, ?> map && seen.add(map)) {
      places.add((Map<String, Object>) map);
      map.values().forEach(part -> collect(part, places, seen));
    }
  }
}
