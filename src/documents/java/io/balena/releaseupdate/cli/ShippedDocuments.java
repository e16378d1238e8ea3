package io.balena.releaseupdate.cli;

import io.balena.releaseupdate.cli.completion.CompletionModel;
import io.balena.releaseupdate.cli.completion.Shell;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/**
 * Writes the files that are shipped beside the program: manual and completion, and, compressed as packages hold them,
 * manual and changelog. The build runs this; the program has no use for it.
 */
public final class ShippedDocuments {

    private ShippedDocuments() {}

    /** Writes them into the folder that the second argument names; the first is the changelog. */
    public static void main(String... arguments) throws IOException {
        Path changelog = Path.of(arguments[0]);
        Path target = Path.of(arguments[1]);
        Path manual = Files.createDirectories(target.resolve("man"));
        Path compressedManual = Files.createDirectories(target.resolve("man.gz"));
        for (Map.Entry<String, String> page : ManualPages.pages().entrySet()) {
            Files.writeString(manual.resolve(page.getKey()), page.getValue());
            compress(page.getValue(), compressedManual.resolve(page.getKey() + ".gz"));
        }
        compress(Files.readString(changelog), target.resolve("changelog.gz"));
        writeCompletion(Files.createDirectories(target.resolve("completion")));
    }

    private static void compress(String text, Path file) throws IOException {
        try (OutputStream compressed = new GZIPOutputStream(Files.newOutputStream(file))) {
            compressed.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void writeCompletion(Path folder) throws IOException {
        CompletionModel command =
                CompletionModel.of(CommandLines.withoutFramework().getCommandSpec());
        for (Shell shell : Shell.values()) {
            Files.writeString(folder.resolve("balena-release-update." + shell), shell.completionScript(command));
        }
    }
}
