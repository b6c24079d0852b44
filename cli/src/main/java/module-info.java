/// The command line.
module io.affut.cli {
  requires io.affut.engine;
  requires io.affut.exports;
  requires info.picocli;
}
