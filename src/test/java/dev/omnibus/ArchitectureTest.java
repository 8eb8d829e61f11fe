package dev.omnibus;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

/** Holds the arrows of the house: roof over rooms over ground, and no doors between rooms. */
class ArchitectureTest {

  private static final JavaClasses HOUSE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.omnibus");

  private static final String[] ROOMS = {
    "..omnibus.identity..",
    "..omnibus.bridge..",
    "..omnibus.gateway..",
    "..omnibus.coordinator..",
    "..omnibus.health..",
    "..omnibus.telemetry..",
    "..omnibus.audit..",
    "..omnibus.alerts..",
    "..omnibus.rest..",
    "..omnibus.people..",
    "..omnibus.scaling..",
    "..omnibus.rollout..",
    "..omnibus.insight.."
  };
  private static final String[] GROUND = {
    "..omnibus.model..",
    "..omnibus.measure..",
    "..omnibus.bus..",
    "..omnibus.mcp..",
    "..omnibus.access..",
    "..omnibus.credential..",
    "..omnibus.cluster..",
    "..omnibus.config..",
    "..omnibus.contract..",
    "..omnibus.store..",
    "..omnibus.trail..",
    "..omnibus.presence..",
    "..omnibus.sealed..",
    "..omnibus.tracing.."
  };

  @Test
  void rooms_never_import_each_other() {
    holds(
        slices()
            .matching(
                "dev.omnibus.(identity|bridge|gateway|coordinator|health|telemetry|audit|alerts|rest"
                    + "|people|scaling|rollout|insight)..")
            .should()
            .notDependOnEachOther()
            .allowEmptyShould(true));
  }

  @Test
  void ground_imports_no_room() {
    holds(
        noClasses()
            .that()
            .resideInAnyPackage(GROUND)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ROOMS));
  }

  @Test
  void nobody_imports_the_roof() {
    holds(
        noClasses()
            .that()
            .resideOutsideOfPackage("..omnibus.app..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..omnibus.app.."));
  }

  @Test
  void bus_imports_nothing_of_ours() {
    holds(
        noClasses()
            .that()
            .resideInAPackage("..omnibus.bus..")
            .should()
            .dependOnClassesThat(
                JavaClass.Predicates.resideInAPackage("dev.omnibus..")
                    .and(JavaClass.Predicates.resideOutsideOfPackage("..omnibus.bus.."))));
  }

  @Test
  void mcp_imports_nothing_of_ours() {
    holds(
        noClasses()
            .that()
            .resideInAPackage("..omnibus.mcp..")
            .should()
            .dependOnClassesThat(
                JavaClass.Predicates.resideInAPackage("dev.omnibus..")
                    .and(JavaClass.Predicates.resideOutsideOfPackage("..omnibus.mcp.."))));
  }

  @Test
  void the_client_for_programs_knows_the_words_of_the_bus_and_the_seal_only() {
    holds(
        noClasses()
            .that()
            .resideInAPackage("..omnibus.client..")
            .should()
            .dependOnClassesThat(
                JavaClass.Predicates.resideInAPackage("dev.omnibus..")
                    .and(JavaClass.Predicates.resideOutsideOfPackage("..omnibus.client.."))
                    .and(JavaClass.Predicates.resideOutsideOfPackage("..omnibus.sealed.."))
                    .and(JavaClass.Predicates.resideOutsideOfPackage("..omnibus.bus.."))));
  }

  @Test
  void the_demo_servers_stand_alone() {
    holds(
        noClasses()
            .that()
            .resideInAPackage("..omnibus.demo..")
            .should()
            .dependOnClassesThat(
                JavaClass.Predicates.resideInAPackage("dev.omnibus..")
                    .and(JavaClass.Predicates.resideOutsideOfPackage("..omnibus.demo.."))));
  }

  @Test
  void classes_are_final() {
    holds(
        classes()
            .that()
            .areTopLevelClasses()
            .and()
            .areNotInterfaces()
            .and()
            .areNotEnums()
            .should()
            .haveModifier(JavaModifier.FINAL));
  }

  private static void holds(ArchRule rule) {
    rule.check(HOUSE);
  }
}
