package tactus.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The layers of {@code docs/architecture.md}: what each module, and some packages, may use. */
class ArchitectureTest {

  private static final String UNIT = "tactus.unit..";
  private static final String CONFIG = "tactus.config..";
  private static final String CONCURRENT = "tactus.concurrent..";
  private static final String SIM = "tactus.sim..";
  private static final String HW = "tactus.hw..";
  private static final String WORKLOAD = "tactus.workload..";
  private static final String DATAFLOW = "tactus.dataflow..";
  private static final String EXPLORE = "tactus.explore..";
  private static final String CLI = "tactus.cli..";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("tactus");

  /** Of our packages, one may use itself and the others given. */
  private static void mayUse(String part, String... others) {
    String[] allowed = new String[others.length + 1];
    allowed[0] = part;
    System.arraycopy(others, 0, allowed, 1, others.length);
    noClasses()
        .that()
        .resideInAPackage(part)
        .should()
        .dependOnClassesThat(resideInAnyPackage("tactus..").and(resideOutsideOfPackages(allowed)))
        .because(part + " may use " + String.join(", ", others))
        .check(CLASSES);
  }

  @Test
  void modules_useOnlyWhatLiesBelow() {
    mayUse(UNIT);
    mayUse(CONFIG, UNIT);
    mayUse(CONCURRENT);
    mayUse(SIM);
    mayUse(HW, SIM, CONCURRENT, CONFIG, UNIT);
    mayUse(WORKLOAD, CONFIG, UNIT);
    mayUse(DATAFLOW, HW, WORKLOAD, CONCURRENT, CONFIG, UNIT);
    mayUse(EXPLORE, DATAFLOW, HW, WORKLOAD, SIM, CONCURRENT, CONFIG, UNIT);
    mayUse(CLI, EXPLORE, CONFIG);
  }

  @Test
  void commands_useNothingOfOurs() {
    mayUse("tactus.hw.command..");
  }

  @Test
  void packages_haveNoCycles() {
    slices().matching("tactus.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void packages_areNotCalledAfterNothing() {
    noClasses()
        .should()
        .resideInAnyPackage("..util..", "..common..", "..impl..")
        .check(CLASSES.that(resideInAnyPackage("tactus..")));
  }

  @Test
  void onlyTheCommand_printsAndExits() {
    noClasses()
        .that()
        .resideOutsideOfPackage(CLI)
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .callMethod(System.class, "exit", int.class)
        .check(CLASSES);
  }

  @Test
  void results_dependOnNoClockAndNoSeedlessChance() {
    noClasses()
        .that()
        .resideInAnyPackage(SIM, HW, WORKLOAD, DATAFLOW)
        .should()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callConstructor(java.util.Random.class)
        .check(CLASSES);
  }
}
