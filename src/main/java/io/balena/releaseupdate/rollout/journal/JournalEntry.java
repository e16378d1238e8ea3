package io.balena.releaseupdate.rollout.journal;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.balena.releaseupdate.model.ReleaseName;
import io.balena.releaseupdate.rollout.gate.StageView;
import java.util.ArrayList;
import java.util.List;

/**
 * A tag of the target release that a roll-out creates once and never changes. These tags and the devices' pins are all
 * of its state.
 *
 * @param key the tag's key
 * @param value JSON, short enough for a tag
 */
public record JournalEntry(String key, String value) {

    private static final int LONGEST_TEXT = 600;

    /** The tags of a list of devices. */
    public static List<JournalEntry> list(int attempt, IdList list) {
        List<JournalEntry> entries = new ArrayList<>();
        list.parts()
                .forEach(part -> entries.add(
                        new JournalEntry(JournalKeys.list(attempt, list.name(), entries.size() + 1), part)));
        return entries;
    }

    /** The roll-out begins. */
    public static JournalEntry origin(int attempt, ReleaseName origin, List<String> stages, IdList kept) {
        ObjectNode value = json().put("release", origin.id()).put("commit", origin.commit());
        origin.version().ifPresent(version -> value.put("version", shortened(version, 100)));
        value.put("stages", String.join(",", stages)).put("kept", kept.name());
        return new JournalEntry(JournalKeys.key(attempt, JournalKeys.ORIGIN), value.toString());
    }

    /** A stage begins. */
    public static JournalEntry stage(int attempt, int number, StageScope scope) {
        ObjectNode value = json().put("stage", scope.name()).put("devices", scope.size());
        if (!scope.cutoff().isEmpty()) {
            value.put("to", scope.cutoff());
        }
        if (!scope.members().isEmpty()) {
            value.put("list", IdList.of(scope.members(), "devices of the stage").name());
        }
        return new JournalEntry(JournalKeys.key(attempt, JournalKeys.stage(number)), value.toString());
    }

    /** All devices of a stage are pinned. */
    public static JournalEntry pinned(int attempt, int number, long devices) {
        return new JournalEntry(
                JournalKeys.key(attempt, JournalKeys.stage(number) + JournalKeys.PINNED),
                json().put("devices", devices).toString());
    }

    /**
     * These devices of a stage and of earlier ones are pinned; a later version is written after some of their pins
     * changed.
     */
    public static JournalEntry pinned(int attempt, int number, int version, Roster roster) {
        return new JournalEntry(
                JournalKeys.key(attempt, JournalKeys.pinned(number, version)),
                json().put("devices", roster.size()).put("ids", roster.text()).toString());
    }

    /** Half of a stage is judged. */
    public static JournalEntry soaking(int attempt, int number, StageView view) {
        return new JournalEntry(
                JournalKeys.key(attempt, JournalKeys.stage(number) + JournalKeys.SOAKING),
                numbers(view).toString());
    }

    /** A stage passed. */
    public static JournalEntry judged(int attempt, int number, StageView view) {
        return new JournalEntry(
                JournalKeys.key(attempt, JournalKeys.stage(number) + JournalKeys.JUDGED),
                numbers(view).toString());
    }

    /** A stage failed. */
    public static JournalEntry halted(int attempt, int number, String reason) {
        return new JournalEntry(
                JournalKeys.key(attempt, JournalKeys.HALTED),
                json().put("stage", number)
                        .put("reason", shortened(reason, LONGEST_TEXT))
                        .toString());
    }

    /** An event without a value. */
    static JournalEntry mark(int attempt, String name) {
        return new JournalEntry(JournalKeys.key(attempt, name), "{}");
    }

    private static ObjectNode numbers(StageView view) {
        return json().put("updated", view.updated())
                .put("rejected", view.rejected())
                .put("overdue", view.overdue())
                .put("lost", view.lost())
                .put("pending", view.pending())
                .put("silent", view.silent());
    }

    private static ObjectNode json() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static String shortened(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest);
    }
}
