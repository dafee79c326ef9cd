package verbatim.api;

import verbatim.access.OAuth;
import verbatim.http.Answer;
import verbatim.http.JsonWriter;

/// Token. No cache on the way may keep it.
final class Tokens {
  private Tokens() {}

  static Answer answer(OAuth.Exchange.Issued issued) {
    return Answer.json(
            new JsonWriter()
                .object()
                .field("access_token", issued.accessToken().reveal())
                .field("token_type", "Bearer")
                .field("scope", issued.scopes().toString())
                .field("created_at", issued.createdAt().getEpochSecond())
                .end())
        .header("Cache-Control", "no-store");
  }
}
