/// PyTorch checkpoints (`.pt`, `.pth`) as plain data. Nothing in them is run.
///
/// ```java
/// try (Checkpoint checkpoint = Checkpoint.open(Path.of("bird-head.pt"))) {
///   if (checkpoint.root() instanceof Table weights
///       && weights.get("bird_model.0.weight").orElse(null) instanceof Tensor weight) {
///     System.out.println(weight.shape() + " of " + weight.type());
///     float[] elements = weight.floats();
///   }
/// }
/// ```
package io.affut.modelimport.pytorch;
