/// Results to files that people use.
module io.affut.exports {
  requires transitive io.affut.engine;
  requires transitive io.affut.preprocessing;
  requires com.fasterxml.jackson.databind;
  requires java.desktop;
  requires org.dhatim.fastexcel;

  exports io.affut.exports.annotation;
  exports io.affut.exports.boxes;
  exports io.affut.exports.camtrapdp;
  exports io.affut.exports.copies;
  exports io.affut.exports.folders;
  exports io.affut.exports.megadetector;
  exports io.affut.exports.outcome;
  exports io.affut.exports.table;
}
