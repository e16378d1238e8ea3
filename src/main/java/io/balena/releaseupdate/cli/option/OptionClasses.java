package io.balena.releaseupdate.cli.option;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The classes whose options a command has besides its own, in their order in help and manual; those of its superclass
 * follow. As picocli's {@code @Mixin}, but without an instance.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface OptionClasses {
    Class<?>[] value();
}
