package io.balena.releaseupdate.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ServiceNamesTest {

    /** As Node.js printed the keys of an object that was filled in the order of localeCompare. */
    private static final List<String> AS_JAVASCRIPT_SORTS = List.of(
            ("1 3 9 12 4294967294 _ __ _init - . 00 007 010 0a 10a 4294967295 4294967296 a A a_b a-b a.b ab aB Ab"
                            + " AB api API2 redis redis_exporter redis-master svc_1 svc-1 svc.1 svc1 svc10 svc2 web Web"
                            + " Z10 z9 Zoo zz ZZa")
                    .split(" "));

    @Test
    void sortsAsTheNpmToolDoes() {
        for (int seed = 0; seed < 20; seed++) {
            List<String> names = new ArrayList<>(AS_JAVASCRIPT_SORTS);
            Collections.shuffle(names, new Random(seed));
            names.sort(ServiceNames.ORDER);
            assertEquals(AS_JAVASCRIPT_SORTS, names);
        }
    }

    @Test
    void sortsPunctuationAsTheNpmToolDoes() {
        List<String> characters = List.of(" _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$0a".split(""));
        List<String> names =
                new ArrayList<>(characters.stream().map(c -> "x" + c).toList());
        List<String> expected = List.copyOf(names);
        Collections.shuffle(names, new Random(1));
        names.sort(ServiceNames.ORDER);
        assertEquals(expected, names);
    }
}
