package io.balena.releaseupdate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The benchmarks' servers are compiled only when a benchmark runs, which is rare. */
class BenchmarkTest {

    @TempDir
    Path output;

    @Test
    void itsServersCompile() throws Exception {
        List<Path> sources;
        try (Stream<Path> files = Files.list(Path.of("benchmark"))) {
            sources = files.filter(file -> file.toString().endsWith(".java")).toList();
        }
        assertFalse(sources.isEmpty());
        var compiler = ToolProvider.getSystemJavaCompiler();
        for (Path source : sources) {
            StringWriter messages = new StringWriter();
            try (var files = compiler.getStandardFileManager(null, null, null)) {
                List<String> options =
                        List.of("-d", output.toString(), "-cp", System.getProperty("java.class.path"), "-proc:none");
                boolean isGood = compiler.getTask(
                                messages, files, null, options, null, files.getJavaFileObjects(source))
                        .call();
                assertEquals("", isGood ? "" : messages.toString());
            }
        }
    }
}
