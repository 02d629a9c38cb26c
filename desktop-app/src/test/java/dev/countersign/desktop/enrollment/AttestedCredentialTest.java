package dev.countersign.desktop.enrollment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.testing.Fixture;
import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class AttestedCredentialTest {
  private static final Bytes ID = Fixture.TOKEN.credentialId();

  private static byte[] attestation(byte[] cose) {
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    data.writeBytes(new byte[32 + 1 + 4 + 16]);
    data.write(0);
    data.write(ID.size());
    data.writeBytes(ID.toArray());
    data.writeBytes(cose);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(HexFormat.of().parseHex("a363666d74646e6f6e656761747453746d74a0"));
    all.writeBytes(HexFormat.of().parseHex("686175746844617461"));
    all.write(0x58);
    all.write(data.size());
    all.writeBytes(data.toByteArray());
    return all.toByteArray();
  }

  @Test
  @DisplayName("the key of the credential is found")
  void found() {
    byte[] all = attestation(Fixture.TOKEN.cose().toArray());
    assertThat(AttestedCredential.find(Bytes.of(all), ID).orElseThrow().key())
        .isEqualTo(Fixture.TOKEN.key().publicKey());
  }

  @Test
  @DisplayName("another credential, another kind of key, or cut bytes give nothing")
  void refused() {
    byte[] all = attestation(Fixture.TOKEN.cose().toArray());
    assertThat(AttestedCredential.find(Bytes.of(all), Bytes.utf8("x".repeat(32)))).isEmpty();
    byte[] otherKey = Fixture.TOKEN.cose().toArray();
    otherKey[4] = 0x27;
    assertThat(AttestedCredential.find(Bytes.of(attestation(otherKey)), ID)).isEmpty();
    for (int length = 0; length < all.length; length++) {
      assertThat(AttestedCredential.find(Bytes.of(all).slice(0, length), ID)).isEmpty();
    }
  }
}
