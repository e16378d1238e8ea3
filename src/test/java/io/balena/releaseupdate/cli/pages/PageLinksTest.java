package io.balena.releaseupdate.cli.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The pages lead to each other, and the first one stays short. */
class PageLinksTest {

    private static final int README_LINES = 250;

    /** A link's target that is neither a URL nor within a block of code. */
    private static final Pattern LINK = Pattern.compile("]\\((?!https?:)([^)#\\s]*)(?:#([^)\\s]*))?\\)");

    private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);
    private static final Pattern CODE = Pattern.compile("^```.*?^```$", Pattern.MULTILINE | Pattern.DOTALL);

    @Test
    void everyLinkLeadsToAPageAndItsHeading() {
        List<String> broken = new ArrayList<>();
        int count = 0;
        for (Path page : Pages.all()) {
            for (MatchResult link : LINK.matcher(prose(page)).results().toList()) {
                count++;
                if (!leadsSomewhere(page, link)) {
                    broken.add(page + ": " + link.group());
                }
            }
        }
        assertEquals(List.of(), broken);
        assertTrue(count > 30, "links were found");
    }

    private static boolean leadsSomewhere(Path page, MatchResult link) {
        Path target = link.group(1).isEmpty()
                ? page
                : page.resolveSibling(link.group(1)).normalize();
        return Files.exists(target) && (link.group(2) == null || anchors(target).contains(link.group(2)));
    }

    /** As GitHub makes them of headings. */
    private static Set<String> anchors(Path page) {
        return HEADING.matcher(prose(page))
                .results()
                .map(heading -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9 _-]", "")
                        .replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    private static String prose(Path page) {
        return CODE.matcher(Pages.text(page)).replaceAll("");
    }

    @Test
    void theReadmeLeadsToEveryPage() {
        Set<Path> linked = LINK.matcher(Pages.text(Pages.README))
                .results()
                .map(link -> Path.of(link.group(1)))
                .collect(Collectors.toSet());
        Pages.all().stream()
                .filter(page -> !page.equals(Pages.README))
                .forEach(page -> assertTrue(linked.contains(page), page::toString));
    }

    @Test
    void theReadmeIsShort() {
        long lines = Pages.text(Pages.README).lines().count();
        assertTrue(lines <= README_LINES, () -> lines + " lines: move details to a page in docs");
    }
}
