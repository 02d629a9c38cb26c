package dev.countersign.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
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
          .importPackages("dev.countersign.gateway");

  @Test
  @DisplayName("only the store knows SQL, and only its SQLite room knows SQLite")
  void sqlBehindTheStore() {
    only("..gateway.store..", "java.sql..").check(CLASSES);
    only("..gateway.store.sqlite..", "org.sqlite..").check(CLASSES);
  }

  @Test
  @DisplayName("only http and main know the HTTP server")
  void httpBehindItsRoom() {
    noClasses()
        .that()
        .resideOutsideOfPackages("..gateway.http..", "..gateway.main..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.javalin..", "org.eclipse.jetty..", "jakarta.servlet..")
        .check(CLASSES);
  }

  @Test
  @DisplayName("the domain does not know the rooms that serve it")
  void domainStandsAlone() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "..gateway.session..",
            "..gateway.request..",
            "..gateway.policy..",
            "..gateway.decision..",
            "..gateway.grant..",
            "..gateway.witness..",
            "..gateway.feed..",
            "..gateway.store..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("..gateway.http..", "..gateway.main..", "..gateway.store.sqlite..")
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage("java.net.http..")
        .because("the SQLite room is reached through the store's interface only")
        .check(
            CLASSES.that(
                DescribedPredicate.describe(
                    "outside store.sqlite",
                    type -> !type.getPackageName().endsWith("store.sqlite"))));
  }

  @Test
  @DisplayName("the gateway knows neither desk nor tokens")
  void independentOfTheDesk() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.countersign.desktop..", "dev.countersign.bridge..", "javafx..")
        .check(CLASSES);
  }

  @Test
  @DisplayName("no package of the gateway depends on itself in a circle")
  void noCycles() {
    slices().matching("dev.countersign.gateway.(*)..").should().beFreeOfCycles().check(CLASSES);
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

  private static ArchRule only(String room, String library) {
    return noClasses()
        .that()
        .resideOutsideOfPackage(room)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library);
  }
}
