package io.affut.engine.model;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What a model is and where it comes from, whatever its task.
///
/// @param id the model's name in the store and on the command line: lower case
/// @param description one line for people
/// @param network the network's file
/// @param weights the files that the network's weights lie in, where they are not in it: ONNX's
///   external data, the `.bin` of OpenVINO's format
/// @param licence as far as it is known
/// @param source where the network comes from
/// @param notice a line to show at each run, or empty
/// @param origin the file that Affût made it from, if it did
public record About(
    String id,
    String description,
    NetworkFile network,
    List<NetworkFile> weights,
    String licence,
    String source,
    String notice,
    Optional<Origin> origin) {

  /// Keeps a copy of the list.
  public About {
    weights = List.copyOf(weights);
  }

  /// The same under another name, with other files, the network's own first.
  public About with(String otherId, List<NetworkFile> files) {
    return new About(
        otherId,
        description,
        files.getFirst(),
        files.subList(1, files.size()),
        licence,
        source,
        notice,
        origin);
  }

  /// All files that belong to the network, the network's own first.
  public List<NetworkFile> files() {
    return Stream.concat(Stream.of(network), weights.stream()).toList();
  }

  /// A file of a network.
  ///
  /// @param name of the file, beside the manifest
  /// @param sha256 64 hexadecimal digits, or `unknown`
  public record NetworkFile(String name, String sha256) {}

  /// Someone else's file that a model was made from.
  ///
  /// @param file its name
  /// @param sha256 its SHA-256, 64 hexadecimal digits
  /// @param address where it was fetched, if Affût did
  /// @param conversion the settings that the network itself depends on, such as `weights=f16`
  public record Origin(
      String file, String sha256, Optional<String> address, List<String> conversion) {
    /// Keeps a copy of the list.
    public Origin {
      conversion = List.copyOf(conversion);
    }
  }
}
