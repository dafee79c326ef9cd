package verbatim.api;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import verbatim.access.AccessSettings;
import verbatim.accounts.Account;
import verbatim.house.About;
import verbatim.http.JsonWriter;
import verbatim.kernel.Limits;
import verbatim.media.HousePicture;
import verbatim.rendering.Addresses;
import verbatim.rendering.Pictures;

/// Instance, in its newer and its older form: what the server says of itself, and its limits.
final class InstanceJson {
  // Clients look for features by this number; ours ends where quotes begin.
  private static final int API_VERSION = 6;
  private static final String COMPATIBLE_WITH = "4.4.0";
  private static final List<String> PICTURES =
      List.of("image/jpeg", "image/png", "image/gif", "image/webp");
  private static final List<String> SOUND_AND_VIDEO =
      List.of(
          "video/mp4",
          "video/quicktime",
          "video/webm",
          "audio/mpeg",
          "audio/mp4",
          "audio/ogg",
          "audio/wav",
          "audio/flac");

  private final Site site;
  private final Addresses addresses;
  private final AccountJson accountJson;
  private final HousePicture picture;
  private final List<String> types;
  private final Limits limits;

  InstanceJson(
      Site site,
      Addresses addresses,
      AccountJson accountJson,
      HousePicture picture,
      boolean takesSoundAndVideo,
      Limits limits) {
    this.site = site;
    this.addresses = addresses;
    this.accountJson = accountJson;
    this.picture = picture;
    this.types =
        takesSoundAndVideo
            ? Stream.concat(PICTURES.stream(), SOUND_AND_VIDEO.stream()).toList()
            : PICTURES;
    this.limits = limits;
  }

  /// What changes while the server runs.
  ///
  /// @param activeMonth members who posted in the last 30 days
  record Now(
      AccessSettings.Mode registrations,
      Optional<Account> contact,
      long members,
      long statuses,
      long activeMonth) {}

  JsonWriter v2(JsonWriter json, Now now) {
    json.object().field("domain", addresses.domain()).field("title", site.title());
    json.field("version", version()).field("source_url", addresses.at("/about"));
    json.field("description", site.description());
    json.name("usage").object().name("users").object();
    json.field("active_month", now.activeMonth()).end().end();
    thumbnail(json);
    json.name("icon").array();
    json.object().field("src", addresses.at(Pictures.BLANK_AVATAR)).field("size", "120x120").end();
    json.end();
    json.field("languages", site.languages());
    json.name("configuration").object();
    json.name("urls").object().field("streaming", addresses.streaming());
    json.field("about", addresses.at("/about")).field("privacy_policy", addresses.at("/privacy"));
    json.fieldNull("status").fieldNull("terms_of_service").end();
    json.name("vapid").object().field("public_key", "").end();
    json.name("accounts").object();
    json.field("max_featured_tags", limits.rows().featuredTagsMax());
    json.field("max_pinned_statuses", limits.text().pinsMax());
    json.field("max_display_name_length", limits.people().displayNameCharactersMax());
    json.field("max_note_length", limits.people().bioCharactersMax());
    json.field("max_profile_fields", limits.people().fieldsMax());
    json.field("profile_field_name_limit", limits.people().fieldNameCharactersMax());
    json.field("profile_field_value_limit", limits.people().fieldValueCharactersMax()).end();
    common(json);
    json.field("limited_federation", true);
    json.name("translation").object().field("enabled", false).end().end();
    json.name("registrations").object();
    json.field("enabled", now.registrations() != AccessSettings.Mode.CLOSED);
    json.field("approval_required", now.registrations() == AccessSettings.Mode.APPROVAL);
    json.field("reason_required", false).fieldNull("message").fieldNull("min_age");
    json.fieldNull("url").end();
    json.name("api_versions").object().field("mastodon", API_VERSION).field("verbatim", 1).end();
    json.name("contact").object().field("email", site.contactEmail()).name("account");
    contact(json, now).end();
    json.name("rules");
    return rules(json).end();
  }

  JsonWriter v1(JsonWriter json, Now now) {
    json.object().field("uri", addresses.domain()).field("title", site.title());
    json.field("short_description", site.description()).field("description", site.description());
    json.field("email", site.contactEmail()).field("version", version());
    json.name("urls").object().field("streaming_api", addresses.streaming()).end();
    json.name("stats").object().field("user_count", now.members());
    json.field("status_count", now.statuses()).field("domain_count", 0).end();
    json.field("thumbnail", thumbnailUrl());
    json.field("languages", site.languages());
    json.field("registrations", now.registrations() != AccessSettings.Mode.CLOSED);
    json.field("approval_required", now.registrations() == AccessSettings.Mode.APPROVAL);
    json.field("invites_enabled", site.isInviting());
    json.name("configuration").object().name("accounts").object();
    json.field("max_featured_tags", limits.rows().featuredTagsMax()).end();
    common(json);
    json.end().name("contact_account");
    contact(json, now).name("rules");
    return rules(json).end();
  }

  private void thumbnail(JsonWriter json) {
    json.name("thumbnail").object().field("url", thumbnailUrl());
    Optional<HousePicture.Shown> shown = picture.find();
    if (shown.isPresent()) {
      json.field("blurhash", shown.get().blurhash());
      json.field("description", shown.get().description());
      json.name("versions").object().field("@1x", thumbnailUrl()).end().end();
    } else {
      json.fieldNull("blurhash").end();
    }
  }

  private String thumbnailUrl() {
    return addresses.at(
        picture.find().map(shown -> "/media/" + shown.path()).orElse(Pictures.BLANK_HEADER));
  }

  private void common(JsonWriter json) {
    json.name("statuses").object();
    json.field("max_characters", limits.text().statusCharactersMax());
    json.field("max_media_attachments", limits.media().attachmentsMax());
    json.field("characters_reserved_per_url", limits.text().linkCharacters()).end();
    json.name("media_attachments").object();
    json.field("supported_mime_types", types);
    json.field("description_limit", limits.media().descriptionCharactersMax());
    json.field("image_size_limit", limits.media().imageBytesMax());
    json.field("image_matrix_limit", limits.media().imagePixelsMax());
    json.field("video_size_limit", limits.media().videoBytesMax());
    json.field("video_frame_rate_limit", limits.media().framesPerSecondMax());
    json.field("video_matrix_limit", limits.media().videoPixelsMax()).end();
    json.name("polls").object();
    json.field("max_options", limits.text().pollOptionsMax());
    json.field("max_characters_per_option", limits.text().pollOptionCharactersMax());
    json.field("min_expiration", limits.text().pollMin().toSeconds());
    json.field("max_expiration", limits.text().pollMax().toSeconds()).end();
    json.name("series").object().field("min_statuses", limits.text().seriesMin());
    json.field("max_statuses", limits.text().seriesMax()).end();
  }

  private JsonWriter contact(JsonWriter json, Now now) {
    return now.contact().isPresent()
        ? accountJson.write(json, now.contact().get())
        : json.nothing();
  }

  JsonWriter rules(JsonWriter json) {
    json.array();
    for (About.Rule rule : site.rules()) {
      json.object().field("id", Long.toString(rule.id())).field("text", rule.words());
      json.field("hint", rule.hint()).name("translations").object().end().end();
    }
    return json.end();
  }

  /// Many clients read the number in front to know what they may ask for.
  String version() {
    return COMPATIBLE_WITH + " (compatible; Verbatim " + site.version() + ")";
  }
}
