/// Results to files that people use.
module io.affut.exports {
  requires transitive io.affut.engine;
  requires transitive io.affut.preprocessing;
  requires java.desktop;

  exports io.affut.exports.boxes;
  exports io.affut.exports.table;
}
