package dev.countersign.desktop;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(new ImportOption.DoNotIncludeJars())
          .importPackages("dev.countersign.desktop");

  @Test
  @DisplayName("only the window knows JavaFX")
  void javaFxInTheWindow() {
    only("..desktop.ui..", "javafx..", "atlantafx..").check(CLASSES);
  }

  @Test
  @DisplayName("only the audit log knows SQL")
  void sqlInTheAuditLog() {
    only("..desktop.audit..", "java.sql..", "org.sqlite..").check(CLASSES);
  }

  @Test
  @DisplayName("only what talks to the gateway knows the network")
  void networkInItsRooms() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "..desktop.subscription..",
            "..desktop.submission..",
            "..desktop.enrollment..",
            "..desktop.demo..",
            "..desktop.main..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.net.http..", "javax.net.ssl..", "javax.net")
        .check(CLASSES);
  }

  @Test
  @DisplayName("D3 only the demo knows the software key and the embedded gateway")
  void softwareKeyInTheDemo() {
    only("..desktop.demo..", "dev.countersign.bridge.demo..", "dev.countersign.gateway..")
        .check(CLASSES);
  }

  @Test
  @DisplayName("only the program's start knows the USB keys of this machine")
  void hidInMain() {
    only("..desktop.main..", "dev.countersign.bridge.fido..").check(CLASSES);
  }

  @Test
  @DisplayName("decisions know neither window, database nor network")
  void decisionsStandAlone() {
    noClasses()
        .that()
        .resideInAPackage("..desktop.approval..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "..desktop.ui..",
            "..desktop.submission..",
            "..desktop.subscription..",
            "..desktop.enrollment..",
            "..desktop.wiring..",
            "java.net..")
        .check(CLASSES);
  }

  @Test
  @DisplayName("no package of the desk depends on itself in a circle")
  void noCycles() {
    slices().matching("dev.countersign.desktop.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  @DisplayName("there is no mutable static and no getInstance of our own")
  void noHiddenState() {
    fields()
        .that()
        .areStatic()
        .and()
        .doNotHaveName("$assertionsDisabled")
        .should()
        .beFinal()
        .check(CLASSES);
    methods().should().notHaveName("getInstance").check(CLASSES);
  }

  private static ArchRule only(String room, String... libraries) {
    return noClasses()
        .that()
        .resideOutsideOfPackage(room)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(libraries);
  }
}
