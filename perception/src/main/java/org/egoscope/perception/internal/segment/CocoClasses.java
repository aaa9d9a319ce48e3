package org.egoscope.perception.internal.segment;

import java.util.List;

/** The 80 COCO classes in the usual order, as the COCO annotations spell them. */
public final class CocoClasses {
    public static final int PERSON = 0;

    /** Bird to giraffe, and the teddy bear. */
    private static final int FIRST_ANIMAL = 14;

    private static final int LAST_ANIMAL = 23;
    private static final int TEDDY_BEAR = 77;

    private static final List<String> NAMES = List.of(
            ("person,bicycle,car,motorcycle,airplane,bus,train,truck,boat,traffic light,fire hydrant,stop sign,parking meter,bench,bird,"
                            + "cat,dog,horse,sheep,cow,elephant,bear,zebra,giraffe,backpack,umbrella,handbag,tie,suitcase,frisbee,skis,"
                            + "snowboard,sports ball,kite,baseball bat,baseball glove,skateboard,surfboard,tennis racket,bottle,"
                            + "wine glass,cup,fork,knife,spoon,bowl,banana,apple,sandwich,orange,broccoli,carrot,hot dog,pizza,donut,"
                            + "cake,chair,couch,potted plant,bed,dining table,toilet,tv,laptop,mouse,remote,keyboard,cell phone,"
                            + "microwave,oven,toaster,sink,refrigerator,book,clock,vase,scissors,teddy bear,hair drier,toothbrush")
                    .split(","));

    private CocoClasses() {}

    /** Persons and animals, which detectors take the wearer's own trunk and sleeves for. */
    public static boolean isLiving(int index) {
        return index == PERSON || (index >= FIRST_ANIMAL && index <= LAST_ANIMAL) || index == TEDDY_BEAR;
    }

    public static int count() {
        return NAMES.size();
    }

    public static String name(int index) {
        return NAMES.get(index);
    }
}
