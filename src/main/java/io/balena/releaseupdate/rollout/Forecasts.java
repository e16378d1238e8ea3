package io.balena.releaseupdate.rollout;

import io.balena.releaseupdate.ReleaseUpdates;
import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.DevicePinRequest;
import io.balena.releaseupdate.model.FleetDevice;
import io.balena.releaseupdate.model.FleetUpdate;
import io.balena.releaseupdate.model.ImagePair;
import io.balena.releaseupdate.model.ReleaseUpdate;
import io.balena.releaseupdate.model.RolloutCounts;
import io.balena.releaseupdate.model.RolloutForecast;
import io.balena.releaseupdate.model.RolloutStage;
import io.balena.releaseupdate.model.SourceUpdate;
import io.balena.releaseupdate.rollout.journal.Journal;
import io.balena.releaseupdate.rollout.plan.FleetView;
import io.balena.releaseupdate.rollout.plan.Members;
import io.balena.releaseupdate.rollout.plan.RolloutPlan;
import io.balena.releaseupdate.rollout.plan.RolloutReports;
import io.balena.releaseupdate.rollout.plan.RolloutStep;
import io.balena.releaseupdate.rollout.plan.RunKnowledge;
import io.balena.releaseupdate.rollout.plan.StageScopes;
import io.balena.releaseupdate.rollout.plan.StageSize;
import io.balena.releaseupdate.text.Counts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Forecasts the remaining steps of a roll-out if every stage passes. Only reads. */
final class Forecasts {

    private final RolloutPlan plan;
    private final RolloutReader reader;
    private final RolloutDeltas deltas;

    /** Deltas that an earlier stage of the forecast builds. */
    private final Set<ImagePair> built = new HashSet<>();

    private final List<String> skipped = new ArrayList<>();

    Forecasts(RolloutPlan plan, RolloutReader reader, RolloutDeltas deltas) {
        this.plan = plan;
        this.reader = reader;
        this.deltas = deltas;
    }

    RolloutForecast forecast() throws InterruptedException {
        RolloutReader.Snapshot snapshot = reader.read(false);
        Journal journal = snapshot.journal();
        FleetView view = snapshot.view();
        RolloutStep next = plan.next(journal, view, RunKnowledge.NOTHING);
        if (next instanceof RolloutStep.Refuse refuse) {
            throw refuse.reason();
        }
        if (next instanceof RolloutStep.Superseded superseded) {
            throw new BalenaException.Repinned(superseded.reason());
        }
        var report = new RolloutReports(plan).report(journal, view, RunKnowledge.NOTHING, next);
        if (next instanceof RolloutStep.End) {
            return new RolloutForecast(report, List.of());
        }
        List<RolloutForecast.Stage> stages = stages(journal, view);
        return new RolloutForecast(report.withNext("Nothing was changed. " + outlook(stages, journal, view)), stages);
    }

    private String outlook(List<RolloutForecast.Stage> stages, Journal journal, FleetView view) {
        // A missing stage may be due to a misspelt tag.
        String skips = skipped.isEmpty()
                ? ""
                : " It would skip " + (skipped.size() == 1 ? "stage " : "stages ") + String.join(", ", skipped)
                        + ", which would add no device.";
        boolean isToFleet = plan.options()
                .untilStage()
                .filter(name -> !name.equals(RolloutStage.FLEET))
                .isEmpty();
        String end = !isToFleet
                ? " It would stop after stage " + plan.options().untilStage().get() + "."
                : view.isDraft()
                        ? " It would stop before the fleet, which is never pinned to a draft: release "
                                + plan.to().label() + " is one."
                        : "";
        if (!stages.isEmpty()) {
            return "The roll-out itself would go on with stage " + stages.get(0).name() + "." + skips + end;
        }
        boolean isUnderWay = journal.lastStage() > 0
                && journal.stages().get(journal.lastStage()).judged().isEmpty();
        return (isUnderWay ? "The roll-out itself would go on with its stage." : "No stage is left to begin.")
                + skips
                + end;
    }

    private List<RolloutForecast.Stage> stages(Journal journal, FleetView view) throws InterruptedException {
        FleetUpdate update = deltas.describe(source -> true);
        List<RolloutForecast.Stage> forecast = new ArrayList<>();
        List<StageSize> sizes = plan.stages(journal);
        TreeMap<Integer, Journal.Stage> begun = new TreeMap<>(journal.stages());
        long before = new Members(plan.to().id(), journal).of(view.pinned()).size();
        long ours = before;
        int until = StageSize.numberOf(plan.options().untilStage(), sizes);
        for (int number = Math.max(1, journal.lastStage() + 1); number <= Math.min(until, sizes.size()); number++) {
            StageSize size = sizes.get(number - 1);
            var so = new Journal(
                    journal.attempt(),
                    journal.origin(),
                    begun,
                    journal.pinned(),
                    journal.marks(),
                    journal.haltReason());
            var choice = new StageScopes(plan.to().id(), so, ours)
                    .choose(size, afterPinning(view, ours - before), reader.survey(StageScopes.selection(size)));
            if (choice.added().isEmpty() && ours == 0) {
                throw new BalenaException.RolloutPaused("It would pause: " + RolloutPlan.noDevices(size) + ".");
            }
            if (choice.added().isEmpty()) {
                skipped.add(size.toString());
                continue;
            }
            begun.put(
                    number,
                    new Journal.Stage(
                            choice.scope(), view.now(), Optional.empty(), Optional.empty(), Optional.empty()));
            ours += choice.added().size();
            forecast.add(stage(size.toString(), number, choice.added(), update));
        }
        if (until > sizes.size() && !view.isDraft()) {
            forecast.add(fleet(view, update, ours, sizes.size() + 1, forecast));
        }
        return forecast;
    }

    /** The fleet after this many more of its devices are pinned and no longer follow it. */
    private static FleetView afterPinning(FleetView view, long devices) {
        RolloutCounts counts = view.counts();
        return new FleetView(
                view.now(),
                view.state(),
                view.pinned(),
                new RolloutCounts(counts.following() - devices, counts.leftAlone(), counts.all()));
    }

    private RolloutForecast.Stage stage(String name, int number, List<FleetDevice> added, FleetUpdate update) {
        Map<Long, Long> counts = added.stream()
                .filter(device -> !device.running().equals(Optional.of(plan.to().id())))
                .collect(Collectors.groupingBy(device -> device.running().orElse(0L), Collectors.counting()));
        Map<Long, ReleaseUpdate> known = update.updates().stream()
                .map(SourceUpdate::update)
                .collect(Collectors.toMap(one -> one.from().id(), Function.identity()));
        long bytes = 0;
        for (Map.Entry<Long, Long> count : counts.entrySet()) {
            ReleaseUpdate from = known.get(count.getKey());
            long each = from == null ? update.fullPayloadSize() : from.largestPayloadSize();
            bytes = ReleaseUpdate.sumOf(bytes, SourceUpdate.timesDevices(each, count.getValue()));
        }
        long missing = build(known.values().stream()
                .filter(one -> counts.containsKey(one.from().id()))
                .toList());
        long requests = (added.size() + DevicePinRequest.MOST_DEVICES - 1) / DevicePinRequest.MOST_DEVICES;
        return new RolloutForecast.Stage(
                name,
                added.size(),
                missing,
                bytes,
                List.of(
                        "tag the release: stage " + number + " began",
                        "pin " + Counts.devices(added.size()) + " to "
                                + plan.to().label() + " in " + (requests == 1 ? "one request" : requests + " requests"),
                        "tag the release: stage " + number + " is pinned, soaking, and passed"));
    }

    private RolloutForecast.Stage fleet(
            FleetView view, FleetUpdate update, long ours, int number, List<RolloutForecast.Stage> before) {
        long added = before.stream().mapToLong(RolloutForecast.Stage::devices).sum();
        long earlier =
                before.stream().mapToLong(RolloutForecast.Stage::payloadSize).sum();
        long missing = build(update.releaseUpdates());
        return new RolloutForecast.Stage(
                RolloutStage.FLEET,
                Math.max(0, view.counts().following() - added),
                missing,
                Math.max(0, update.largestPayloadSize() - earlier),
                List.of(
                        "tag the release: stage " + number + " began",
                        "pin fleet " + plan.fleet().slug() + " to " + plan.to().label(),
                        "clear the pins of " + Counts.devices(ours),
                        "tag the release: the roll-out is done"));
    }

    private long build(Collection<ReleaseUpdate> updates) {
        List<ImagePair> missing = ReleaseUpdates.missingDeltas(List.copyOf(updates)).stream()
                .filter(pair -> !built.contains(pair))
                .toList();
        built.addAll(missing);
        return missing.size();
    }
}
