package io.affut.modelimport.pytorch;

import io.affut.modelimport.ModelImportException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// Files that are no zip, by their first bytes, each with what can be done about it.
final class ForeignFormats {
  private static final int HEAD = 512;

  /// The number 0x1950a86a20f9469cfc6c as a pickle holds it; `MAGIC_NUMBER` in PyTorch's
  /// `torch/serialization.py`.
  private static final String LEGACY = "l\u00fc\u009cF\u00f9 j\u00a8P\u0019";

  /// What the first entry of a checkpoint was named when they were tar files.
  private static final List<String> TAR_ENTRIES =
      List.of("sys_info\0", "pickle\0", "storages\0", "tensors\0");

  /// What follows the length of the description of weights, which is 64 bits long.
  private static final String SAFETENSORS = "{\"";

  /// How other files begin that people take for checkpoints.
  private static final Map<String, String> OTHERS =
      Map.of(
          SAFETENSORS,
          "weights in the format safetensors, which do not say what network they are of; take the"
              + " .pt file of the network, or export it to ONNX",
          "<",
          "a web page, as servers send it instead of a file; fetch it again",
          "version https://git-lfs",
          "a pointer of Git LFS to one; fetch the file itself with git lfs pull",
          "\u001f\u008b",
          "a file that was packed with gzip; unpack it first",
          "\u0089HDF",
          "a network of Keras (HDF5); export it to ONNX");

  private ForeignFormats() {}

  /// Returns only if the file begins as a zip file does.
  static void refuse(CheckpointFile file) throws ModelImportException, Refusal {
    ByteBuffer head = file.read(0, (int) Math.min(HEAD, file.size()));
    String text = StandardCharsets.ISO_8859_1.decode(head).toString();
    if (text.startsWith("PK\3\4")) {
      return;
    }
    if (text.isEmpty()) {
      throw new Refusal("it is empty");
    }
    if (text.startsWith("ustar", 257) || TAR_ENTRIES.stream().anyMatch(text::startsWith)) {
      throw new Refusal("it is a tar file, the first format of PyTorch; " + resave());
    }
    // Before pickles, since the length in front of safetensors may begin as they do.
    for (Map.Entry<String, String> other : OTHERS.entrySet()) {
      if (text.startsWith(other.getKey(), other.getKey().equals(SAFETENSORS) ? 8 : 0)) {
        throw new Refusal("it is no PyTorch checkpoint, but " + other.getValue());
      }
    }
    if (text.startsWith("\u0080")) {
      throw text.substring(0, Math.min(64, text.length())).contains(LEGACY)
          ? new Refusal("it is in the old format of PyTorch before 1.6; " + resave())
          : new Refusal("it is a bare Python pickle, not a file of torch.save");
    }
    throw new Refusal("it is no PyTorch checkpoint: it does not begin as a zip file");
  }

  private static String resave() {
    return "re-save it with torch.save(torch.load(...)) in PyTorch 1.6 or later, which runs what is"
        + " in it, so only if you trust it";
  }
}
