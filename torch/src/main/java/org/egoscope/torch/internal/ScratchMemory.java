package org.egoscope.torch.internal;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.Pointer;

/** Memory that oneDNN's steps use within a call; they run one after another and share it. */
final class ScratchMemory {
    private record Borrower(OneDnnStep step, dnnl_memory_desc layout) {}

    private final NativeHandles handles;
    private final List<Borrower> borrowers = new ArrayList<>();
    private long bytes;

    ScratchMemory(NativeHandles handles) {
        this.handles = handles;
    }

    OneDnnStep lend(OneDnnStep step, dnnl_primitive_desc description) {
        dnnl_memory_desc layout = dnnl.dnnl_primitive_desc_query_md(description, dnnl.dnnl_query_scratchpad_md, 0);
        long needed = layout == null ? 0 : dnnl.dnnl_memory_desc_get_size(layout);
        if (needed > 0) {
            bytes = Math.max(bytes, needed);
            borrowers.add(new Borrower(step, layout));
        }
        return step;
    }

    /** When all have borrowed. */
    void bind() {
        if (!borrowers.isEmpty()) {
            Pointer memory = handles.allocate(bytes);
            borrowers.forEach(borrower -> borrower.step.with(dnnl.DNNL_ARG_SCRATCHPAD, borrower.layout, memory));
        }
    }
}
