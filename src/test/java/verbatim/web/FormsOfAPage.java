package verbatim.web;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a browser without scripts can send from a page: its forms with their fields, and the
/// buttons that send them. What stands in a template is not there yet, and what is disabled cannot
/// be used.
final class FormsOfAPage {
  private static final Pattern TAG =
      Pattern.compile(
          "<(/?)(form|input|button|select|option|textarea|fieldset|template)\\b"
              + "((?:[^>\"]++|\"[^\"]*+\")*+)>");
  private static final Pattern ATTRIBUTE = Pattern.compile("([a-zA-Z-]++)(?:=\"([^\"]*+)\")?");

  /// @param values what can be chosen; empty where anything can be typed
  private record Field(String name, List<String> values, boolean isHidden) {}

  private record Sender(String target, String name, String value) {}

  private record Form(String action, List<Field> fields, List<Sender> senders) {}

  private final List<Form> forms = new ArrayList<>();
  private final Map<String, Form> byId = new HashMap<>();
  private final String here;

  FormsOfAPage(String here, String page) {
    this.here = here;
    // A control may stand before the form that it names.
    Matcher tags = TAG.matcher(page);
    List<Form> inOrder = new ArrayList<>();
    while (tags.find()) {
      if (tags.group(1).isEmpty() && tags.group(2).equals("form")) {
        Map<String, String> attributes = attributes(tags.group(3));
        Form form =
            new Form(attributes.getOrDefault("action", ""), new ArrayList<>(), new ArrayList<>());
        inOrder.add(form);
        if ("post".equals(attributes.get("method"))) {
          forms.add(form);
        }
        if (attributes.containsKey("id")) {
          byId.put(attributes.get("id"), form);
        }
      }
    }
    read(page, inOrder);
  }

  private void read(String page, List<Form> inOrder) {
    Matcher tags = TAG.matcher(page);
    Deque<Boolean> fieldsets = new ArrayDeque<>();
    int templates = 0;
    int form = -1;
    boolean isInForm = false;
    Optional<Field> select = Optional.empty();
    while (tags.find()) {
      boolean ends = !tags.group(1).isEmpty();
      Map<String, String> attributes = attributes(tags.group(3));
      switch (tags.group(2)) {
        case "template" -> templates += ends ? -1 : 1;
        case "fieldset" -> {
          if (ends) {
            fieldsets.pop();
          } else {
            fieldsets.push(attributes.containsKey("disabled"));
          }
        }
        case "form" -> {
          isInForm = !ends;
          form += ends ? 0 : 1;
        }
        case "option" -> {
          if (!ends && !attributes.containsKey("disabled")) {
            String value = attributes.get("value");
            int at = tags.end();
            String words = page.substring(at, page.indexOf('<', at)).strip();
            select.ifPresent(s -> s.values().add(value == null ? words : value));
          }
        }
        default -> {
          boolean isUsable =
              !ends
                  && templates == 0
                  && !attributes.containsKey("disabled")
                  && !fieldsets.contains(true);
          Optional<Form> owner =
              attributes.containsKey("form")
                  ? Optional.ofNullable(byId.get(attributes.get("form")))
                  : isInForm ? Optional.of(inOrder.get(form)) : Optional.empty();
          if (isUsable && owner.isPresent()) {
            Optional<Field> added = add(owner.get(), tags.group(2), attributes);
            if (tags.group(2).equals("select")) {
              select = added;
            }
          }
        }
      }
    }
  }

  private static Optional<Field> add(Form form, String tag, Map<String, String> attributes) {
    String name = attributes.getOrDefault("name", "");
    String value = attributes.getOrDefault("value", "");
    String type = attributes.getOrDefault("type", tag.equals("button") ? "submit" : "text");
    boolean sends = tag.equals("button") || tag.equals("input");
    if (sends && type.equals("submit")) {
      // For pages without scripts both are not shown.
      if (!attributes.containsKey("hidden")
          && !attributes.getOrDefault("class", "").matches("(.* )?scripted( .*)?")) {
        String target = attributes.getOrDefault("formaction", form.action());
        form.senders().add(new Sender(target, name, value));
      }
      return Optional.empty();
    }
    List<String> values = new ArrayList<>();
    boolean isChosen = type.equals("hidden") || type.equals("radio") || type.equals("checkbox");
    if (isChosen) {
      values.add(type.equals("checkbox") && value.isEmpty() ? "on" : value);
    }
    Field field = new Field(name, values, type.equals("hidden"));
    if (!type.equals("button") && !name.isEmpty()) {
      form.fields().add(field);
    }
    return Optional.of(field);
  }

  /// What a browser sends to that address when these fields are filled in: with what the form holds
  /// hidden, and the name of the button. Of several fields of one name, " 2" stands behind that of
  /// the second. An error says why no form sends it.
  Map<String, String> sent(String action, Map<String, String> fields) {
    List<String> faults = new ArrayList<>();
    for (Form form : forms) {
      for (Sender sender : preferred(form, fields)) {
        if (!leadsTo(sender.target(), action)) {
          continue;
        }
        Set<String> missing = new LinkedHashSet<>();
        fields.forEach(
            (name, value) -> {
              if (!isOffered(form, sender, name, value)) {
                missing.add(name + "=" + value);
              }
            });
        if (missing.isEmpty()) {
          Map<String, String> all = new LinkedHashMap<>();
          form.fields().stream()
              .filter(Field::isHidden)
              .forEach(field -> all.put(free(field.name(), all), field.values().getFirst()));
          if (!sender.name().isEmpty()) {
            all.put(sender.name(), sender.value());
          }
          all.putAll(fields);
          return all;
        }
        faults.add("a form to it offers no " + missing);
      }
    }
    throw new AssertionError(
        here + " sends nothing to " + action + " with " + fields + ": " + faults);
  }

  /// The button whose name is among the fields, then one without a name, then any.
  private static List<Sender> preferred(Form form, Map<String, String> fields) {
    List<Sender> senders = new ArrayList<>(form.senders());
    senders.sort(
        java.util.Comparator.comparingInt(
            s -> s.value().equals(fields.get(s.name())) ? 0 : s.name().isEmpty() ? 1 : 2));
    return senders;
  }

  private static boolean isOffered(Form form, Sender sender, String name, String value) {
    if (name.equals(sender.name()) && value.equals(sender.value())) {
      return true;
    }
    List<Field> named = form.fields().stream().filter(f -> f.name().equals(named(name))).toList();
    return which(name) <= named.size()
        && named.stream().anyMatch(f -> f.values().isEmpty() || f.values().contains(value));
  }

  private static String free(String name, Map<String, String> taken) {
    String free = name;
    for (int i = 2; taken.containsKey(free); i++) {
      free = name + " " + i;
    }
    return free;
  }

  /// Without its number among those of its name.
  static String named(String name) {
    return name.replaceFirst(" \\d+$", "");
  }

  private static int which(String name) {
    return named(name).equals(name) ? 1 : Integer.parseInt(name.replaceFirst(".* ", ""));
  }

  private boolean leadsTo(String target, String action) {
    return resolved(target).equals(resolved(action));
  }

  private String resolved(String target) {
    URI address = URI.create(here).resolve(target.isEmpty() ? here : target);
    String query = address.getRawQuery();
    return address.getRawPath() + (query == null ? "" : "?" + query);
  }

  private static Map<String, String> attributes(String text) {
    Map<String, String> attributes = new HashMap<>();
    Matcher matcher = ATTRIBUTE.matcher(text);
    while (matcher.find()) {
      String value = matcher.group(2);
      attributes.put(matcher.group(1), value == null ? "" : plain(value));
    }
    return attributes;
  }

  private static String plain(String escaped) {
    return escaped
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&#34;", "\"")
        .replace("&#39;", "'")
        .replace("&quot;", "\"")
        .replace("&amp;", "&");
  }
}
