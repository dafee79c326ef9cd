package verbatim.http;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import verbatim.kernel.Limits;
import verbatim.kernel.Refusal;

/// Reads a JSON object as [Params]. Token by token, with bounds on depth, names, numbers and
/// duplicates, so that hostile bodies (a hundred thousand brackets, a number of ten million digits)
/// end in a 400 before they cost anything.
final class JsonBody {
  private static final int NAME_CHARACTERS_MAX = 256;
  private final JsonFactory factory;
  private final int namesMax;

  JsonBody(Limits.Http limits) {
    this.namesMax = limits.jsonNamesMax();
    this.factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(limits.jsonDepthMax())
                    .maxNumberLength(limits.numberCharactersMax())
                    .maxStringLength(limits.bodyBytesMax())
                    .maxNameLength(NAME_CHARACTERS_MAX)
                    .maxDocumentLength(limits.bodyBytesMax())
                    .build())
            // A body that two readers could read differently is refused.
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            // Names from outside must not fill a table that outlives the request.
            .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
            .build();
  }

  Params read(byte[] body) {
    try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), body)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw Refusal.malformed("The JSON is not an object");
      }
      Params params = new Reading(parser, namesMax).object();
      if (parser.nextToken() != null) {
        throw Refusal.malformed("There is more after the JSON");
      }
      return params;
    } catch (JacksonException _) {
      // The parser's own words may quote the body.
      throw Refusal.malformed("The JSON cannot be read");
    }
  }

  private static final class Reading {
    private final JsonParser parser;
    private int left;

    Reading(JsonParser parser, int valuesMax) {
      this.parser = parser;
      this.left = valuesMax;
    }

    Params object() {
      Map<String, Object> values = new LinkedHashMap<>();
      Set<String> nothing = new HashSet<>();
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        JsonToken token = parser.nextToken();
        count();
        if (token == JsonToken.VALUE_NULL) {
          nothing.add(name);
        } else {
          values.put(name, value(token));
        }
      }
      return new Params(values, nothing);
    }

    private Object value(JsonToken token) {
      return switch (token) {
        case START_OBJECT -> object();
        case START_ARRAY -> array();
        case VALUE_STRING -> wellFormed(parser.getString());
        case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE -> parser.getString();
        default -> throw Refusal.malformed("The JSON cannot be read");
      };
    }

    private List<Object> array() {
      List<Object> elements = new ArrayList<>();
      for (JsonToken token = parser.nextToken();
          token != JsonToken.END_ARRAY;
          token = parser.nextToken()) {
        count();
        if (token != JsonToken.VALUE_NULL) {
          elements.add(value(token));
        }
      }
      return elements;
    }

    private void count() {
      if (left-- == 0) {
        throw Refusal.malformed("The JSON has too many values");
      }
    }

    /// Half a surrogate pair is no text: it could not be stored as UTF-8 and read back.
    private static String wellFormed(String text) {
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (Character.isSurrogate(c)) {
          boolean isPair =
              Character.isHighSurrogate(c)
                  && i + 1 < text.length()
                  && Character.isLowSurrogate(text.charAt(i + 1));
          if (!isPair) {
            throw Refusal.malformed("A text is not well-formed Unicode");
          }
          i++;
        }
      }
      return text;
    }
  }
}
