package io.balena.releaseupdate.cloud;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Finds the services that devices delete first in compositions of any form. */
class CompositionReaderTest {

    private static final String LABEL = "io.balena.update.strategy";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'services':{'main':{'labels':{'L':'delete-then-download'}},'db':{'labels':{'L':'hand-over'}}}}",
                "{'services':{'main':{'labels':['x','L=delete-then-download'],'build':{'labels':[]}},'db':{}}}",
                "{'version':'2.1','services':{'main':{'image':'a','labels':{'x':1,'L':'delete-then-download','y':[{}]}}}}",
                "{'services':{'db':3,'main':{'labels':[null,{'L':'x'},['L'],'L=delete-then-download']}},'volumes':null}",
                "{'services':{'main':{'labels':{}}},'services':{'main':{'labels':{'L':'delete-then-download'}}}}"
            })
    void findsTheLabelInAMapAndInAList(String composition) {
        String json = composition.replace('\'', '"').replace("L", LABEL);
        assertEquals(Set.of("main"), read(json), json);
        assertEquals(Set.of("main"), read('"' + json.replace("\"", "\\\"") + '"'), "as text: " + json);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "{}",
                "[]",
                "7",
                "''",
                "'{'",
                "'nonsense'",
                "'[[[['",
                "{'services':null}",
                "{'services':['main']}",
                "{'services':{'main':null}}",
                "{'services':{'main':{'labels':null}}}",
                "{'services':{'main':{'labels':'L=delete-then-download'}}}",
                "{'services':{'main':{'labels':{'L':true}}}}",
                "{'services':{'main':{'labels':{'L':'delete-then-download '}}}}",
                "{'services':{'main':{'labels':['L']}}}",
                "{'services':{'main':{'labels':{'L':'delete-then-download'}}},'services':{}}",
                "{'labels':{'L':'delete-then-download'},'x':{'services':{'main':{'labels':{'L':'delete-then-download'}}}}}"
            })
    void whatHasAnotherFormSaysNothing(String composition) {
        assertEquals(Set.of(), read(composition.replace('\'', '"').replace("L", LABEL)), composition);
    }

    @Test
    void theRestOfTheRowIsReadAllTheSame() {
        assertEquals(5, row("{'services':[[[{}]],1]}".replace('\'', '"')).id());
    }

    private static Set<String> read(String composition) {
        return row(composition).deletingFirst();
    }

    private static ApiRows.ReleaseRow row(String composition) {
        try {
            return ReleaseRequests.ROWS
                    .read("{\"d\":[{\"commit\":\"abc\",\"composition\":" + composition + ",\"id\":5}]}", CREDENTIALS)
                    .d()
                    .get(0);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final Credentials CREDENTIALS = Credentials.of("0123456789abcdef0123456789abcdef", "a test");
}
