package org.egoscope.perception.internal.sam2;

import java.util.Map;
import org.egoscope.perception.internal.sam.ParameterShapes;

/** Names and shapes of the parameters of a SAM 2.1 network, as in the official checkpoints. */
final class Sam2Parameters {
    private final ParameterShapes shapes = new ParameterShapes();
    private final Sam2Shape shape;

    private Sam2Parameters(Sam2Shape shape) {
        this.shape = shape;
    }

    static Map<String, long[]> of(Sam2Shape shape) {
        Sam2Parameters made = new Sam2Parameters(shape);
        made.trunk(shape.trunk());
        made.neck();
        made.memoryAttention();
        made.memoryEncoder();
        made.rest();
        shape.decoder().parameterShapes().forEach(made.shapes::put);
        return made.shapes.asMap();
    }

    private void trunk(HieraShape trunk) {
        String at = "image_encoder.trunk.";
        shapes.put(at + "pos_embed", 1, trunk.width(), trunk.background(), trunk.background());
        shapes.put(at + "pos_embed_window", 1, trunk.width(), trunk.windows().get(0), trunk.windows().get(0));
        shapes.conv(at + "patch_embed.proj", 3, trunk.width(), 7);
        for (int i = 0; i < trunk.blockCount(); i++) {
            HieraShape.Block block = trunk.block(i);
            String name = at + "blocks." + i;
            shapes.norm(name + ".norm1", block.in())
                    .linear(name + ".attn.qkv", block.in(), 3L * block.out())
                    .linear(name + ".attn.proj", block.out(), block.out())
                    .norm(name + ".norm2", block.out())
                    .perceptron(name + ".mlp", block.out(), 4L * block.out(), block.out());
            if (block.pools()) {
                shapes.linear(name + ".proj", block.in(), block.out());
            }
        }
    }

    private void neck() {
        for (int level = 0; level < 4; level++) {
            shapes.conv("image_encoder.neck.convs." + level + ".conv", shape.trunk().width(3 - level), shape.width(), 1);
        }
    }

    private void memoryAttention() {
        int width = shape.width();
        for (int i = 0; i < shape.memoryLayers(); i++) {
            String name = "memory_attention.layers." + i;
            shapes.attention(name + ".self_attn", width, width, width)
                    .attention(name + ".cross_attn_image", width, shape.memoryWidth(), width)
                    .linear(name + ".linear1", width, shape.memoryFeedForward())
                    .linear(name + ".linear2", shape.memoryFeedForward(), width);
            for (int n = 1; n <= 3; n++) {
                shapes.norm(name + ".norm" + n, width);
            }
        }
        shapes.norm("memory_attention.norm", width);
    }

    private void memoryEncoder() {
        int width = shape.width();
        String mask = "memory_encoder.mask_downsampler.encoder.";
        int channels = 1;
        for (int i = 0; i < MemoryEncoder.REDUCTIONS; i++) {
            shapes.conv(mask + 3 * i, channels, 4L * channels, 3).norm(mask + (3 * i + 1), 4L * channels);
            channels *= 4;
        }
        shapes.conv(mask + 3 * MemoryEncoder.REDUCTIONS, channels, width, 1);
        shapes.conv("memory_encoder.pix_feat_proj", width, width, 1);
        for (int i = 0; i < MemoryEncoder.FUSER_BLOCKS; i++) {
            String name = "memory_encoder.fuser.layers." + i;
            shapes.put(name + ".gamma", width)
                    .conv(name + ".dwconv", 1, width, MemoryEncoder.KERNEL)
                    .norm(name + ".norm", width)
                    .linear(name + ".pwconv1", width, 4L * width)
                    .linear(name + ".pwconv2", 4L * width, width);
        }
        shapes.conv("memory_encoder.out_proj", width, shape.memoryWidth(), 1);
    }

    private void rest() {
        int width = shape.width();
        shapes.put("maskmem_tpos_enc", shape.memories(), 1, 1, shape.memoryWidth())
                .put("no_mem_embed", 1, 1, width)
                .put("no_mem_pos_enc", 1, 1, width)
                .put("no_obj_ptr", 1, width)
                .put("no_obj_embed_spatial", 1, shape.memoryWidth())
                .conv("mask_downsample", 1, 1, 4)
                .perceptron("obj_ptr_proj", width, width, width, width)
                .linear("obj_ptr_tpos_proj", width, shape.memoryWidth());
    }
}
