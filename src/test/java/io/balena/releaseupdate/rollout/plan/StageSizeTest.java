package io.balena.releaseupdate.rollout.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.balena.releaseupdate.model.BalenaException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StageSizeTest {

    @Test
    void readsSharesNumbersAndTags() {
        assertEquals(
                List.of(
                        new StageSize.Tagged("canary", Optional.empty()),
                        new StageSize.Tagged("ring", Optional.of("one")),
                        new StageSize.Number(20),
                        new StageSize.Share(new BigDecimal("12.5"))),
                StageSize.parseList("tag:canary, tag:ring=one, 20, 12.5%"));
    }

    @ParameterizedTest
    @CsvSource({"1%, 1000, 10", "1%, 1001, 11", "1%, 1, 1", "50%, 3, 2", "100%, 7, 7", "33.3%, 10, 4", "1%, 0, 0"})
    void sharesAreRoundedUp(String share, long devices, long expected) {
        assertEquals(expected, ((StageSize.Share) StageSize.parseList(share).get(0)).of(devices));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0%",
                "101%",
                "0",
                "-1",
                "1%,",
                ",1%",
                "ten",
                "tag:",
                "tag:a b",
                "1 %",
                "٣%",
                "1%;10%",
                "1%,1%",
                "10%,1%",
                "20,10",
                "tag:a,tag:a"
            })
    void refusesWhatIsNoGrowingListOfStages(String text) {
        assertThrows(BalenaException.Usage.class, () -> StageSize.parseList(text));
    }

    @Test
    void doesNotRepeatWhatWasGivenSinceItMayBeASecret() {
        String message = assertThrows(BalenaException.Usage.class, () -> StageSize.parseList("s3cr3t-t0ken"))
                .getMessage();

        assertFalse(message.contains("s3cr3t"), message);
    }
}
