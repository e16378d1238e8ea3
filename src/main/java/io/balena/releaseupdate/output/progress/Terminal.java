package io.balena.releaseupdate.output.progress;

import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * The terminal, file or pipe that progress goes to.
 *
 * @param isTerminal whether it is a terminal, not a file or a pipe
 * @param type the variable {@code TERM}; empty if it is not set
 * @param isColored whether to use colours
 * @param columns its width now, read at each redraw; 0 or less if unknown
 * @param rows its height now, likewise
 */
public record Terminal(
        boolean isTerminal, Optional<String> type, boolean isColored, IntSupplier columns, IntSupplier rows) {

    /** A file or a pipe. */
    public static final Terminal NONE = new Terminal(false, Optional.empty(), false, () -> 0, () -> 0);

    private static final int USUAL_COLUMNS = 80;
    private static final int USUAL_ROWS = 24;

    /** Whether lines that were printed can be overwritten. */
    public boolean canRedraw() {
        return isTerminal
                && type.filter(name -> !name.isBlank() && !name.equals("dumb")).isPresent();
    }

    /** The same with or without colours. */
    public Terminal colored(boolean isItNow) {
        return new Terminal(isTerminal, type, isItNow, columns, rows);
    }

    /** Its width now, in columns; the usual one if that is unknown. */
    public int currentColumns() {
        int known = columns.getAsInt();
        return known > 0 ? known : USUAL_COLUMNS;
    }

    /** Its height now, in lines; the usual one if that is unknown. */
    public int currentRows() {
        int known = rows.getAsInt();
        return known > 0 ? known : USUAL_ROWS;
    }
}
