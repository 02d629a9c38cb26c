package dev.countersign.desktop.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.countersign.bridge.Token;
import dev.countersign.bridge.TokenFailure;
import dev.countersign.bridge.demo.DemoKey;
import dev.countersign.bridge.demo.DemoTouchPolicy;
import dev.countersign.desktop.approval.CardShown;
import dev.countersign.desktop.approval.EnrolledCredential;
import dev.countersign.desktop.approval.JourneyState;
import dev.countersign.desktop.enrollment.EnrolmentPins;
import dev.countersign.desktop.enrollment.OwnTokens.Result;
import dev.countersign.desktop.enrollment.Person;
import dev.countersign.desktop.enrollment.TokenChangeOutcome;
import dev.countersign.desktop.enrollment.TokenChangeOutcome.Done;
import dev.countersign.desktop.enrollment.TokenChangeOutcome.Refused;
import dev.countersign.desktop.enrollment.TokenChangeOutcome.TokenFailed;
import dev.countersign.desktop.wiring.FolderTokens;
import dev.countersign.proof.Bytes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Further keys, against a real gateway")
class TokenChangesIT {
  @TempDir private Path folder;
  private RealDesk desk;
  private DemoKey blue;
  private DemoKey green;
  private final List<String> said = new ArrayList<>();

  @BeforeEach
  void open() throws Exception {
    desk = RealDesk.in(folder);
    blue = desk.keys.keys().getFirst();
    green = desk.keys.addKey("green");
    green.presetPin(RealDesk.PIN.toCharArray());
    green.touchPolicy(DemoTouchPolicy.AUTOMATIC);
  }

  @AfterEach
  void close() {
    desk.close();
  }

  private final Person person =
      new Person() {
        @Override
        public Optional<char[]> pin(String tokenName, Optional<TokenFailure.WrongPin> last) {
          return last.isPresent() ? Optional.empty() : Optional.of(RealDesk.PIN.toCharArray());
        }

        @Override
        public Optional<char[]> cardPin(CardShown card, Optional<String> message) {
          throw new AssertionError("no card is enrolled");
        }

        @Override
        public Optional<Integer> choose(List<CardShown> cards, int keys) {
          throw new AssertionError("no card is enrolled");
        }

        @Override
        public void says(String sentence) {
          said.add(sentence);
        }
      };

  /** Exactly these; what was pulled out a moment ago may still be listed. */
  private void attached(DemoKey... keys) {
    List<String> names = Stream.of(keys).map(DemoKey::name).toList();
    await()
        .untilAsserted(() ->
            assertThat(desk.tokens.tokens())
                .extracting(each -> each.info().name())
                .containsExactlyInAnyOrderElementsOf(names));
  }

  private Token token(String label) {
    return desk.tokens.tokens().stream()
        .filter(each -> each.info().name().contains(label))
        .findFirst()
        .orElseThrow();
  }

  private List<EnrolledCredential> pinned() throws Exception {
    return EnrolmentPins.load(desk.deskFolder.enrolment()).credentials();
  }

  private TokenChangeOutcome addGreen() throws InterruptedException {
    green.plug();
    attached(blue, green);
    return desk.desk().tokenChanges().add(token("green"), "green key", person);
  }

  private List<String> events() {
    return desk.desk().log().entriesFrom(0, 1000).stream()
        .map(entry -> new String(entry.leaf().toArray(), StandardCharsets.UTF_8))
        .toList();
  }

  @Test
  @DisplayName(
      "S3.3 a second key is added with a touch of the first, signs decisions, and revokes it")
  void secondKey() throws Exception {
    desk.openDesk();
    assertThat(addGreen()).isEqualTo(new Done(Optional.empty()));
    assertThat(pinned())
        .extracting(EnrolledCredential::name)
        .containsExactly("blue key", "green key");
    assertThat(said).anyMatch(each -> each.contains("to confirm this"));

    blue.unplug();
    attached(green);
    assertThat(desk.approve(desk.requester("agent-1").ask())).isInstanceOf(JourneyState.Done.class);

    Bytes lost = pinned().getFirst().id();
    assertThat(desk.desk().tokenChanges().revoke(lost, false, person))
        .isEqualTo(new Done(Optional.empty()));
    assertThat(pinned()).extracting(EnrolledCredential::name).containsExactly("green key");
    green.unplug();
    blue.plug();
    attached(blue);
    assertThat(desk.approve(desk.requester("agent-2").ask()))
        .isInstanceOf(JourneyState.Failed.class);
    assertThat(events())
        .anyMatch(entry -> entry.contains("token_added") && entry.contains("green key"))
        .anyMatch(entry -> entry.contains("token_revoked") && entry.contains("blue key"));
  }

  @Test
  @DisplayName(
      "S3.3 nothing is changed when the only key there is not enrolled, or stays untouched")
  void notConfirmed() throws Exception {
    desk.openDesk();
    green.plug();
    attached(blue, green);
    blue.unplug();
    attached(green);
    Bytes id = pinned().getFirst().id();
    assertThat(desk.desk().tokenChanges().rename(id, "mine", person))
        .isInstanceOf(TokenFailed.class);
    assertThat(pinned()).extracting(EnrolledCredential::name).containsExactly("blue key");
  }

  @Test
  @DisplayName("a key that is enrolled already is not enrolled twice")
  void twice() throws Exception {
    desk.openDesk();
    green.plug();
    attached(blue, green);
    TokenChangeOutcome outcome = desk.desk().tokenChanges().add(token("blue"), "again", person);
    assertThat(outcome).isInstanceOf(TokenFailed.class);
    assertThat(((TokenFailed) outcome).words().happened()).contains("already");
  }

  @Test
  @DisplayName("the last key is revoked only when that is said, and a command does it too")
  void last() throws Exception {
    FolderTokens closed = new FolderTokens(desk.deskFolder, desk.tokens::tokens, Clock.systemUTC());
    Bytes id = closed.enrolled().getFirst().id();
    assertThat(closed.change(changes -> changes.rename(id, "old blue", person)))
        .isEqualTo(new Result.Tried(new Done(Optional.empty())));
    assertThat(closed.enrolled()).extracting(EnrolledCredential::name).containsExactly("old blue");
    assertThat(closed.change(changes -> changes.revoke(id, false, person)))
        .isEqualTo(new Result.Tried(new Refused("last_token")));
    assertThat(closed.enrolled()).hasSize(1);
    assertThat(closed.change(changes -> changes.revoke(id, true, person)))
        .isEqualTo(new Result.Tried(new Done(Optional.empty())));
    assertThat(closed.enrolled()).isEmpty();
  }

  @Test
  @DisplayName("a command changes nothing while the window is open")
  void windowOpen() throws Exception {
    desk.openDesk();
    FolderTokens closed = new FolderTokens(desk.deskFolder, desk.tokens::tokens, Clock.systemUTC());
    Bytes id = closed.enrolled().getFirst().id();
    assertThat(closed.change(changes -> changes.rename(id, "x", person)))
        .isInstanceOf(Result.NotUsable.class);
  }
}
