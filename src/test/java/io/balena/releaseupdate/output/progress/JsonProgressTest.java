package io.balena.releaseupdate.output.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.balena.releaseupdate.model.DeltaState;
import io.balena.releaseupdate.model.Preparation;
import io.balena.releaseupdate.model.PreparationEvent;
import io.balena.releaseupdate.model.ReleaseUpdate;
import io.balena.releaseupdate.output.Updates;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonProgressTest {

    private final ManualTime time = new ManualTime();
    private final StringWriter out = new StringWriter();
    private final Clock clock = Clock.fixed(Instant.parse("2024-05-06T07:08:09Z"), ZoneOffset.ofHours(2));
    private final Progress progress = new JsonProgress(new PrintWriter(out), 3, time, clock);
    private final DeltaState missing = new DeltaState.Missing();
    private final DeltaState building = new DeltaState.Building(1);
    private final DeltaState ready = Updates.finished(24);

    @Test
    void writesAnObjectForEachEvent() {
        ReleaseUpdate update = Updates.with().updated("main", 1, 1000, missing).update();
        progress.start(List.of(update));
        progress.accept(new PreparationEvent.Requested(Updates.pair(1), 2));
        progress.accept(new PreparationEvent.Changed(Updates.pair(1), missing, building));
        progress.accept(new PreparationEvent.Polled());
        time.pass(Duration.ofSeconds(61));
        progress.accept(new PreparationEvent.Polled());
        progress.accept(new PreparationEvent.Changed(Updates.pair(1), building, ready));
        progress.finish(
                List.of(Updates.with().updated("main", 1, 1000, ready).update()), new Preparation.Ready(Map.of()));
        assertEquals("""
                {"time":"2024-05-06T07:08:09.000Z","event":"started","updates":[{"originates_from__release":{"id":900813,"commit":"0123456789abcdef0123456789abcdef"},"produces__release":{"id":900835,"commit":"fedcba9876543210fedcba9876543210"},"overall_status":"pending"}],"deltas":{"total":1,"ready":0,"preparing":0,"pending":1,"failed":0}}
                {"time":"2024-05-06T07:08:09.000Z","event":"asked","service_names":["main"],"originates_from__image":{"id":1},"produces__image":{"id":101},"attempt":2,"most_attempts":3}
                {"time":"2024-05-06T07:08:09.000Z","event":"changed","service_names":["main"],"originates_from__image":{"id":1},"produces__image":{"id":101},"status_before":"pending","status":"preparing","deltas":{"total":1,"ready":0,"preparing":1,"pending":0,"failed":0}}
                {"time":"2024-05-06T07:08:09.000Z","event":"waiting","elapsed_seconds":61,"deltas":{"total":1,"ready":0,"preparing":1,"pending":0,"failed":0}}
                {"time":"2024-05-06T07:08:09.000Z","event":"changed","service_names":["main"],"originates_from__image":{"id":1},"produces__image":{"id":101},"status_before":"preparing","status":"ready","delta_size":24,"deltas":{"total":1,"ready":1,"preparing":0,"pending":0,"failed":0}}
                {"time":"2024-05-06T07:08:09.000Z","event":"finished","outcome":"ready","elapsed_seconds":61,"updates":[{"originates_from__release":{"id":900813,"commit":"0123456789abcdef0123456789abcdef"},"produces__release":{"id":900835,"commit":"fedcba9876543210fedcba9876543210"},"overall_status":"ready","estimated_total_payload_size":24}],"deltas":{"total":1,"ready":1,"preparing":0,"pending":0,"failed":0}}
                """, out.toString());
    }

    @Test
    void isHarmlessAscii() {
        progress.start(List.of(Updates.with()
                .updated("\033[31m日\u007f\u009b", 1, 1000, missing)
                .updated("other", 1, 1000, missing)
                .update()));
        out.getBuffer().setLength(0);
        progress.accept(
                new PreparationEvent.Changed(Updates.pair(1), missing, new DeltaState.Failed(1, "a\n\"b\" \u202e🚀")));
        progress.accept(new PreparationEvent.Trouble("balena answered 503\n"));
        progress.accept(new PreparationEvent.Changed(Updates.pair(77), missing, building));
        assertEquals("""
                {"time":"2024-05-06T07:08:09.000Z","event":"changed","service_names":["\\u001B[31m\\u65E5\\u007F\\u009B","other"],"originates_from__image":{"id":1},"produces__image":{"id":101},"status_before":"pending","status":"failed","error_message":"a\\n\\"b\\" \\u202E\\uD83D\\uDE80","deltas":{"total":1,"ready":0,"preparing":0,"pending":0,"failed":1}}
                {"time":"2024-05-06T07:08:09.000Z","event":"trouble","message":"balena answered 503\\n"}
                """, out.toString());
    }
}
