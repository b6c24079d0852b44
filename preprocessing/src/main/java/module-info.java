/// Pixels outside the Java heap: decode, orient, letterbox; and what a picture says of itself.
module io.affut.preprocessing {
  requires transitive io.affut.bindings;
  requires java.desktop;
  requires com.drew.metadata;

  exports io.affut.preprocessing.cuda;
  exports io.affut.preprocessing.picture;
  exports io.affut.preprocessing.resize;
  exports io.affut.preprocessing.video;
}
