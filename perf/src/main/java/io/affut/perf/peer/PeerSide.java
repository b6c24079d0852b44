package io.affut.perf.peer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.affut.bindings.memory.NativeLedger;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/// Answers one JSON object a line on standard output for each on standard input, whose `do` names
/// the operation, until the input ends.
///
/// The first line, without a question, lists the `operations` and the version of Java. An operation
/// that fails is answered with an `error`, and the next one is waited for.
public final class PeerSide implements AutoCloseable {
  private static final Map<String, Function<NativeLedger, Operation>> OPERATIONS =
      Map.of(
          "classify", ClassifyOperation::new,
          "crop_resize", CropResizeOperation::new,
          "decode", DecodeOperation::new,
          "letterbox", LetterboxOperation::new,
          "letterbox_f32", PlanarLetterboxOperation::new,
          "network", NetworkOperation::new,
          "detect", DetectOperation::new);

  private final JsonMapper mapper = new JsonMapper();
  private final NativeLedger ledger = new NativeLedger();
  private final Map<String, Operation> ready = new LinkedHashMap<>();

  PeerSide() {}

  /// Serves standard input.
  public static void main(String... arguments) throws IOException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (PeerSide side = new PeerSide()) {
      out.println(side.greeting());
      for (String line; (line = in.readLine()) != null; ) {
        out.println(side.answer(line));
      }
    }
  }

  String greeting() throws JsonProcessingException {
    ObjectNode greeting = mapper.createObjectNode();
    OPERATIONS.keySet().stream().sorted().forEach(greeting.putArray("operations")::add);
    greeting.put("java", Runtime.version().toString());
    return mapper.writeValueAsString(greeting);
  }

  String answer(String line) throws JsonProcessingException {
    ObjectNode answer = mapper.createObjectNode();
    try {
      JsonNode request = mapper.readTree(line);
      operation(request.path("do").asText()).run(request, answer);
    } catch (Exception | LinkageError e) {
      answer.removeAll();
      answer.put("error", e.toString());
    }
    return mapper.writeValueAsString(answer);
  }

  private Operation operation(String name) {
    Function<NativeLedger, Operation> made = OPERATIONS.get(name);
    if (made == null) {
      throw new IllegalArgumentException("there is no operation \"" + name + "\"");
    }
    return ready.computeIfAbsent(name, ignored -> made.apply(ledger));
  }

  NativeLedger ledger() {
    return ledger;
  }

  @Override
  public void close() {
    ready.values().forEach(Operation::close);
    ready.clear();
  }
}
