package verbatim.web;

import io.nayuki.qrcodegen.QrCode;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import verbatim.access.Caller;
import verbatim.access.SecondFactor;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.kernel.Secret;

/// The pages behind "Security" that change the second factor. Each asks once more who is there.
final class FactorPages {
  private static final String HERE = "/settings/security";
  private static final String APP = HERE + "/authenticator";
  private static final String APP_REMOVAL = APP + "/remove";
  private static final String PASSKEYS = HERE + "/passkeys";
  private static final String CODES = HERE + "/codes";

  private final Templates templates;
  private final Forms forms;
  private final SecondFactor factor;
  private final PasskeyForms passkeys;

  FactorPages(Templates templates, Forms forms, SecondFactor factor, PasskeyForms passkeys) {
    this.templates = templates;
    this.forms = forms;
    this.factor = factor;
    this.passkeys = passkeys;
  }

  List<Route> routes() {
    return List.of(
        Route.get(APP, Access.session(), this::appPage, "setting up an app that shows codes"),
        Route.post(APP, Access.session(), this::addApp, "the first code of an app"),
        Route.get(APP_REMOVAL, Access.session(), this::appRemovalPage, "asking before codes end"),
        Route.post(APP_REMOVAL, Access.session(), this::removeApp, "an end to codes of an app"),
        Route.get(CODES, Access.session(), this::codesPage, "asking before new recovery codes"),
        Route.post(CODES, Access.session(), this::renewCodes, "new recovery codes"),
        Route.get(PASSKEYS, Access.session(), this::newPasskeyPage, "adding a passkey"),
        Route.post(PASSKEYS, Access.session(), this::addPasskey, "a new passkey"),
        Route.get(PASSKEYS + "/:id", Access.session(), this::passkeyPage, "one passkey"),
        Route.post(PASSKEYS + "/:id", Access.session(), this::rename, "renaming a passkey"),
        Route.post(
            PASSKEYS + "/:id/remove", Access.session(), this::removePasskey, "removing a passkey"));
  }

  // ---- an app that shows codes

  private Answer appPage(Request request) {
    Forms.Sheet sheet = forms.sheet(request);
    return appPage(request, factor.offerTotp(request.signedIn(), sheet.browser()), List.of());
  }

  private Answer addApp(Request request) {
    forms.check(request);
    Caller.SignedIn who = request.signedIn();
    String ticket = request.params().text("ticket", "");
    try {
      List<Secret> codes =
          factor.addTotp(
              who,
              Forms.browser(request),
              ticket,
              request.params().text("first", ""),
              PasskeyForms.proof(request));
      return done(request, codes, "app");
    } catch (Refused e) {
      List<Views.Fault> faults = faults(request, e);
      return appPage(request, factor.offerTotp(who, Forms.browser(request), ticket), faults)
          .status(422);
    }
  }

  private Answer appPage(Request request, SecondFactor.TotpOffer offer, List<Views.Fault> faults) {
    Forms.Sheet sheet = forms.sheet(request);
    QrCode picture = QrCode.encodeText(offer.address().reveal(), QrCode.Ecc.MEDIUM);
    return sheet.finish(
        templates.page(
            "authenticator",
            new Views.Authenticator(
                frame(sheet, "factor.app.title"),
                squares(picture),
                picture.size,
                grouped(offer.secret().reveal()),
                offer.address().reveal(),
                offer.ticket(),
                prove(request, sheet, faults),
                faults)));
  }

  private Answer appRemovalPage(Request request) {
    return appRemovalPage(request, List.of());
  }

  private Answer appRemovalPage(Request request, List<Views.Fault> faults) {
    if (!own(request).hasTotp()) {
      return back("");
    }
    return sure(
        request,
        own(request).passkeys().isEmpty() ? "factor.remove_app_last" : "factor.remove_app",
        APP_REMOVAL,
        faults);
  }

  private Answer removeApp(Request request) {
    forms.check(request);
    try {
      factor.removeTotp(request.signedIn(), PasskeyForms.proof(request));
      return back("noapp");
    } catch (Refused e) {
      return appRemovalPage(request, faults(request, e)).status(422);
    }
  }

  // ---- recovery codes

  private Answer codesPage(Request request) {
    return codesPage(request, List.of());
  }

  private Answer codesPage(Request request, List<Views.Fault> faults) {
    if (!own(request).isOn()) {
      return back("");
    }
    return sure(request, "factor.renew", CODES, faults);
  }

  private Answer renewCodes(Request request) {
    forms.check(request);
    try {
      return codes(
          request, factor.renewRecoveryCodes(request.signedIn(), PasskeyForms.proof(request)));
    } catch (Refused e) {
      return codesPage(request, faults(request, e)).status(422);
    }
  }

  /// Shown in the answer to the form and nowhere else: loading it again makes others.
  private Answer codes(Request request, List<Secret> codes) {
    Forms.Sheet sheet = forms.sheet(request);
    String server = request.publicUrl().getAuthority();
    List<String> words = codes.stream().map(Secret::reveal).toList();
    String file =
        words.stream()
            .collect(
                Collectors.joining(
                    "\r\n", sheet.t().say("factor.codes.file", server) + "\r\n\r\n", "\r\n"));
    return sheet.finish(
        templates.page(
            "recovery_codes",
            new Views.RecoveryCodes(
                frame(sheet, "factor.codes.title"),
                words,
                "data:text/plain;charset=utf-8,"
                    + URLEncoder.encode(file, StandardCharsets.UTF_8).replace("+", "%20"),
                "recovery-codes-" + server.replaceAll("[^A-Za-z0-9.-]", "-") + ".txt")));
  }

  // ---- passkeys

  private Answer newPasskeyPage(Request request) {
    return newPasskeyPage(request, "", List.of());
  }

  private Answer newPasskeyPage(Request request, String name, List<Views.Fault> faults) {
    Forms.Sheet sheet = forms.sheet(request);
    return sheet.finish(
        templates.page(
            "passkey_new",
            new Views.NewPasskey(
                frame(sheet, "factor.new.title"),
                passkeys.make(factor.offerPasskey(request.signedIn(), sheet.browser())),
                name,
                prove(request, sheet, faults),
                faults)));
  }

  private Answer addPasskey(Request request) {
    forms.check(request);
    String name = request.params().text("name", "");
    try {
      List<Secret> codes =
          factor.addPasskey(
              request.signedIn(),
              Forms.browser(request),
              request.params().text("credential", ""),
              name,
              PasskeyForms.proof(request));
      return done(request, codes, "passkey");
    } catch (Refused e) {
      return newPasskeyPage(request, name, faults(request, e)).status(422);
    }
  }

  private Answer passkeyPage(Request request) {
    return passkeyPage(request, List.of());
  }

  private Answer passkeyPage(Request request, List<Views.Fault> faults) {
    Forms.Sheet sheet = forms.sheet(request);
    SecondFactor.Own own = own(request);
    SecondFactor.OwnPasskey shown =
        own.passkeys().stream()
            .filter(p -> p.id().equals(request.variable("id")))
            .findFirst()
            .orElseThrow(Refusal::notFound);
    return sheet.finish(
        templates.page(
            "passkey",
            new Views.PasskeyPage(
                frame(sheet, "factor.passkey"),
                view(shown, sheet.t()),
                own.passkeys().size() == 1 && !own.hasTotp(),
                prove(request, sheet, faults),
                faults)));
  }

  private Answer rename(Request request) {
    forms.check(request);
    try {
      factor.renamePasskey(
          request.signedIn(), request.variable("id"), request.params().text("name", ""));
      return back("renamed");
    } catch (Refused e) {
      return passkeyPage(request, faults(request, e)).status(422);
    }
  }

  private Answer removePasskey(Request request) {
    forms.check(request);
    try {
      factor.removePasskey(request.signedIn(), request.variable("id"), PasskeyForms.proof(request));
      return back("nopasskey");
    } catch (Refused e) {
      return passkeyPage(request, faults(request, e)).status(422);
    }
  }

  static Views.Passkey view(SecondFactor.OwnPasskey passkey, Tongue t) {
    return new Views.Passkey(
        passkey.id(),
        passkey.name(),
        t.day(passkey.addedAt()),
        t.day(passkey.usedAt()),
        passkey.isSynced());
  }

  // ---- what all of them share

  /// The first way brings recovery codes along.
  private Answer done(Request request, List<Secret> codes, String what) {
    return codes.isEmpty() ? back(what) : codes(request, codes);
  }

  private static Answer back(String what) {
    return Answer.seeOther(URI.create(HERE + (what.isEmpty() ? "" : "?done=" + what)));
  }

  private Answer sure(Request request, String key, String action, List<Views.Fault> faults) {
    Forms.Sheet sheet = forms.sheet(request);
    String heading = sheet.t().say(key + ".heading");
    return sheet.finish(
        templates.page(
            "sure",
            new Views.Sure(
                sheet.frame(Frame.Place.SETTINGS, heading),
                heading,
                sheet.t().say(key + ".words"),
                action,
                sheet.t().say(key + ".button"),
                prove(request, sheet, faults))));
  }

  private static Frame frame(Forms.Sheet sheet, String key) {
    return sheet.frame(Frame.Place.SETTINGS, sheet.t().say(key));
  }

  private Views.Prove prove(Request request, Forms.Sheet sheet, List<Views.Fault> faults) {
    return prove(request, sheet, factor, passkeys, faults);
  }

  static Views.Prove prove(
      Request request,
      Forms.Sheet sheet,
      SecondFactor factor,
      PasskeyForms passkeys,
      List<Views.Fault> faults) {
    SecondFactor.Own own = factor.own(request.signedIn().account());
    return new Views.Prove(
        own.isOn(),
        own.hasTotp(),
        own.passkeys().isEmpty()
            ? Views.Ask.NOTHING
            : passkeys.ask(factor.askProof(request.signedIn(), sheet.browser())),
        faults);
  }

  /// Too many tries is told on the page, beside the field.
  private List<Views.Fault> faults(Request request, Refused refused) {
    Tongue t = forms.sheet(request).t();
    return refused.refusal() instanceof Refusal.TooMany(_, var after)
        ? List.of(
            new Views.Fault(
                "current_password", SignInPages.locked(after, t).replaceFirst("\\.$", "")))
        : Forms.faults(refused, t);
  }

  private SecondFactor.Own own(Request request) {
    return factor.own(request.signedIn().account());
  }

  private static String grouped(String secret) {
    return secret.replaceAll("(.{4})(?!$)", "$1 ");
  }

  /// One path of unit squares, with the four empty ones around that readers want.
  private static String squares(QrCode code) {
    StringBuilder path = new StringBuilder();
    for (int y = 0; y < code.size; y++) {
      for (int x = 0; x < code.size; x++) {
        if (code.getModule(x, y)) {
          path.append('M').append(x + 4).append(' ').append(y + 4).append("h1v1h-1z");
        }
      }
    }
    return path.toString();
  }
}
