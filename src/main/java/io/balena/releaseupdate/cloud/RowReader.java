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
 * Parses the rows of a response. Keep instances in constants: Jackson analyses the type when an instance is created,
 * for the native executable when it is built.
 *
 * @param <T> the type of a row
 */
final class RowReader<T> {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            // Properties may be absent, but a row must not be null.
            .defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL))
            .addModule(new SimpleModule()
                    .addDeserializer(String.class, new TextWithoutTokens())
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
     * Parses a response.
     *
     * @param credentials the tokens to remove from texts
     */
    ApiRows.Rows<T> read(String body, Credentials credentials) throws JsonProcessingException {
        return reader.withAttribute(Credentials.class, credentials).readValue(body);
    }

    /** Removes the token from texts, in case the server repeats it: they go into documents and messages. */
    private static final class TextWithoutTokens extends StdScalarDeserializer<String> {

        private static final long serialVersionUID = 1;

        private TextWithoutTokens() {
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
