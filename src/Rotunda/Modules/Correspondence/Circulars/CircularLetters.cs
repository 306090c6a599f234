using System.Text;
using NodaTime;
using Rotunda.Data.Values;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Shared.Mail;
using Rotunda.Modules.Shared.Time;

namespace Rotunda.Modules.Correspondence.Circulars;

/// <summary>Puts a circular into words for one officer: mail, reminder, and a short text for messengers.</summary>
public sealed class CircularLetters(SiteLanguages languages)
{
    /// <summary>The language of an officer; the site's first one where it no longer speaks that.</summary>
    public Language LanguageOf(CircularOfficer officer) => languages.Find(officer.LanguageCode) ?? languages.Default;

    /// <summary>The mail that brings the circular, or that reminds of it.</summary>
    public Letter Mail(Circular circular, CircularOfficer officer, string link, bool isReminder)
    {
        var language = LanguageOf(officer);
        var texts = languages.TextsOf(language);
        var (subject, body) = (circular.Subject.In(language), circular.Text.In(language));
        var mail = new StringBuilder();
        if (isReminder) mail.Append(texts["circular.mail-reminder"]).Append("\n\n");
        if (body is { IsFallback: true } other) mail.Append(texts.Format("fallback.shown", ("language", texts.NameOf(other.Language)))).Append("\n\n");
        mail.Append(body?.Text).Append("\n\n");
        if (Due(circular, officer.Zone, texts) is { } due) mail.Append(due).Append("\n\n");
        mail.Append(texts[circular.AnswerKind == AnswerKind.None ? "circular.mail-read" : "circular.mail-answer"]).Append('\n').Append(link).Append("\n\n").Append(circular.SenderName).Append('\n');
        var title = subject?.Text ?? "";
        // The text carries a link that answers in somebody's name
        return new Letter(officer.Email, language.Code, isReminder ? texts.Format("circular.mail-reminder-subject", ("subject", title)) : title, mail.ToString(), IsSecret: true);
    }

    /// <summary>A few lines to paste into a messenger, in one language.</summary>
    public string ForMessenger(Circular circular, CircularOfficer officer, string link, Language language)
    {
        var texts = languages.TextsOf(language);
        var lines = new List<string> { circular.Subject.Plain(language) };
        if (Due(circular, officer.Zone, texts) is { } due) lines.Add(due);
        lines.Add(link);
        return string.Join('\n', lines);
    }

    /// <summary>A few lines for a group in which many read: the time by the sender's clock, and an address where each signs in.</summary>
    public string ForGroup(Circular circular, string address, Language language)
    {
        var texts = languages.TextsOf(language);
        var lines = new List<string> { circular.Subject.Plain(language) };
        if (circular.DueAt is { } due) lines.Add(texts.Format("circular.due-sentence", ("time", Time(due, circular.Zone, circular.Zone, texts))));
        lines.Add(address);
        return string.Join('\n', lines);
    }

    /// <summary>Until when, in the receiver's zone, and in the sender's where it is another time there; null without a date.</summary>
    public static string? Due(Circular circular, string zone, Texts texts) =>
        circular.DueAt is { } due ? texts.Format("circular.due-sentence", ("time", Time(due, zone, circular.Zone, texts))) : null;

    /// <summary>A time in one zone, and in another where clocks there differ.</summary>
    public static string Time(Instant at, string zone, string otherZone, Texts texts)
    {
        var (own, other) = (ZoneOf(zone), ZoneOf(otherZone));
        var text = InZone(at, own, texts);
        return own.GetUtcOffset(at) == other.GetUtcOffset(at) ? text : texts.Aside(text, InZone(at, other, texts));
    }

    private static string InZone(Instant at, DateTimeZone zone, Texts texts)
    {
        var local = at.InZone(zone).LocalDateTime;
        return $"{texts.At(texts.Day(local.Date), local.TimeOfDay)} {texts.ZoneName(zone, at)}";
    }

    private static DateTimeZone ZoneOf(string id) => DateTimeZoneProviders.Tzdb.GetZoneOrNull(id) ?? DateTimeZone.Utc;
}
