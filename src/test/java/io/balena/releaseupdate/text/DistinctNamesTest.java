package io.balena.releaseupdate.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DistinctNamesTest {

    @Test
    void shortNamesStay() {
        assertEquals(Map.of("main", "main", "db", "db"), DistinctNames.shorten(List.of("main", "db", "main"), 4));
    }

    @Test
    void namesThatDifferAtTheirBeginningLoseTheirEnd() {
        assertEquals(
                Map.of("telemetry-collector", "telemetry…", "uploader-of-cameras", "uploader-…"),
                DistinctNames.shorten(List.of("telemetry-collector", "uploader-of-cameras"), 10));
    }

    @Test
    void namesThatDifferAtTheirEndKeepBothEnds() {
        assertEquals(
                Map.of("camera-uploader-front", "camer…ront", "camera-uploader-rear", "camer…rear", "db", "db"),
                DistinctNames.shorten(List.of("camera-uploader-front", "camera-uploader-rear", "db"), 10));
    }

    @Test
    void namesThatDifferInTheMiddleKeepTheMiddle() {
        assertEquals(
                Map.of("camera-uploader-a-production", "…a-product…", "camera-uploader-b-production", "…b-product…"),
                DistinctNames.shorten(List.of("camera-uploader-a-production", "camera-uploader-b-production"), 11));
    }

    @Test
    void differentNamesOfAFamilyStayDifferentAndFit() {
        var random = new Random(16);
        for (int run = 0; run < 2_000; run++) {
            String family = "x".repeat(random.nextInt(30));
            Set<String> names = new LinkedHashSet<>();
            for (int i = 0; i < 2 + random.nextInt(5); i++) {
                names.add(family + (char) ('a' + random.nextInt(25)) + "z".repeat(random.nextInt(2) * 30));
            }
            Map<String, String> forms = DistinctNames.shorten(names, 12);
            assertTrue(forms.values().stream().allMatch(form -> DisplayWidth.of(form) <= 12), forms::toString);
            assertEquals(names.size(), Set.copyOf(forms.values()).size(), forms::toString);
        }
    }
}
