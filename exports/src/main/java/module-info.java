/// Results to files that people use.
module io.affut.exports {
  requires io.affut.engine;
  requires java.desktop;
}
