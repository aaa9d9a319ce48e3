package org.egoscope.torch.internal;

import org.bytedeco.dnnl.dnnl_engine;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.dnnl_stream;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/** oneDNN's own interface: one engine, and what it makes, each thing owned by somebody's handles. */
final class OneDnn {
    private static final dnnl_engine ENGINE = new dnnl_engine();
    private static final dnnl_stream STREAM = new dnnl_stream();

    static {
        check(dnnl.dnnl_engine_create(ENGINE, dnnl.dnnl_cpu, 0), "engine");
        check(dnnl.dnnl_stream_create(STREAM, ENGINE, dnnl.dnnl_stream_default_flags), "stream");
    }

    private OneDnn() {}

    static dnnl_engine engine() {
        return ENGINE;
    }

    static dnnl_stream stream() {
        return STREAM;
    }

    static void check(int status, String what) {
        if (status != dnnl.dnnl_success) {
            throw new IllegalStateException("oneDNN " + what + ": expected to succeed, got status " + status);
        }
    }

    private static int type(boolean narrow) {
        return narrow ? dnnl.dnnl_bf16 : dnnl.dnnl_f32;
    }

    /** @param narrow whether values are bfloat16 rather than float32 */
    static dnnl_memory_desc layout(NativeHandles handles, boolean narrow, long[] shape, long[] strides) {
        dnnl_memory_desc made = new dnnl_memory_desc();
        check(dnnl.dnnl_memory_desc_create_with_strides(made, shape.length, shape, type(narrow), strides), "layout");
        return handles.own(made, () -> dnnl.dnnl_memory_desc_destroy(made));
    }

    /** @param tag order of the axes in memory, or that the library shall choose it */
    static dnnl_memory_desc layout(NativeHandles handles, boolean narrow, int tag, long... shape) {
        dnnl_memory_desc made = new dnnl_memory_desc();
        check(dnnl.dnnl_memory_desc_create_with_tag(made, shape.length, shape, type(narrow), tag), "layout");
        return handles.own(made, () -> dnnl.dnnl_memory_desc_destroy(made));
    }

    /** Attributes with which scratch memory is the caller's: a primitive may then run on another thread than the one that made it. */
    static dnnl_primitive_attr attributes(NativeHandles handles) {
        dnnl_primitive_attr made = new dnnl_primitive_attr();
        check(dnnl.dnnl_primitive_attr_create(made), "attributes");
        handles.own(made, () -> dnnl.dnnl_primitive_attr_destroy(made));
        check(dnnl.dnnl_primitive_attr_set_scratchpad_mode(made, dnnl.dnnl_scratchpad_mode_user), "scratch memory");
        return made;
    }

    /** Refuses the library's plain loops, which are slower than libtorch. */
    static void requireFast(dnnl_primitive_desc description) {
        String implementation = implementation(description);
        if (implementation.startsWith("ref")) {
            throw new IllegalStateException("oneDNN: expected a fast implementation, got " + implementation);
        }
    }

    /** @param building owns the description from now on */
    static dnnl_primitive primitive(NativeHandles building, NativeHandles kept, dnnl_primitive_desc description) {
        building.own(description, () -> dnnl.dnnl_primitive_desc_destroy(description));
        dnnl_primitive made = new dnnl_primitive();
        check(dnnl.dnnl_primitive_create(made, description), "primitive");
        return kept.own(made, () -> dnnl.dnnl_primitive_destroy(made));
    }

    private static String implementation(dnnl_primitive_desc description) {
        try (PointerPointer<BytePointer> name = new PointerPointer<>(1)) {
            check(dnnl.dnnl_primitive_desc_query(description, dnnl.dnnl_query_impl_info_str, 0, name), "name");
            return name.get(BytePointer.class, 0).getString();
        }
    }

    static dnnl_memory memory(NativeHandles handles, dnnl_memory_desc layout, Pointer at) {
        dnnl_memory made = new dnnl_memory();
        check(dnnl.dnnl_memory_create(made, layout, ENGINE, at), "memory");
        return handles.own(made, () -> dnnl.dnnl_memory_destroy(made));
    }
}
