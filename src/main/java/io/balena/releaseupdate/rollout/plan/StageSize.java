package io.balena.releaseupdate.rollout.plan;

import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.Quoted;
import io.balena.releaseupdate.model.RolloutStage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A user's definition of a stage: which of the fleet's devices it takes, besides those of earlier stages. */
public sealed interface StageSize {

    /** The default of {@code --stages}. */
    String DEFAULT = "1%,10%,50%";

    /**
     * A share of the fleet's following devices, rounded up.
     *
     * @param percent more than 0, at most 100
     */
    record Share(BigDecimal percent) implements StageSize {
        /** This share of so many devices, rounded up. */
        long of(long devices) {
            return percent.multiply(BigDecimal.valueOf(devices))
                    .movePointLeft(2)
                    .setScale(0, RoundingMode.CEILING)
                    .longValueExact();
        }

        @Override
        public String toString() {
            return percent.toPlainString() + "%";
        }
    }

    /**
     * A number of devices.
     *
     * @param devices at least 1
     */
    record Number(long devices) implements StageSize {
        @Override
        public String toString() {
            return Long.toString(devices);
        }
    }

    /**
     * All devices with a tag.
     *
     * @param key the tag's key
     * @param value the required value; empty for any
     */
    record Tagged(String key, Optional<String> value) implements StageSize {
        @Override
        public String toString() {
            return "tag:" + key + value.map(text -> "=" + text).orElse("");
        }
    }

    /**
     * Parses a list of stages, {@code 1%,10%,50%}, without the pin of the fleet, which always comes last.
     *
     * @throws BalenaException.Usage if one is invalid, or not larger than the previous one of its kind
     */
    static List<StageSize> parseList(String text) {
        List<StageSize> stages = new ArrayList<>();
        Set<StageSize> seen = new HashSet<>();
        for (String part : text.split(",", -1)) {
            StageSize stage = parse(part.strip());
            if (!seen.add(stage)) {
                throw new BalenaException.Usage("The same stage stands twice: " + stage + ".");
            }
            stages.add(stage);
        }
        requireGrowth(stages);
        return List.copyOf(stages);
    }

    /**
     * The number of the stage after which to stop, from 1; that of the fleet is the last.
     *
     * @param wanted its name; empty for the fleet
     * @throws BalenaException.Usage if there is no stage of that name
     */
    static int numberOf(Optional<String> wanted, List<StageSize> stages) {
        List<String> names = Stream.concat(stages.stream().map(StageSize::toString), Stream.of(RolloutStage.FLEET))
                .toList();
        String name = wanted.orElse(RolloutStage.FLEET);
        int index = names.indexOf(name);
        if (index < 0) {
            throw new BalenaException.Usage(
                    "No stage is called " + Quoted.stage(name) + ". There are " + String.join(", ", names) + ".");
        }
        return index + 1;
    }

    private static void requireGrowth(List<StageSize> stages) {
        BigDecimal share = BigDecimal.ZERO;
        long number = 0;
        for (StageSize stage : stages) {
            boolean grows = true;
            if (stage instanceof Share next) {
                grows = next.percent().compareTo(share) > 0;
                share = next.percent();
            } else if (stage instanceof Number next) {
                grows = next.devices() > number;
                number = next.devices();
            }
            if (!grows) {
                throw new BalenaException.Usage(
                        "Stages must grow, but " + stage + " is no larger than the one before it.");
            }
        }
    }

    private static StageSize parse(String text) {
        if (Syntax.SHARE.matcher(text).matches()) {
            BigDecimal percent = new BigDecimal(text.substring(0, text.length() - 1));
            if (percent.signum() > 0 && percent.compareTo(BigDecimal.valueOf(100)) <= 0) {
                return new Share(percent);
            }
        } else if (Syntax.NUMBER.matcher(text).matches()) {
            return new Number(Long.parseLong(text));
        } else if (Syntax.TAG.matcher(text).matches()) {
            String tag = text.substring("tag:".length());
            int equals = tag.indexOf('=');
            return equals < 0
                    ? new Tagged(tag, Optional.empty())
                    : new Tagged(tag.substring(0, equals), Optional.of(tag.substring(equals + 1)));
        }
        throw new BalenaException.Usage(
                "Not a list of stages. Give shares of the fleet (1%), numbers of devices (20) or device tags (tag:KEY,"
                        + " tag:KEY=VALUE), separated by commas: " + DEFAULT + ".");
    }

    /** The syntax of a stage. */
    final class Syntax {
        private static final Pattern SHARE = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,6})?%");
        private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");

        /** Keys without white space, as balena's API requires; values without a comma, which separates stages. */
        private static final Pattern TAG = Pattern.compile("tag:[^\\s=,]{1,100}(=[^,]{1,200})?");

        private Syntax() {}
    }
}
