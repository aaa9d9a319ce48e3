package org.egoscope.app.products;

import java.util.Optional;
import org.egoscope.app.config.PipelineConfig;
import org.egoscope.core.PipelineException;
import org.egoscope.perception.Hands;
import org.egoscope.perception.NamedBoxes;
import org.egoscope.perception.People;
import org.egoscope.torch.ModelDirectory;
import org.egoscope.torch.Products;

/** The networks of the path for hands, other people's faces and named boxes, multiplying in one kind of number. */
record PathNetworks(Hands hands, People people, NamedBoxes boxes) implements AutoCloseable {
    static PathNetworks open(ModelDirectory models, Products products, PipelineConfig config) {
        ModelDirectory folder = models.with(products);
        Hands hands = Hands.open(folder, config.perception().hands());
        People people = People.open(Optional.of(folder), config.perception().people().withBlurredFaces());
        NamedBoxes boxes = NamedBoxes.open(folder, config.perception().segment())
                .orElseThrow(() -> PipelineException.badConfig("models: expected yolox_nano in " + folder.folder() + ", got none"));
        return new PathNetworks(hands, people, boxes);
    }

    @Override
    public void close() {
        hands.close();
        people.close();
        boxes.close();
    }
}
