package io.affut.engine.card;

import io.affut.engine.model.Task;
import io.affut.engine.toml.TomlTable;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The model cards that come with Affût: one TOML file a model, newest version first.
public final class ModelCards {
  private static final String UNKNOWN = "unknown";
  private static final Pattern SUM = Pattern.compile("([0-9a-f]+)(?:\\.\\.\\.([0-9a-f]+))?");
  private static final List<ModelCard> ALL =
      text("index.txt").lines().map(id -> parse(text(id + ".toml"))).toList();

  private ModelCards() {}

  /// All cards.
  public static List<ModelCard> all() {
    return ALL;
  }

  /// The card of the model `id`.
  public static Optional<ModelCard> find(String id) {
    return ALL.stream().filter(card -> card.id().equals(id)).findFirst();
  }

  /// The card of a file that somebody has: by its SHA-256 where a card knows it, else by its name.
  public static Optional<ModelCard> ofFile(String name, String sha256) {
    return ALL.stream()
        .filter(card -> card.sum().isWhole() && card.sum().allows(sha256))
        .findFirst()
        .or(() ->
            ALL.stream()
                .filter(card -> card.file().equals(name) && card.sum().allows(sha256))
                .findFirst());
  }

  /// Reads a card.
  ///
  /// @throws io.affut.engine.toml.TomlException when something is missing or wrong
  static ModelCard parse(String toml) {
    TomlTable card = TomlTable.parse(toml);
    Map<String, String> settings = new LinkedHashMap<>();
    TomlTable manifest = card.table("manifest");
    manifest.keys().forEach(key -> settings.put(key, manifest.plain(key)));
    return new ModelCard(
        card.text("id"),
        card.text("title"),
        card.word("task", Task.class),
        known(card, "address").map(URI::create),
        card.text("file"),
        known(card, "size").isPresent()
            ? OptionalLong.of(card.whole("size", 1, Long.MAX_VALUE))
            : OptionalLong.empty(),
        card.text("size_about"),
        sum(card),
        card.text("licence"),
        card.text("source"),
        settings);
  }

  private static Optional<String> known(TomlTable card, String key) {
    return Optional.of(card.plain(key)).filter(value -> !value.equals(UNKNOWN));
  }

  /// A card knows all digits (`sha256`), or some (`sha256_known`), or none.
  private static KnownSum sum(TomlTable card) {
    String key = card.text("sha256").equals(UNKNOWN) ? "sha256_known" : "sha256";
    if (!card.has(key)) {
      return KnownSum.UNKNOWN;
    }
    Matcher digits = SUM.matcher(card.text(key));
    boolean whole = digits.matches() && digits.group(1).length() == 64 && digits.group(2) == null;
    boolean right = key.equals("sha256") ? whole : digits.matches() && digits.group(2) != null;
    if (!right) {
      throw card.wrong(key, "it is 64 hexadecimal digits, or the first and last (12ab...34cd)");
    }
    return new KnownSum(digits.group(1), whole ? "" : digits.group(2));
  }

  private static String text(String file) {
    return TomlTable.shipped(ModelCards.class.getResourceAsStream(file));
  }
}
