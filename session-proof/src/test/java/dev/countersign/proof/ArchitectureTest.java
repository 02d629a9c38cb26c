package dev.countersign.proof;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(new ImportOption.DoNotIncludeJars())
          .importPackages("dev.countersign.proof");

  @Test
  @DisplayName("session-proof is pure: no network, files, SQL, user interface or hardware")
  void pure() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.net..",
            "java.net.http..",
            "java.nio.file..",
            "java.nio.channels..",
            "java.sql..",
            "javax.sql..",
            "javax.net..",
            "java.awt..",
            "javafx..",
            "org.hid4java..",
            "com.yubico..",
            "com.sun..")
        .check(CLASSES);
  }

  @Test
  @DisplayName("no package of session-proof depends on itself in a circle")
  void noCycles() {
    slices().matching("dev.countersign.proof.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  @DisplayName("there is no public mutable static and no static field that is not final")
  void noMutableStatics() {
    fields()
        .that()
        .areStatic()
        .and()
        .doNotHaveName("$assertionsDisabled")
        .should()
        .beFinal()
        .check(CLASSES);
  }

  @Test
  @DisplayName("there is no getInstance of our own")
  void noSingletons() {
    methods().should().notHaveName("getInstance").check(CLASSES);
  }

  @Test
  @DisplayName(
      "only the json package knows the JSON library, only crypto, log and x509 know the algorithms")
  void librariesBehindWalls() {
    noClasses()
        .that()
        .resideOutsideOfPackage("..proof.json..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.fasterxml..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideOutsideOfPackages("..proof.crypto..", "..proof.log..", "..proof.x509..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.bouncycastle..")
        .check(CLASSES);
  }

  @Test
  @DisplayName(
      "D2 only warnings know ICU: what is signed and verified never depends on its version")
  void warningsAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackage("..presentation.warning..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.ibm.icu..", "..presentation.warning..")
        .check(CLASSES);
  }

  @Test
  @DisplayName("the verifier never reads a clock or draws a random number of its own")
  void deterministic() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "..proof.verify..", "..proof.x509..", "..proof.presentation..", "..proof.json..")
        .should()
        .dependOnClassesThat()
        .haveNameMatching(
            "java\\.time\\.(Instant|Clock)|java\\.security\\.SecureRandom|java\\.util\\.Random")
        .check(CLASSES);
  }
}
