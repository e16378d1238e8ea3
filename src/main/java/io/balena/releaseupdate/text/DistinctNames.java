package io.balena.releaseupdate.text;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Shortens names that are shown side by side: common parts are omitted, distinguishing parts stay. */
public final class DistinctNames {

    private DistinctNames() {}

    /**
     * Maps each name to itself or a shorter form. Different names get different forms if the width allows.
     *
     * @param columns the maximum width of a form
     */
    public static Map<String, String> shorten(Collection<String> names, int columns) {
        Map<String, Set<String>> byBeginning = new LinkedHashMap<>();
        for (String name : names) {
            byBeginning
                    .computeIfAbsent(DisplayWidth.shorten(name, columns), form -> new LinkedHashSet<>())
                    .add(name);
        }
        Map<String, String> forms = new HashMap<>();
        byBeginning.forEach((form, alike) ->
                forms.putAll(alike.size() == 1 ? Map.of(alike.iterator().next(), form) : tellApart(alike, columns)));
        return forms;
    }

    /**
     * Keeps both ends, or the part from a difference on: the name's last difference to another, or the first of all.
     */
    private static Map<String, String> tellApart(Set<String> names, int columns) {
        Map<String, String> best = Map.of();
        for (var shortening : List.<UnaryOperator<String>>of(
                name -> DisplayWidth.shortenInside(name, columns),
                name -> from(commonPrefixes(name, names).max().orElse(0), name, columns),
                name -> from(commonPrefixes(name, names).min().orElse(0), name, columns))) {
            Map<String, String> forms = names.stream().collect(Collectors.toMap(name -> name, shortening));
            if (different(forms) > different(best)) {
                best = forms;
            }
        }
        return best;
    }

    private static int different(Map<String, String> forms) {
        return Set.copyOf(forms.values()).size();
    }

    /** The part from here on, and the part before the omission if there is room. */
    private static String from(int start, String name, int columns) {
        String ending = DisplayWidth.shortenStart(name, columns);
        return ending.length() > name.length() - start
                ? ending
                : DisplayWidth.shorten("…" + name.substring(start), columns);
    }

    private static IntStream commonPrefixes(String name, Set<String> names) {
        return names.stream().filter(other -> !other.equals(name)).mapToInt(other -> commonPrefix(name, other));
    }

    private static int commonPrefix(String one, String other) {
        List<Integer> a = one.codePoints().boxed().toList();
        List<Integer> b = other.codePoints().boxed().toList();
        int count = 0;
        while (count < a.size() && count < b.size() && a.get(count).equals(b.get(count))) {
            count++;
        }
        return one.offsetByCodePoints(0, count);
    }
}
