package dev.countersign.proof.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.proof.RefusedException;
import dev.countersign.proof.testing.Fixture;
import dev.countersign.proof.testing.JsonTrees;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class StrictJsonPropertyTest {
  @Property(tries = 500)
  @Label("what is written is read as the same tree, and written again as the same bytes")
  void roundTrip(@ForAll("trees") JsonValue tree) throws RefusedException {
    byte[] bytes = JsonWriter.compact(tree);
    JsonValue read = StrictJson.parse(bytes);
    assertThat(read).isEqualTo(tree);
    assertThat(JsonWriter.compact(read)).isEqualTo(bytes);
  }

  @Property(tries = 3_000)
  @Label("a valid document with random bytes changed is read faithfully or refused, nothing else")
  void mutated(@ForAll long seed) throws RefusedException {
    Random random = new Random(seed);
    byte[] document = JsonWriter.compact(Fixture.requestPayload());
    for (int i = 0; i <= random.nextInt(4); i++) {
      document[random.nextInt(document.length)] = (byte) random.nextInt(256);
    }
    readOrRefused(document);
  }

  @Property(tries = 3_000)
  @Label("text full of JSON's own characters is read faithfully or refused, nothing else")
  void soup(@ForAll long seed) throws RefusedException {
    String alphabet = "{}[]\",:\\u0123deE+-.tfnrualse \n\t\ud800\udc00\u0130/*'";
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(24); i > 0; i--) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    readOrRefused(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static void readOrRefused(byte[] document) throws RefusedException {
    JsonValue read;
    try {
      read = StrictJson.parse(document);
    } catch (RefusedException expected) {
      return;
    }
    assertThat(StrictJson.parse(JsonWriter.compact(read))).isEqualTo(read);
  }

  @Provide
  Arbitrary<JsonValue> trees() {
    return JsonTrees.values(4);
  }
}
