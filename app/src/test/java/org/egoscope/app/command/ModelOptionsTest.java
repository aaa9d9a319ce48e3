package org.egoscope.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.egoscope.app.PipelinePlan;
import org.egoscope.torch.Products;
import org.egoscope.torch.TorchRuntime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ModelOptionsTest {
    @TempDir
    private Path folder;

    private ModelOptions options(String... arguments) {
        return CommandLine.populateCommand(new ModelOptions(), arguments);
    }

    private Products products(ModelOptions options) {
        return options.models().orElseThrow().products();
    }

    @Test
    void networksMultiplyAsIsFastUnlessTold() {
        Products fast = TorchRuntime.cpuHasFastBfloat16() ? Products.BFLOAT16 : Products.FLOAT32;

        assertThat(products(options("--models", folder.toString()))).isEqualTo(fast);
        assertThat(products(options("--models", folder.toString(), "--network-products", "FLOAT32"))).isEqualTo(Products.FLOAT32);
        assertThat(products(options("--models", folder.toString(), "--network-products", "BFLOAT16"))).isEqualTo(Products.BFLOAT16);
    }

    @Test
    void workersAreToldWhatWasChosenAndNotToChoose() {
        ModelOptions chosen = options("--models", folder.toString());
        List<String> arguments = chosen.arguments();

        assertThat(arguments).containsSubsequence("--network-products", products(chosen).name()).doesNotContain("AUTO");
        assertThat(products(options(arguments.toArray(new String[0])))).isEqualTo(products(chosen));
    }

    @Test
    void runsThatMultiplyInOtherNumbersHaveOtherPlans() {
        PipelinePlan wide = plan("FLOAT32");
        PipelinePlan narrow = plan("BFLOAT16");

        assertThat(narrow.planHash()).isNotEqualTo(wide.planHash());
        assertThat(plan("FLOAT32").planHash()).isEqualTo(wide.planHash());
        assertThat(narrow.lineage().configuration()).containsEntry("networks.products", "BFLOAT16");
        assertThat(new PipelinePlan(options().config(), Optional.empty()).lineage().configuration()).doesNotContainKey("networks.products");
    }

    private PipelinePlan plan(String products) {
        ModelOptions options = options("--models", folder.toString(), "--network-products", products);
        return new PipelinePlan(options.config(), options.models());
    }
}
