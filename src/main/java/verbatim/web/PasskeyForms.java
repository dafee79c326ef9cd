package verbatim.web;

import java.nio.charset.StandardCharsets;
import verbatim.access.PasskeyQuestion;
import verbatim.access.Proof;
import verbatim.access.SecondFactor;
import verbatim.http.JsonWriter;
import verbatim.http.Request;
import verbatim.kernel.Secret;

/// What pages hand to the script that asks the browser for a passkey, as the browser wants it. The
/// script needs no other request: the question lies in the page, the answer goes with the form.
final class PasskeyForms {
  private final Site site;

  PasskeyForms(Site site) {
    this.site = site;
  }

  Views.Ask ask(PasskeyQuestion question) {
    JsonWriter json = new JsonWriter();
    json.object();
    json.field("challenge", question.challenge());
    json.field("rpId", question.party());
    json.field("userVerification", question.alone() ? "required" : "preferred");
    json.name("allowCredentials").array();
    question.passkeys().forEach(id -> credential(json, id));
    json.end();
    json.end();
    return new Views.Ask(text(json));
  }

  Views.Ask make(SecondFactor.PasskeyOffer offer) {
    JsonWriter json = new JsonWriter();
    json.object();
    json.field("challenge", offer.challenge());
    json.name("rp").object().field("id", offer.party()).field("name", site.name()).end();
    json.name("user").object();
    json.field("id", offer.holder()).field("name", offer.name()).field("displayName", offer.name());
    json.end();
    json.name("pubKeyCredParams").array();
    offer
        .algorithms()
        .forEach(number -> json.object().field("type", "public-key").field("alg", number).end());
    json.end();
    json.name("excludeCredentials").array();
    offer.present().forEach(id -> credential(json, id));
    json.end();
    json.name("authenticatorSelection").object();
    json.field("residentKey", "preferred").field("userVerification", "preferred").end();
    json.field("attestation", "none");
    json.end();
    return new Views.Ask(text(json));
  }

  /// What a form of the partial `prove` sends.
  static Proof proof(Request request) {
    return new Proof(
        new Secret(request.params().text("current_password", "")),
        request.params().text("code", ""),
        request.params().text("assertion", ""),
        Forms.browser(request));
  }

  private static void credential(JsonWriter json, String id) {
    json.object().field("type", "public-key").field("id", id).end();
  }

  private static String text(JsonWriter json) {
    return new String(json.bytes(), StandardCharsets.UTF_8);
  }
}
