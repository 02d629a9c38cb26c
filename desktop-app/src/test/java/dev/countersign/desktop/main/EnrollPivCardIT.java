package dev.countersign.desktop.main;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.countersign.bridge.CardModule;
import dev.countersign.bridge.demo.card.DemoCardAuthority;
import dev.countersign.bridge.demo.piv.PivFault;
import dev.countersign.bridge.demo.piv.PivKey;
import dev.countersign.bridge.demo.piv.PivSlot;
import dev.countersign.bridge.demo.piv.PrivateReader;
import dev.countersign.bridge.demo.piv.ReaderUnavailableException;
import dev.countersign.bridge.demo.piv.VirtualPivCard;
import dev.countersign.desktop.cli.ExitCode;
import dev.countersign.desktop.demo.CardGateway;
import dev.countersign.desktop.wiring.CardModules;
import dev.countersign.proof.x509.Certificate;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way of an enrolment: command, OpenSC, pcscd, virtual reader, PIV card in software. */
@DisplayName("countersign enroll --card, with a PIV card behind OpenSC")
class EnrollPivCardIT {
  private static final String PIN = "123456";
  private static final Clock CLOCK = Clock.systemUTC();

  @TempDir private static Path folder;

  private static final DemoCardAuthority AUTHORITY = DemoCardAuthority.create(CLOCK);
  private static PrivateReader reader;
  private static CardGateway gateway;

  private final Map<PivSlot, VirtualPivCard.Credential> credentials =
      VirtualPivCard.issue(AUTHORITY, "Alex Morgan", PivKey.Kind.P256);
  private final VirtualPivCard piv = VirtualPivCard.of(PIN, credentials);
  private final InstalledDesk desk = new InstalledDesk(folder.resolve("desk"), gateway);

  @BeforeAll
  static void start() throws Exception {
    assumeTrue(CardModules.openSc().isPresent(), "not run: the package opensc-pkcs11 is missing");
    try {
      reader = PrivateReader.start();
    } catch (ReaderUnavailableException unavailable) {
      abort("not run: " + unavailable.getMessage());
    }
    gateway = CardGateway.start(folder.resolve("gateway"), AUTHORITY);
  }

  @AfterAll
  static void stop() throws IOException {
    if (gateway != null) {
      gateway.close();
    }
    if (reader != null) {
      reader.close();
    }
  }

  private void assertNothingEnrolled(int exit, String words) {
    assertThat(desk.said()).contains(words, "Nothing was enrolled.").doesNotContain(PIN);
    assertThat(exit).isEqualTo(ExitCode.NO);
    assertThat(desk.folder().isEnrolled()).isFalse();
    assertThat(gateway.enrolledTokens()).isEmpty();
  }

  private static String digits(VirtualPivCard.Credential credential) throws Exception {
    return HexFormat.of()
        .formatHex(Certificate.parse(credential.certificate()).thumbprint().toArray())
        .substring(0, 12);
  }

  @Test
  @DisplayName(
      "D4 the key that wants the PIN on every use is enrolled, after each failure had its sentence")
  void whole() throws Exception {
    desk.use(new CardModule("OpenSC", CardModules.openSc().orElseThrow(), reader.environment()));
    reader.insert(piv);
    String[] signature = {"--certificate", digits(credentials.get(PivSlot.SIGNATURE))};

    assertNothingEnrolled(desk.enroll("654321", signature), "That PIN is wrong.");
    assertThat(piv.pinTriesLeft()).isEqualTo(2);
    piv.fault(PivFault.OTHER_SIGNATURE);
    assertNothingEnrolled(
        desk.enroll(PIN, signature), "is not a signature of its certificate's key.");
    piv.fault(PivFault.PULLED_AT_SIGNING);
    assertNothingEnrolled(
        desk.enroll(PIN, signature), "The card was taken out before it was done.");
    piv.fault(PivFault.NONE);
    reader.insert(piv);
    swapped(signature);

    reader.insert(piv);
    int before = piv.signaturesAsked();
    assertThat(desk.enroll(PIN, signature)).as(desk.said()).isZero();
    assertThat(piv.signaturesAsked()).isEqualTo(before + 1);
    assertThat(desk.said()).contains("states that it asks for its PIN on every use");
    assertThat(gateway.enrolledTokens()).hasSize(1);
  }

  /** Another card is in the reader when the PIN was entered. */
  private void swapped(String... signature) throws IOException {
    VirtualPivCard other =
        VirtualPivCard.of(PIN, VirtualPivCard.issue(AUTHORITY, "Sam Taylor", PivKey.Kind.P256));
    InputStream swapping =
        new InputStream() {
          private final InputStream pin =
              new ByteArrayInputStream("654321\n".getBytes(StandardCharsets.UTF_8));
          private boolean swapped;

          @Override
          public int read() throws IOException {
            if (!swapped) {
              swapped = true;
              insert(other);
            }
            return pin.read();
          }
        };
    assertNothingEnrolled(desk.enroll(swapping, signature), "Enrolling " + signature[1]);
    assertThat(desk.said())
        .containsAnyOf("it is not the one that was chosen.", "was taken out before it was done.");
    assertThat(other.pinTriesLeft()).isEqualTo(3);
    assertThat(other.signaturesAsked()).isZero();
  }

  private static void insert(VirtualPivCard card) throws IOException {
    try {
      reader.insert(card);
    } catch (InterruptedException stopped) {
      throw new IOException(stopped);
    }
  }
}
