package org.egoscope.storage.internal.column;

import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;

/** Columns as they were before others were added to them; adding one does not raise the version. */
public final class EarlierColumns {
    private EarlierColumns() {}

    /** Whether what was written are the present columns, or these with some of them not there yet, at any depth. */
    public static boolean areReadBy(List<Field> present, List<Field> written) {
        int next = 0;
        for (Field field : written) {
            while (next < present.size() && !present.get(next).getName().equals(field.getName())) {
                next++;
            }
            if (next == present.size() || !isReadBy(present.get(next), field)) {
                return false;
            }
            next++;
        }
        return true;
    }

    private static boolean isReadBy(Field present, Field written) {
        return present.getFieldType().equals(written.getFieldType()) && areReadBy(present.getChildren(), written.getChildren());
    }
}
