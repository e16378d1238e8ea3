package io.balena.releaseupdate.cli;

import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;

@QuarkusMain
class Main implements QuarkusApplication {
    @Override
    public int run(String... args) {
        System.out.println("hello");
        return 0;
    }
}
