package dev.omnibus;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Holds the arrows of the house: roof over rooms over ground, and no doors between rooms. */
@AnalyzeClasses(packages = "dev.omnibus", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String[] ROOMS = {
    "..omnibus.identity..", "..omnibus.bridge..", "..omnibus.gateway..", "..omnibus.coordinator..",
    "..omnibus.health..", "..omnibus.telemetry..", "..omnibus.audit..", "..omnibus.alerts..",
    "..omnibus.people..", "..omnibus.scaling..", "..omnibus.rollout..", "..omnibus.insight.."
  };
  private static final String[] GROUND = {
    "..omnibus.model..",
    "..omnibus.bus..",
    "..omnibus.mcp..",
    "..omnibus.access..",
    "..omnibus.cluster..",
    "..omnibus.config..",
    "..omnibus.store.."
  };

  @ArchTest
  static final ArchRule rooms_never_import_each_other =
      slices()
          .matching(
              "dev.omnibus.(identity|bridge|gateway|coordinator|health|telemetry|audit|alerts|people"
                  + "|scaling|rollout|insight)..")
          .should()
          .notDependOnEachOther()
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule ground_imports_no_room =
      noClasses()
          .that()
          .resideInAnyPackage(GROUND)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(ROOMS);

  @ArchTest
  static final ArchRule nobody_imports_the_roof =
      noClasses()
          .that()
          .resideOutsideOfPackage("..omnibus.app..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("..omnibus.app..");

  @ArchTest
  static final ArchRule bus_imports_nothing_of_ours =
      noClasses()
          .that()
          .resideInAPackage("..omnibus.bus..")
          .should()
          .dependOnClassesThat(
              JavaClass.Predicates.resideInAPackage("dev.omnibus..")
                  .and(JavaClass.Predicates.resideOutsideOfPackage("..omnibus.bus..")));

  @ArchTest
  static final ArchRule mcp_imports_nothing_of_ours =
      noClasses()
          .that()
          .resideInAPackage("..omnibus.mcp..")
          .should()
          .dependOnClassesThat(
              JavaClass.Predicates.resideInAPackage("dev.omnibus..")
                  .and(JavaClass.Predicates.resideOutsideOfPackage("..omnibus.mcp..")));

  @ArchTest
  static final ArchRule classes_are_final =
      classes()
          .that()
          .areTopLevelClasses()
          .and()
          .areNotInterfaces()
          .and()
          .areNotEnums()
          .should()
          .haveModifier(JavaModifier.FINAL);
}
