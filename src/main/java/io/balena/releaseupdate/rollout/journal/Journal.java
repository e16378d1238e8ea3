package io.balena.releaseupdate.rollout.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.balena.releaseupdate.model.ReleaseName;
import io.balena.releaseupdate.model.ReleaseTag;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A roll-out's persistent state, read from its tags. Immutable.
 *
 * @param attempt the number of this roll-out of the release, from 1
 * @param origin how it began; empty if it has not begun
 * @param stages the stages that have begun, by number from 1; the fleet is the last
 * @param pinned the devices that had pins at the last record; empty if no stage was pinned yet
 * @param marks the other events: when it was done, halted or undone
 */
public record Journal(
        int attempt,
        Optional<Origin> origin,
        TreeMap<Integer, Stage> stages,
        Optional<Pinned> pinned,
        Map<String, Instant> marks,
        String haltReason) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern ORIGIN =
            Pattern.compile(Pattern.quote(JournalKeys.PREFIX) + "([0-9]{1,6})\\." + JournalKeys.ORIGIN);

    /**
     * How a roll-out began.
     *
     * @param release the release that the fleet was pinned to
     * @param stages its stages without the fleet
     * @param kept devices that were already pinned to the target
     */
    public record Origin(ReleaseName release, List<String> stages, Set<Long> kept) {}

    /**
     * The devices that the roll-out had pinned.
     *
     * @param stage the number of the stage; devices of earlier ones are included
     * @param version 1 when the stage was pinned, and one more after each reported change
     */
    public record Pinned(int stage, int version, Roster roster) {}

    /** A stage that has begun, and the times of its events. */
    public record Stage(
            StageScope scope,
            Instant began,
            Optional<Instant> pinned,
            Optional<Instant> soaking,
            Optional<Instant> judged) {}

    /** The last roll-out that began; without an origin if none did. */
    public static Journal last(Collection<ReleaseTag> tags) {
        return of(tags, lastAttempt(tags).orElse(1));
    }

    /** The roll-out in progress; without an origin if there is none. */
    public static Journal open(Collection<ReleaseTag> tags) {
        Journal last = last(tags);
        return last.isClosed() ? of(tags, last.attempt() + 1) : last;
    }

    /** The roll-out with this number, even if others began since. */
    public static Journal at(Collection<ReleaseTag> tags, int attempt) {
        return of(tags, attempt);
    }

    private static OptionalInt lastAttempt(Collection<ReleaseTag> tags) {
        return tags.stream()
                .map(tag -> ORIGIN.matcher(tag.key()))
                .filter(Matcher::matches)
                .mapToInt(match -> Integer.parseInt(match.group(1)))
                .max();
    }

    private static Journal of(Collection<ReleaseTag> tags, int attempt) {
        String prefix = JournalKeys.key(attempt, "");
        Map<String, String> values = new HashMap<>();
        Map<String, Instant> times = new HashMap<>();
        for (ReleaseTag tag : tags) {
            if (tag.key().startsWith(prefix)) {
                values.put(tag.key(), tag.value());
                times.put(tag.key().substring(prefix.length()), tag.created());
            }
        }
        Optional<Origin> origin = value(values, attempt, JournalKeys.ORIGIN).map(json -> origin(json, attempt, values));
        TreeMap<Integer, Stage> stages = new TreeMap<>();
        int most = origin.map(known -> known.stages().size() + 1).orElse(0);
        for (int number = 1; number <= most; number++) {
            String name = JournalKeys.stage(number);
            if (times.containsKey(name)) {
                stages.put(
                        number,
                        new Stage(
                                scope(value(values, attempt, name).orElseThrow(), attempt, name, values),
                                times.get(name),
                                Optional.ofNullable(times.get(name + JournalKeys.PINNED)),
                                Optional.ofNullable(times.get(name + JournalKeys.SOAKING)),
                                Optional.ofNullable(times.get(name + JournalKeys.JUDGED))));
            }
        }
        String reason = value(values, attempt, JournalKeys.HALTED)
                .map(json -> json.path("reason").asText())
                .orElse("");
        return new Journal(attempt, origin, stages, pinned(values, attempt, stages), Map.copyOf(times), reason);
    }

    /** The last record of the pins of the last stage before the fleet. */
    private static Optional<Pinned> pinned(Map<String, String> values, int attempt, TreeMap<Integer, Stage> stages) {
        for (int number : stages.descendingKeySet()) {
            Optional<Pinned> last = Optional.empty();
            int version = 1;
            String name = JournalKeys.pinned(number, version);
            Optional<JsonNode> value = value(values, attempt, name);
            while (value.isPresent()) {
                String key = JournalKeys.key(attempt, name);
                Optional<String> text =
                        Optional.ofNullable(value.get().path("ids").textValue());
                Optional<Roster> roster = text.map(known -> JournalException.reading(key, () -> Roster.parse(known)));
                int which = version;
                last = roster.map(known -> new Pinned(number, which, known));
                version++;
                name = JournalKeys.pinned(number, version);
                value = value(values, attempt, name);
            }
            if (last.isPresent()) {
                return last;
            }
        }
        return Optional.empty();
    }

    private static Optional<JsonNode> value(Map<String, String> values, int attempt, String name) {
        String key = JournalKeys.key(attempt, name);
        return Optional.ofNullable(values.get(key)).map(value -> JournalException.reading(key, () -> parse(value)));
    }

    private static JsonNode parse(String value) {
        try {
            return JSON.readTree(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Origin origin(JsonNode json, int attempt, Map<String, String> values) {
        return JournalException.reading(JournalKeys.key(attempt, JournalKeys.ORIGIN), () -> {
            var release = new ReleaseName(
                    json.required("release").longValue(),
                    json.required("commit").textValue(),
                    Optional.ofNullable(json.path("version").textValue()));
            List<String> stages = Arrays.stream(
                            json.required("stages").textValue().split(","))
                    .filter(stage -> !stage.isEmpty())
                    .toList();
            return new Origin(
                    release, stages, IdList.read(attempt, json.required("kept").textValue(), values));
        });
    }

    private static StageScope scope(JsonNode json, int attempt, String name, Map<String, String> values) {
        return JournalException.reading(
                JournalKeys.key(attempt, name),
                () -> new StageScope(
                        json.required("stage").textValue(),
                        json.required("devices").longValue(),
                        json.path("to").asText(),
                        IdList.read(attempt, json.path("list").asText(), values)));
    }

    /** The number of the last stage that has begun; 0 if none has. */
    public int lastStage() {
        return stages.isEmpty() ? 0 : stages.lastKey();
    }

    /** Whether the stage of this number has passed. */
    public boolean hasPassed(int number) {
        return Optional.ofNullable(stages.get(number)).flatMap(Stage::judged).isPresent();
    }

    /** When the first stage began. */
    public Optional<Instant> began() {
        return stages.values().stream().map(Stage::began).min(Instant::compareTo);
    }

    /** Whether this mark was set. */
    public boolean has(String mark) {
        return marks.containsKey(mark);
    }

    /** Whether it is done or undone. */
    public boolean isClosed() {
        return has(JournalKeys.DONE) || has(JournalKeys.UNDONE);
    }

    /** The number of the last stage, the fleet. */
    public int fleetStage() {
        return origin.orElseThrow().stages().size() + 1;
    }

    /** The last stage; empty before it begins. From then on, the roll-out may have pinned the fleet. */
    public Optional<Stage> fleet() {
        return origin.map(known -> stages.get(fleetStage()));
    }

    /** The entry that sets a mark of this roll-out. */
    public JournalEntry mark(String name) {
        return JournalEntry.mark(attempt, name);
    }
}
