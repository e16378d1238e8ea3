package io.balena.releaseupdate.output.document;

import io.balena.releaseupdate.model.DelayedDevice;
import io.balena.releaseupdate.model.DeviceState;
import io.balena.releaseupdate.model.Fleet;
import io.balena.releaseupdate.model.FleetStatus;
import java.util.ArrayList;
import java.util.List;

/** A fleet's status as GitHub-flavoured markdown. Text from balena can't become markup. */
final class StatusMarkdown {

    private StatusMarkdown() {}

    /** The document, with a final newline. */
    static String of(FleetStatus status, Presentation as) {
        Fleet fleet = status.fleet();
        List<String> lines = new ArrayList<>();
        lines.add("## Status of " + Markdown.link(as.page(fleet), Markdown.code(fleet.slug())));
        lines.add("");
        lines.add("Release "
                + Markdown.link(
                        as.page(fleet, status.release()),
                        Markdown.code(status.release().label())) + ": **" + StatusText.updated(status.devices())
                + "**");
        lines.add("");
        lines.add("| State | Devices |");
        lines.add("| --- | ---: |");
        for (DeviceState state : DeviceState.values()) {
            long count = status.devices().in(state);
            if (count > 0 || state == DeviceState.UPDATED) {
                lines.add("| " + state.label() + " | " + count + " |");
            }
        }
        lines.add("| **Total** | " + status.devices().targeted() + " |");
        String apart = StatusText.apart(status.devices());
        if (!apart.isEmpty()) {
            lines.add("");
            lines.add("Apart from these: " + apart + ".");
        }
        if (!status.delayed().isEmpty()) {
            lines.addAll(List.of("", "### Held up by", "", "| Device | Name | State | Since |"));
            lines.add("| --- | --- | --- | --- |");
            status.delayed().forEach(device -> lines.add(line(device, as)));
        }
        return String.join("\n", lines) + "\n";
    }

    private static String line(DelayedDevice device, Presentation as) {
        return "| " + Markdown.link(as.page(device.uuid()), Markdown.code(device.shortUuid())) + " | "
                + Markdown.code(device.name()) + " | " + device.state().label() + " | " + StatusText.since(device)
                + " |";
    }
}
