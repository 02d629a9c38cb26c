package dev.countersign.bridge.pkcs11.binding;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The numbers are those that a C compiler gives for the structures of PKCS#11 v2.40. */
@DisplayName("PKCS#11's structures")
class StructsTest {

  @Test
  @DisplayName("on Linux and macOS have 8-byte CK_ULONG and natural alignment")
  void unix() {
    Structs structs = Structs.in(Layout.UNIX);

    assertStruct(structs.attribute(), 24, "pValue", 8, "ulValueLen", 16);
    assertStruct(structs.mechanism(), 24, "pParameter", 8, "ulParameterLen", 16);
    assertStruct(structs.pss(), 24, "mgf", 8, "sLen", 16);
    assertStruct(structs.info(), 88, "flags", 40, "libraryDescription", 48);
    assertStruct(structs.slotInfo(), 112, "manufacturerID", 64, "flags", 96);
    assertStruct(structs.tokenInfo(), 208, "ulMaxPinLen", 136, "ulMinPinLen", 144);
    assertThat(structs.tokenInfo().offset("flags")).isEqualTo(96);
    assertThat(structs.functionList().offset("C_Initialize")).isEqualTo(8);
  }

  @Test
  @DisplayName("on Windows have 4-byte CK_ULONG and no gaps")
  void windows() {
    Structs structs = Structs.in(Layout.WINDOWS);

    assertStruct(structs.attribute(), 16, "pValue", 4, "ulValueLen", 12);
    assertStruct(structs.mechanism(), 16, "pParameter", 4, "ulParameterLen", 12);
    assertStruct(structs.pss(), 12, "mgf", 4, "sLen", 8);
    assertStruct(structs.info(), 72, "flags", 34, "libraryDescription", 38);
    assertStruct(structs.slotInfo(), 104, "manufacturerID", 64, "flags", 96);
    assertStruct(structs.tokenInfo(), 160, "ulMaxPinLen", 116, "ulMinPinLen", 120);
    assertThat(structs.functionList().offset("C_Initialize")).isEqualTo(2);
  }

  private static void assertStruct(
      Struct struct, long size, String first, long at, String second, long then) {
    assertThat(struct.size()).isEqualTo(size);
    assertThat(struct.offset(first)).isEqualTo(at);
    assertThat(struct.offset(second)).isEqualTo(then);
  }
}
