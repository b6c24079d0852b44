package io.affut.perf.gpu;

import io.affut.testing.gpu.StandInLibraries;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/// Puts into a bundle what `perf/gpu/verify --stand-in` takes in the place of NVIDIA's libraries,
/// so that all its steps run on a machine without a GPU. A person can do so too, with the class
/// path of these tests: `-Daffut.root=SOURCES StandInsForVerify BUNDLE CUDA`, and then
/// `AFFUT_CUDA_HOME=CUDA BUNDLE/verify --stand-in`.
final class StandInsForVerify {
  private StandInsForVerify() {}

  public static void main(String... arguments) throws Exception {
    Path cuda =
        StandInLibraries.compile(
            Files.createDirectories(Path.of(arguments[1])), "-DSTANDIN_MEMORY=((size_t)8 << 30)");
    tensorRt(Path.of(arguments[0]));
    System.err.println("AFFUT_CUDA_HOME=" + cuda);
  }

  /// Writes the folders `stand-in`, of classes, and `tensorrt`, of a library that is only there to
  /// be found.
  static void tensorRt(Path bundle) throws Exception {
    Path classes = Files.createDirectories(bundle.resolve("stand-in/classes"));
    Path engineTests = Path.of(System.getProperty("affut.root"), "engine-core/target/test-classes");
    String classPath = engineTests + File.pathSeparator + System.getProperty("java.class.path");
    try (InputStream in = StandInsForVerify.class.getResourceAsStream("TensorRtLibrary.java")) {
      String source = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      compile("TensorRtLibrary", source, classPath, classes);
    }
    classPath(bundle.resolve("stand-in/stand-in.jar"), classes + File.pathSeparator + classPath);
    Path library = Files.createDirectories(bundle.resolve("tensorrt"));
    toBeFound(
        "int getInferLibVersion(void) { return 101501; }", library.resolve("libnvinfer.so.10"));
  }

  private static void toBeFound(String source, Path library) throws Exception {
    Process gcc =
        new ProcessBuilder("gcc", "-shared", "-fPIC", "-x", "c", "-", "-o", library.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (OutputStream in = gcc.getOutputStream()) {
      in.write(source.getBytes(StandardCharsets.UTF_8));
    }
    if (gcc.waitFor() != 0) {
      throw new AssertionError("gcc does not compile " + source);
    }
  }

  /// A jar that only names a class path.
  static void classPath(Path jar, String classPath) throws IOException {
    Attributes attributes = new Attributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.put(
        Attributes.Name.CLASS_PATH,
        Arrays.stream(classPath.split(File.pathSeparator))
            .map(entry -> Path.of(entry).toUri().toString())
            .collect(Collectors.joining(" ")));
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().putAll(attributes);
    try (OutputStream out = Files.newOutputStream(jar)) {
      new JarOutputStream(out, manifest).close();
    }
  }

  /// Compiles a class.
  static void compile(String name, String source, String classPath, Path into) throws IOException {
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    JavaFileObject file =
        new SimpleJavaFileObject(
            URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreErrors) {
            return source;
          }
        };
    try (StandardJavaFileManager files = javac.getStandardFileManager(null, null, null)) {
      List<String> options =
          Stream.of("-proc:none", "-d", into.toString(), "-cp", classPath).toList();
      if (!javac.getTask(null, files, null, options, null, List.of(file)).call()) {
        throw new AssertionError(name + " does not compile");
      }
    }
  }
}
