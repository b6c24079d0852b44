package io.affut.engine.pipeline;

/// Is told when the stages of pictures begin and end, by the thread that does them, at once:
/// several threads call it at the same time. A stage that fails begins but does not end. It must
/// not throw.
public interface StageObserver {
  /// For runs that nobody watches.
  StageObserver NONE =
      new StageObserver() {
        @Override
        public void begin(Stage stage, int picture) {}

        @Override
        public void end(Stage stage, int picture) {}
      };

  /// A stage begins.
  ///
  /// @param picture its index in the list that the run was given
  void begin(Stage stage, int picture);

  /// A stage has ended well.
  ///
  /// @param picture its index in the list that the run was given
  void end(Stage stage, int picture);
}
