package dev.countersign.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.testing.SoftwareCard;
import dev.countersign.proof.testing.TestAuthority;
import dev.countersign.proof.testing.TestCardKey;
import dev.countersign.proof.testing.TestCertificate;
import dev.countersign.proof.x509.CardJws;
import dev.countersign.proof.x509.SubjectKey;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Our reading of a card's JWS beside that of nimbus-jose-jwt, over mutated ones. */
class JwsDifferentialTest {
  private static final int MUTANTS = 1_500;
  private static final long SEED = 20_261_127;
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ ";

  static Stream<TestCardKey> keys() {
    return Stream.of(
        TestCardKey.p256("differential"),
        TestCardKey.p384("differential"),
        TestCardKey.rsa("differential", 2048));
  }

  @ParameterizedTest(name = "{index}")
  @DisplayName("S0.1 no mutated JWS of a card is taken here that nimbus refuses, in any algorithm")
  @MethodSource("keys")
  void neverMoreThanNimbus(TestCardKey key) throws Exception {
    SoftwareCard card =
        new SoftwareCard(
            key, TestAuthority.root("Card Root").chain(TestCertificate.card("kim", key)));
    String good =
        card.jws(CardJws.Type.DECISION, Bytes.utf8("{\"decision\":\"approve\"}")).compact();
    SubjectKey ours = card.chain().getFirst().key().orElseThrow();
    JWSVerifier theirs = verifier(card);
    assertThat(weTake(good, ours)).isTrue();
    assertThat(nimbusTakes(good, theirs)).isTrue();

    Random random = new Random(SEED);
    for (int i = 0; i < MUTANTS; i++) {
      String mutant = i % 3 == 0 ? otherSignature(good, random) : edited(good, random);
      boolean taken = weTake(mutant, ours);
      assertThat(taken && !nimbusTakes(mutant, theirs)).as("seed %d: %s", SEED, mutant).isFalse();
      assertThat(taken && !mutant.equals(good)).as("another text is taken: %s", mutant).isFalse();
    }
  }

  private static boolean weTake(String compact, SubjectKey key) {
    try {
      CardJws jws = CardJws.parse(compact, CardJws.Type.DECISION);
      return key.jwsAlgorithm().filter(jws.algorithm()::equals).isPresent() && jws.isSignedBy(key);
    } catch (RefusedException refused) {
      return false;
    }
  }

  private static boolean nimbusTakes(String compact, JWSVerifier verifier) {
    try {
      return JWSObject.parse(compact).verify(verifier);
    } catch (ParseException | JOSEException | IllegalArgumentException refused) {
      return false;
    }
  }

  private static JWSVerifier verifier(SoftwareCard card)
      throws GeneralSecurityException, JOSEException {
    byte[] der = card.chain().getFirst().der().toArray();
    PublicKey key =
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(der))
            .getPublicKey();
    return switch (key) {
      case ECPublicKey ec -> new ECDSAVerifier(ec);
      case RSAPublicKey rsa -> new RSASSAVerifier(rsa);
      default -> throw new IllegalStateException("another kind of key");
    };
  }

  /** One to three characters changed, put in, taken out; or parts exchanged. */
  private static String edited(String compact, Random random) {
    StringBuilder text = new StringBuilder(compact);
    for (int edits = 1 + random.nextInt(3); edits > 0; edits--) {
      int at = random.nextInt(text.length());
      char other = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
      switch (random.nextInt(4)) {
        case 0 -> text.setCharAt(at, other);
        case 1 -> text.insert(at, other);
        case 2 -> text.deleteCharAt(at);
        default -> text.setLength(Math.max(1, at));
      }
    }
    return text.toString();
  }

  /** A signature of a right or wrong length, with bits turned or nothing but zeros. */
  private static String otherSignature(String compact, Random random) {
    int dot = compact.lastIndexOf('.');
    byte[] signature = Base64.getUrlDecoder().decode(compact.substring(dot + 1));
    byte[] other =
        switch (random.nextInt(4)) {
          case 0 -> new byte[signature.length];
          case 1 -> Arrays.copyOf(signature, random.nextInt(2 * signature.length));
          case 2 -> Arrays.copyOfRange(signature, 1, signature.length + 1);
          default -> signature.clone();
        };
    if (other.length > 0) {
      other[random.nextInt(other.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return compact.substring(0, dot + 1) + Bytes.of(other).base64Url();
  }
}
