package io.balena.releaseupdate.cloud;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;

/**
 * Reads the rows of an answer. Meant to be kept in a constant: what can be known of the type is found out when it is
 * made, which in the executable is while that is built.
 *
 * @param <T> the type of a row
 */
final class RowReader<T> {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            // Properties may be absent; a row that is null is no row.
            .defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL))
            .addModule(new SimpleModule()
                    .addDeserializer(String.class, new HarmlessText())
                    .addDeserializer(ApiRows.Composition.class, new CompositionReader()))
            .build();

    private final ObjectReader reader;

    private RowReader(ObjectReader reader) {
        this.reader = reader;
    }

    static <T> RowReader<T> of(TypeReference<ApiRows.Rows<T>> type) {
        return new RowReader<>(JSON.readerFor(type));
    }

    /**
     * Reads an answer.
     *
     * @param credentials what is blotted out wherever the answer repeats it
     */
    ApiRows.Rows<T> read(String body, Credentials credentials) throws JsonProcessingException {
        return reader.withAttribute(Credentials.class, credentials).readValue(body);
    }

    /** Texts of answers, which go into documents and messages, without the token that a server may put there. */
    private static final class HarmlessText extends StdScalarDeserializer<String> {

        private static final long serialVersionUID = 1;

        private HarmlessText() {
            super(String.class);
        }

        @Override
        public String deserialize(JsonParser json, DeserializationContext context) throws IOException {
            String text = StringDeserializer.instance.deserialize(json, context);
            Credentials credentials = (Credentials) context.getAttribute(Credentials.class);
            return text == null ? null : credentials.hide(text);
        }
    }
}
