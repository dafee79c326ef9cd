package verbatim.web;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import verbatim.accounts.Account;
import verbatim.accounts.Profile;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.Params;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.http.Upload;
import verbatim.kernel.AccountId;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;

/// What somebody says of himself.
final class SettingsPages {
  private static final String PROFILE = "/settings/profile";
  private static final String FIELDS = "fields_attributes";

  private final Templates templates;
  private final Forms forms;
  private final Web.Words words;

  SettingsPages(Templates templates, Forms forms, Web.Words words) {
    this.templates = templates;
    this.forms = forms;
    this.words = words;
  }

  List<Route> routes() {
    return List.of(
        Route.get(PROFILE, Access.session(), this::profile, "what I say of myself"),
        Route.post(PROFILE, Access.session(), this::change, "changing my profile")
            .uploads(words.limits().http().uploadBytesMax()));
  }

  private Answer profile(Request request) {
    return page(request, me(request).profile(), List.of());
  }

  private Account me(Request request) {
    return words.accounts().find(Reading.me(request)).orElseThrow(Refusal::notFound);
  }

  /// @param typed what stands in the form; its pictures are not shown, but those that are kept
  private Answer page(Request request, Profile typed, List<Views.Fault> faults) {
    Profile kept = me(request).profile();
    Forms.Sheet sheet = forms.sheet(request);
    List<SettingsViews.Field> fields = new ArrayList<>();
    typed.fields().forEach(f -> fields.add(new SettingsViews.Field(f.name(), f.value())));
    while (fields.size() < words.limits().people().fieldsMax()) {
      fields.add(new SettingsViews.Field("", ""));
    }
    return sheet.finish(
        templates.page(
            "settings_profile",
            new SettingsViews.Profile(
                sheet.frame(Frame.Place.PROFILE, sheet.t().say("profile.edit")),
                typed.displayName(),
                typed.bio(),
                fields,
                words.pictures().avatar(kept.avatar()),
                !kept.avatar().isEmpty(),
                kept.header().isEmpty() ? "" : words.pictures().header(kept.header()),
                typed.bot(),
                faults)));
  }

  private Answer change(Request request) throws IOException {
    forms.check(request);
    AccountId me = Reading.me(request);
    Params params = request.params();
    // Pictures come first: they may be refused, and then nothing has changed.
    String avatar = "";
    String header = "";
    try {
      avatar = picture(params, "avatar", in -> words.media().avatar(me, in));
      header = picture(params, "header", in -> words.media().header(me, in));
      change(me, params, avatar, header);
    } catch (Refused | IOException e) {
      // No profile names them.
      erase(avatar);
      erase(header);
      if (e instanceof Refused refused) {
        Profile typed = typed(me(request).profile(), params, "", "");
        List<Views.Fault> faults = Forms.faults(refused, forms.sheet(request).t());
        return page(request, typed, faults).status(422);
      }
      throw e;
    }
    return forms.saying(Answer.seeOther(URI.create(PROFILE)), "saved", "", request);
  }

  private interface Keeping {
    String keep(InputStream in) throws IOException;
  }

  private static String picture(Params params, String name, Keeping keeping) throws IOException {
    Optional<Upload> file = params.file(name).filter(f -> f.size() > 0);
    if (file.isEmpty()) {
      return "";
    }
    try (InputStream in = file.get().open()) {
      return keeping.keep(in);
    } catch (Refused e) {
      // Said beside the picture that was meant.
      if (e.refusal() instanceof Refusal.Invalid(var why, _)) {
        throw Refusal.invalid(name, "ERR_INVALID", why.replaceFirst("^Validation failed: ", ""));
      }
      throw e;
    }
  }

  private void change(AccountId me, Params params, String avatar, String header) {
    // What was replaced is known within the change only: another may have come between.
    var before = new AtomicReference<Profile>(Profile.blank());
    Profile after =
        words
            .accounts()
            .change(
                me,
                account -> {
                  before.set(account.profile());
                  return account.with(typed(account.profile(), params, avatar, header));
                })
            .profile();
    if (!before.get().avatar().equals(after.avatar())) {
      erase(before.get().avatar());
    }
    if (!before.get().header().equals(after.header())) {
      erase(before.get().header());
    }
  }

  private void erase(String path) {
    if (!path.isEmpty()) {
      words.media().eraseProfilePicture(path);
    }
  }

  /// A box that is not ticked is not sent: so all of them are taken as they stand.
  private static Profile typed(Profile old, Params params, String avatar, String header) {
    return new Profile(
        params.text("display_name", ""),
        params.text("note", "").replace("\r\n", "\n"),
        fields(old.fields(), params),
        chosen(old.avatar(), avatar, params.flag("without_avatar", false)),
        chosen(old.header(), header, params.flag("without_header", false)),
        params.flag("bot", false),
        old.locked(),
        old.discoverable(),
        old.indexable(),
        old.hidesCollections());
  }

  private static String chosen(String old, String chosen, boolean isTakenOff) {
    return !chosen.isEmpty() ? chosen : isTakenOff ? "" : old;
  }

  /// What was checked stays so as long as the value is the same.
  private static List<Profile.Field> fields(List<Profile.Field> old, Params params) {
    List<Profile.Field> fields = new ArrayList<>();
    for (Params field : params.objects(FIELDS)) {
      String name = field.text("name", "");
      String value = field.text("value", "");
      if (!name.isBlank() || !value.isBlank()) {
        fields.add(
            new Profile.Field(
                name,
                value,
                old.stream()
                    .filter(f -> f.value().equals(value))
                    .findFirst()
                    .flatMap(Profile.Field::verifiedAt)));
      }
    }
    return fields;
  }
}
