package io.balena.releaseupdate;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Checks the allowed dependencies of packages. */
@AnalyzeClasses(packages = "io.balena.releaseupdate", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String ROOT = "io.balena.releaseupdate";

    @ArchTest
    static final ArchRule packagesUseWhatTheyMay = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("model")
            .definedBy(ROOT + ".model..")
            .layer("text")
            .definedBy(ROOT + ".text..")
            .layer("settings")
            .definedBy(ROOT + ".settings..")
            .layer("cloud")
            .definedBy(ROOT + ".cloud..")
            .layer("updates")
            .definedBy(ROOT)
            .layer("fleet")
            .definedBy(ROOT + ".fleet..")
            .layer("rollout")
            .definedBy(ROOT + ".rollout..")
            .layer("output")
            .definedBy(ROOT + ".output..")
            .layer("sandbox")
            .definedBy(ROOT + ".sandbox..")
            .layer("cli")
            .definedBy(ROOT + ".cli..")
            .whereLayer("text")
            .mayNotAccessAnyLayer()
            .whereLayer("model")
            .mayOnlyAccessLayers("text")
            .whereLayer("settings")
            .mayOnlyAccessLayers("model", "text")
            .whereLayer("cloud")
            .mayOnlyAccessLayers("model", "settings", "text")
            .whereLayer("updates")
            .mayOnlyAccessLayers("model", "text", "settings", "cloud")
            .whereLayer("fleet")
            .mayOnlyAccessLayers("model", "text", "cloud", "updates")
            .whereLayer("rollout")
            .mayOnlyAccessLayers("model", "text", "cloud", "updates", "fleet")
            .whereLayer("output")
            .mayOnlyAccessLayers("model", "text")
            .whereLayer("sandbox")
            .mayNotAccessAnyLayer()
            .whereLayer("cli")
            .mayNotBeAccessedByAnyLayer();

    @ArchTest
    static final ArchRule packagesAreFreeOfCycles =
            slices().matching(ROOT + ".(**)").should().beFreeOfCycles();
}
