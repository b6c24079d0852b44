package io.affut.engine.species;

import java.io.Serial;
import java.util.function.UnaryOperator;

/// A setting of labels does not fit the run: a class or a camera that there is not. The message is
/// a sentence for the user, in which classes have their English names.
public final class LabelSettingException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  private final transient UnaryOperator<String> sentences;

  LabelSettingException(String message) {
    this(_ -> message);
  }

  /// @param sentences the sentence, by the language that it names classes in
  LabelSettingException(UnaryOperator<String> sentences) {
    super(sentences.apply("en"));
    this.sentences = sentences;
  }

  /// The message with classes named in a language.
  ///
  /// @param language one of [LabelLanguages#all]
  public String messageIn(String language) {
    return sentences.apply(language);
  }
}
