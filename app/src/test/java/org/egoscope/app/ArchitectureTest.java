package org.egoscope.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final String ROOT = "org.egoscope.";
    private static final List<String> MODULES =
            List.of("core", "torch", "ingest", "perception", "motion", "scenegraph", "storage", "stream", "synthetic");
    private static final JavaClasses CLASSES =
            new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("org.egoscope");

    @Test
    void everyModuleIsSeenByThisTest() {
        for (String module : MODULES) {
            assertThat(CLASSES.stream().anyMatch(c -> c.getPackageName().startsWith(ROOT + module))).as(module).isTrue();
        }
    }

    @Test
    void stagesKnowCoreAndTorchAndNothingElseOfOurs() {
        for (String module : MODULES) {
            String[] others = MODULES.stream()
                    .filter(other -> !other.equals(module) && !other.equals("core") && !other.equals("torch"))
                    .map(other -> ROOT + other + "..")
                    .toArray(String[]::new);
            noClasses().that().resideInAPackage(ROOT + module + "..").should().dependOnClassesThat().resideInAnyPackage(others)
                    .check(CLASSES);
        }
    }

    @Test
    void internalPackagesStayInTheirModule() {
        for (String module : MODULES) {
            DescribedPredicate<JavaClass> internal = JavaClass.Predicates.resideInAPackage(ROOT + module + "..internal..");
            noClasses().that().resideOutsideOfPackage(ROOT + module + "..").should().dependOnClassesThat(internal).allowEmptyShould(true)
                    .check(CLASSES);
        }
    }

    @Test
    void nativeAndBrokerAndArrowTypesHaveOneHomeEach() {
        noClasses().that().resideOutsideOfPackages(
                        ROOT + "ingest.internal..", ROOT + "perception.internal..", ROOT + "torch.internal..")
                .should().dependOnClassesThat().resideInAPackage("org.bytedeco..").check(CLASSES);
        noClasses().that().resideOutsideOfPackage(ROOT + "stream..")
                .should().dependOnClassesThat().resideInAPackage("org.apache.kafka..").check(CLASSES);
        noClasses().that().resideOutsideOfPackage(ROOT + "storage..")
                .should().dependOnClassesThat().resideInAPackage("org.apache.arrow..").check(CLASSES);
    }

    @Test
    void coreNeedsTheJdkOnly() {
        classes().that().resideInAPackage(ROOT + "core..").should().onlyDependOnClassesThat()
                .resideInAnyPackage(ROOT + "core..", "java..", "org.jspecify..").check(CLASSES);
    }

    @Test
    void modulesHaveNoCycles() {
        slices().matching(ROOT + "(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void nothingIsCalledManagerHelperOrUtil() {
        noClasses().should().haveSimpleNameEndingWith("Manager")
                .orShould().haveSimpleNameEndingWith("Helper")
                .orShould().haveSimpleNameEndingWith("Util")
                .orShould().haveSimpleNameEndingWith("Utils")
                .check(CLASSES);
    }
}
