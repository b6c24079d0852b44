package io.affut.modelimport.vit;

import io.affut.modelimport.Array;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// Small vision transformers with random weights, as state dicts: 8 numbers a token, 2 blocks,
/// patches of 14 px (DINOv2) or 16 px (DINOv3), 3 classes.
final class MadeVit {
  private static final int WIDTH = 8;
  private static final int BLOCKS = 2;
  private static final int CLASSES = 3;

  private final Map<String, Array> weights = new LinkedHashMap<>();

  private MadeVit() {}

  /// With a positional embedding of 3 by 3 patches.
  static Map<String, Array> dinov2() {
    MadeVit vit = new MadeVit();
    vit.add("cls_token", 1, 1, WIDTH);
    vit.add("pos_embed", 1, 1 + 9, WIDTH);
    vit.shared(14, "ls1.gamma", "ls2.gamma");
    for (int i = 0; i < BLOCKS; i++) {
      vit.add("blocks." + i + ".attn.qkv.bias", 3 * WIDTH);
    }
    return vit.weights;
  }

  /// With 4 register tokens.
  static Map<String, Array> dinov3() {
    MadeVit vit = new MadeVit();
    vit.add("cls_token", 1, 1, WIDTH);
    vit.add("reg_token", 1, 4, WIDTH);
    vit.shared(16, "gamma_1", "gamma_2");
    return vit.weights;
  }

  /// DeepFaune's bird head for such a network.
  static Map<String, Array> birdHead() {
    MadeVit vit = new MadeVit();
    vit.linear("bird_model.0", 16, WIDTH);
    vit.pair("bird_model.1", 16);
    vit.add("bird_model.1.running_mean", 16);
    vit.weights.put("bird_model.1.running_var", filled(0.5f, 16));
    vit.linear("bird_model.4", CLASSES, 16);
    return vit.weights;
  }

  /// The same number again and again.
  static Array filled(float number, int length) {
    float[] values = new float[length];
    Arrays.fill(values, number);
    return new Array(Array.shape(length), values);
  }

  private void shared(int patch, String firstScale, String secondScale) {
    add("patch_embed.proj.weight", WIDTH, 3, patch, patch);
    add("patch_embed.proj.bias", WIDTH);
    for (int i = 0; i < BLOCKS; i++) {
      String block = "blocks." + i + ".";
      pair(block + "norm1", WIDTH);
      pair(block + "norm2", WIDTH);
      add(block + "attn.qkv.weight", 3 * WIDTH, WIDTH);
      linear(block + "attn.proj", WIDTH, WIDTH);
      linear(block + "mlp.fc1", 4 * WIDTH, WIDTH);
      linear(block + "mlp.fc2", WIDTH, 4 * WIDTH);
      add(block + firstScale, WIDTH);
      add(block + secondScale, WIDTH);
    }
    pair("norm", WIDTH);
    linear("head", CLASSES, WIDTH);
  }

  private void linear(String name, int outputs, int inputs) {
    add(name + ".weight", outputs, inputs);
    add(name + ".bias", outputs);
  }

  private void pair(String name, int length) {
    add(name + ".weight", length);
    add(name + ".bias", length);
  }

  private void add(String name, int... shape) {
    weights.put(name, Array.random(weights.size(), shape));
  }
}
