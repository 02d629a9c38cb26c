package dev.countersign.bridge;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  private static final JavaClasses BRIDGE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.countersign.bridge");

  @Test
  @DisplayName("yubikit is used in bridge.fido alone")
  void yubikit() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.countersign.bridge.fido")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.yubico..")
        .check(BRIDGE);
  }

  @Test
  @DisplayName("hid4java and JNA are used in bridge.fido.hid alone")
  void hid4java() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.countersign.bridge.fido.hid")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.hid4java..", "com.sun.jna..")
        .check(BRIDGE);
  }

  @Test
  @DisplayName("the API knows nothing of what stands behind it")
  void api() {
    noClasses()
        .that()
        .resideInAPackage("dev.countersign.bridge")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.countersign.bridge.fido..",
            "dev.countersign.bridge.windows..",
            "dev.countersign.bridge.system..",
            "dev.countersign.bridge.pkcs11..",
            "dev.countersign.bridge.demo..")
        .check(BRIDGE);
  }

  @Test
  @DisplayName("Windows' own API is used in bridge.windows alone, which only bridge.system chooses")
  void windows() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.countersign.bridge.windows", "dev.countersign.bridge.system")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.countersign.bridge.windows..")
        .check(BRIDGE);
  }

  @Test
  @DisplayName("PKCS#11 modules are called in their own process alone, which needs nothing else")
  void modules() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "dev.countersign.bridge.pkcs11.module", "dev.countersign.bridge.pkcs11.binding")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.countersign.bridge.pkcs11.binding")
        .check(BRIDGE);
    classes()
        .that()
        .resideInAnyPackage(
            "dev.countersign.bridge.pkcs11.module",
            "dev.countersign.bridge.pkcs11.binding",
            "dev.countersign.bridge.pkcs11.wire")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..",
            "org.jspecify.annotations",
            "dev.countersign.bridge.pkcs11.module",
            "dev.countersign.bridge.pkcs11.binding",
            "dev.countersign.bridge.pkcs11.wire")
        .check(BRIDGE);
  }

  @Test
  @DisplayName("the bridge never refers to the demo key")
  void noDemo() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.countersign.bridge.demo..")
        .check(BRIDGE);
  }

  @Test
  @DisplayName("packages have no cycles")
  void noCycles() {
    slices().matching("dev.countersign.(**)").should().beFreeOfCycles().check(BRIDGE);
  }

  @Test
  @DisplayName("there is no public mutable static and no getInstance")
  void noGlobals() {
    noFields().that().areStatic().and().arePublic().should().notBeFinal().check(BRIDGE);
    noMethods().should().haveName("getInstance").check(BRIDGE);
  }
}
