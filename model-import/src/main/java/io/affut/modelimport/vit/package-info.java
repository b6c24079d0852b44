/// DeepFaune's classifiers to ONNX: vision transformers of the kinds DINOv2 and DINOv3, as timm
/// builds them, and the bird heads that take their embeddings.
///
/// ```java
/// try (Checkpoint checkpoint = Checkpoint.open(Path.of("deepfaune-vit_large.pt"))) {
///   if (VitImporter.recognises(checkpoint.root())) {
///     new VitImporter(Map.of(), WeightStorage.F32)
///         .convert(checkpoint.root(), Path.of("deepfaune.onnx"));
///   }
/// }
/// ```
///
/// The ONNX file takes pictures of any batch, height and width, as timm does with
/// `dynamic_img_size`: DINOv2's positional embedding is resampled, and DINOv3's rotary embedding
/// worked out, inside the network. Small networks whose name does not tell the number of attention
/// heads need the setting `heads`, and networks whose logits come from the mean of the patches need
/// `pool=avg`: their weights may be the same as those of one that reads the class token.
package io.affut.modelimport.vit;
